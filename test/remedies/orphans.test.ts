import * as kms from '@aws-sdk/client-kms';
import { expect, test } from '@jest/globals';
import { orphan, orphanKey } from '../../src/verify/checks/orphans.ts';
import { placeholders } from '../../src/verify/remedy.ts';
import { region } from '../lambda/support.ts';
import { importMaterial } from '../support/import-material.ts';
import { check, client, decrypt, distributed, emulator, encrypt, readable } from './distributed-key.ts';
import { follow } from './shell.ts';

/** The remedies of docs/checks.md: a report lists orphans by their ids. */
test.each([
  { id: 'orphan', of: orphan, AliasName: 'alias/hashicorp/lost-1600000000', depth: 'standard' },
  { id: 'orphan_key', of: orphanKey, AliasName: null, depth: 'full' },
])('$id: what disabling an orphan stops comes back with enabling it', async ({ of, AliasName, depth }) => {
  const key = await distributed();
  const { KeyMetadata } = await client.send(new kms.CreateKeyCommand({ Origin: 'EXTERNAL' }));
  const KeyId = KeyMetadata!.KeyId!;
  await importMaterial(client, KeyId);
  if (AliasName !== null) await client.send(new kms.CreateAliasCommand({ AliasName, TargetKeyId: KeyId }));
  const ciphertext = await encrypt(KeyId);
  if (AliasName !== null)
    expect((await check(key, depth)).orphans).toContainEqual({ alias: AliasName, key_id: KeyId });
  const remedy = of.remedy({ ...placeholders, region, key_id: KeyId, key_arn: KeyMetadata!.Arn! });
  expect(remedy).toContain('enabling it brings everything back');
  expect(remedy).not.toContain('schedule-key-deletion');
  await follow(emulator, remedy);
  expect(await decrypt(ciphertext)).toBe('DisabledException');
  await client.send(new kms.EnableKeyCommand({ KeyId }));
  expect(await decrypt(ciphertext)).toBe(readable);
});
