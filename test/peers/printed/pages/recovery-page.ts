import { type Entry, stage, succeeds } from '../stage.ts';

/** The blocks of docs/recovery.md. */
export const recoveryPage: readonly Entry[] = [
  {
    has: 'aws kms cancel-key-deletion',
    how: 'run',
    by: async ({ text }) => {
      const id = await stage.cloud.prepare('aws kms create-key --query KeyMetadata.KeyId --output text');
      await stage.cloud.prepare(`aws kms schedule-key-deletion --key-id ${id}`);
      succeeds(await stage.cloud.run(text.replaceAll(/1234abcd-[0-9a-f-]+/g, id), stage.variables));
    },
  },
];
