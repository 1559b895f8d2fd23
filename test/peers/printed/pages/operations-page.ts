import { expect } from '@jest/globals';
import { asJob, type Entry, inCloud, onEmulator, runs, stage } from '../stage.ts';

/** The blocks of docs/operations.md. */
export const operationsPage: readonly Entry[] = [
  {
    has: /^aws iam create-access-key/,
    how: 'run',
    by: async (block) => {
      await stage.cloud.prepare(
        'aws iam get-user --user-name vault || aws iam create-user --user-name vault',
      );
      await inCloud(block);
    },
  },
  {
    has: 'aws iam update-access-key',
    how: 'run',
    by: async (block) => {
      stage.variables['OLD_ACCESS_KEY_ID'] = await stage.cloud.prepare(
        "aws iam list-access-keys --user-name vault --output text --query 'AccessKeyMetadata[0].AccessKeyId'",
      );
      await inCloud(block);
    },
  },
  {
    has: /^aws iam delete-access-key/,
    how: 'run',
    by: inCloud,
  },
  {
    has: 'rotate_keys',
    how: 'run',
    by: async ({ text }) => {
      await runs(asJob(text));
      const { body } = await stage.world.emulator.vault('GET', 'keymgmt/key/payments-db');
      expect(body.data.latest_version).toBe(2);
    },
  },
  {
    has: 'aws kms re-encrypt',
    how: 'run',
    by: async (block) => {
      const newKey = 'aws kms create-key --region us-west-2 --query KeyMetadata.KeyId --output text';
      const text = [
        'ALIAS=alias/payments-db',
        `old=$(${newKey})`,
        `aws kms create-alias --region us-west-2 --alias-name "$ALIAS" --target-key-id "$(${newKey})"`,
        'aws kms encrypt --region us-west-2 --key-id "$old" --plaintext cGF5bWVudHM= \\',
        '  --query CiphertextBlob --output text | base64 --decode >old.bin',
        block.text,
        'test "$(aws kms decrypt --region us-west-2 --ciphertext-blob fileb://new.bin --key-id "$ALIAS" \\',
        '  --query Plaintext --output text)" = cGF5bWVudHM=',
      ].join('\n');
      await onEmulator({ ...block, text });
    },
  },
];
