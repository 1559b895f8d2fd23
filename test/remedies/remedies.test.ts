import { randomBytes } from 'node:crypto';
import * as kms from '@aws-sdk/client-kms';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { checkCatalogue } from '../../src/verify/checks/all-checks.ts';
import { placeholders } from '../../src/verify/remedy.ts';
import { put, record, region } from '../lambda/support.ts';
import { importMaterial } from '../support/import-material.ts';
import {
  check,
  client,
  clientIn,
  decrypt,
  distributed,
  emulator,
  encrypt,
  findingOf,
  type Key,
  kmsKey,
  moves,
  provider,
  readable,
  replaced,
} from './distributed-key.ts';
import { follow } from './shell.ts';

describe('what the remedy brings back', () => {
  test('a key that was disabled', async () => {
    const key = await distributed();
    const ciphertext = await encrypt(key.alias);
    await client.send(new kms.DisableKeyCommand({ KeyId: kmsKey(key) }));
    expect(await decrypt(ciphertext)).toBe('DisabledException');
    await follow(emulator, (await findingOf(key, 'key_state')).remediation);
    expect(await decrypt(ciphertext)).toBe(readable);
    expect((await check(key)).status).toBe('pass');
  });

  test('a key whose deletion is scheduled', async () => {
    const key = await distributed();
    const ciphertext = await encrypt(key.alias);
    await client.send(new kms.ScheduleKeyDeletionCommand({ KeyId: kmsKey(key), PendingWindowInDays: 7 }));
    await follow(emulator, (await findingOf(key, 'key_state')).remediation);
    expect(await decrypt(ciphertext)).toBe(readable);
  });

  test('an alias that was deleted', async () => {
    const key = await distributed();
    const ciphertext = await encrypt(key.alias);
    await client.send(new kms.DeleteAliasCommand({ AliasName: key.alias }));
    await follow(emulator, (await findingOf(key, 'alias_exists')).remediation);
    expect(await decrypt(ciphertext)).toBe(readable);
    expect(await decrypt(await encrypt(key.alias))).toBe(readable);
    expect((await check(key)).status).toBe('pass');
  });

  test('an alias that was moved, and what was encrypted with it meanwhile', async () => {
    const key = await distributed();
    const before = await encrypt(key.alias);
    const { KeyMetadata } = await client.send(new kms.CreateKeyCommand({}));
    await client.send(new kms.UpdateAliasCommand({ AliasName: key.alias, TargetKeyId: KeyMetadata!.KeyId! }));
    const meanwhile = await encrypt(key.alias);
    await follow(emulator, (await findingOf(key, 'alias_target')).remediation);
    expect(await decrypt(before)).toBe(readable);
    expect(await decrypt(meanwhile)).toBe(readable);
    expect((await check(key)).status).toBe('pass');
  });

  test('a second alias takes no data with it', async () => {
    const key = await distributed();
    const AliasName = `alias/hashicorp/another-1600000000`;
    await client.send(new kms.CreateAliasCommand({ AliasName, TargetKeyId: kmsKey(key) }));
    const ciphertext = await encrypt(AliasName);
    await follow(emulator, (await findingOf(key, 'alias_single')).remediation);
    expect(await decrypt(ciphertext)).toBe(readable);
    expect((await check(key)).status).toBe('pass');
  });

  test('a replica that is missing', async () => {
    const key = await distributed({ replica_regions: ['eu-west-1'] });
    const ciphertext = await encrypt(key.alias);
    await follow(emulator, (await findingOf(key, 'replicas')).remediation);
    expect(await decrypt(ciphertext, clientIn('eu-west-1'))).toBe(readable);
    expect((await check(key)).status).toBe('pass');
  });

  test('a replica that lost its material decrypts no more, as the remedy says, and the other region does', async () => {
    const key = await distributed({ replica_regions: ['eu-west-1'] });
    const away = clientIn('eu-west-1');
    await put(emulator, `${provider}/key/${key.name}/replicate`, {});
    const ciphertext = await encrypt(key.alias);
    await away.send(new kms.DeleteImportedKeyMaterialCommand({ KeyId: kmsKey(key) }));
    expect(await decrypt(ciphertext, away)).not.toBe(readable);
    const { remediation } = await findingOf(key, 'replicas');
    expect(remediation).toContain('decrypts only with the same material');
    await follow(emulator, remediation);
    expect(await decrypt(ciphertext)).toBe(readable);
  });

  test('a version that is past its time: the old one keeps decrypting', async () => {
    const key = await distributed();
    const ciphertext = await encrypt(key.alias);
    const old = { ...key, rotate_after: '90d', latest_version_time: '2020-01-01T00:00:00Z' };
    await follow(emulator, (await findingOf(old, 'key_age')).remediation);
    expect(await decrypt(ciphertext)).toBe(readable);
    const after = { ...(await record(emulator, key.name)), rotate_after: '90d' };
    const latest_version_time = new Date().toISOString();
    expect((await check({ ...after, latest_version_time })).status).toBe('pass');
  });

  test('a version that was never distributed', async () => {
    const key = await distributed();
    const ciphertext = await encrypt(key.alias);
    await follow(emulator, (await findingOf({ ...key, latest_version: 2 }, 'latest_version')).remediation);
    expect(await decrypt(ciphertext)).toBe(readable);
    const after = await record(emulator, key.name);
    expect(Object.keys(after.versions)).toEqual(['1', '2']);
    expect((await check(after)).status).toBe('pass');
  });
});

describe("what Vault's record settles", () => {
  test('an alias of another form: the record has the right one', async () => {
    const key = await distributed();
    const ciphertext = await encrypt(key.alias);
    const given = { ...key, alias: 'alias/payments' };
    await follow(emulator, (await findingOf(given, 'alias_form')).remediation);
    expect((await check({ ...given, alias: (await record(emulator, key.name)).alias })).status).toBe('pass');
    expect(await decrypt(ciphertext)).toBe(readable);
  });

  test.each([
    { id: 'version_record' as const, given: ({ versions }: Key) => ({ '2': versions['2']! }) },
    { id: 'distinct_keys' as const, given: ({ versions }: Key) => ({ ...versions, '1': versions['2']! }) },
  ])('$id: the record has all versions', async ({ id, given }) => {
    const key = await distributed({ rotations: 1 });
    const ciphertext = await encrypt(kmsKey(key));
    await follow(emulator, (await findingOf({ ...key, versions: given(key) }, id)).remediation);
    expect((await check(await record(emulator, key.name))).status).toBe('pass');
    expect(await decrypt(ciphertext)).toBe(readable);
  });
});

describe('a wrong KMS key keeps its data, and the data moves before anything is taken away', () => {
  test('whose material KMS made', async () => {
    await moves(await replaced({}), 'origin');
  });

  test('that is older than the distribution', async () => {
    const key = await distributed();
    const distribution_time = new Date(Date.now() + 3 * 86_400_000).toISOString();
    await moves({ ...key, distribution_time }, 'creation_date');
  });

  test('whose material expires', async () => {
    const key = await replaced({ Origin: 'EXTERNAL' }, (id) =>
      importMaterial(client, id, { ValidTo: new Date(Date.now() + 86_400_000) }),
    );
    await moves(key, 'expiry');
  });

  test('whose deletion has a date', async () => {
    const key = await distributed();
    const ciphertext = await encrypt(key.alias);
    await client.send(new kms.ScheduleKeyDeletionCommand({ KeyId: kmsKey(key), PendingWindowInDays: 7 }));
    const { deletion_date } = checkCatalogue;
    const remedy = deletion_date.remedy({
      ...placeholders,
      region,
      key_id: kmsKey(key),
      key_arn: kmsKey(key),
    });
    await follow(emulator, remedy);
    expect(await decrypt(ciphertext)).toBe(readable);
  });

  test('with a second material', async () => {
    const key = await distributed();
    await importMaterial(client, kmsKey(key), { ImportType: 'NEW_KEY_MATERIAL' });
    await moves(key, 'material_history', 'full');
  });

  test('whose material is another than recorded', async () => {
    const key = await distributed();
    const other = { ...key, key_material_ids: { '1': 'b'.repeat(64) } };
    await moves(other, 'material_id');
  });

  test('that is multi-region', async () => {
    const key = await replaced({ MultiRegion: true, Origin: 'EXTERNAL' }, (id) => importMaterial(client, id));
    const other = await distributed();
    await moves(key, 'multi_region', 'standard', { '<new alias>': other.alias });
  });
});

describe('lost material', () => {
  const material = randomBytes(32);
  let key: Key;
  let ciphertext: Uint8Array;
  beforeAll(async () => {
    key = await distributed();
    const { KeyMetadata } = await client.send(new kms.CreateKeyCommand({ Origin: 'EXTERNAL' }));
    const id = KeyMetadata!.KeyId!;
    await importMaterial(client, id, { material });
    await client.send(new kms.UpdateAliasCommand({ AliasName: key.alias, TargetKeyId: id }));
    key = { ...key, versions: { '1': id } };
    ciphertext = await encrypt(key.alias);
    await client.send(new kms.DeleteImportedKeyMaterialCommand({ KeyId: id }));
  });

  test('comes back with the same material in the same KMS key, and new data goes on meanwhile', async () => {
    const { remediation } = await findingOf(key, 'material');
    expect(remediation).toContain('Do not remove the distribution');
    expect(remediation).toMatch(/only the same key material, imported again into this same KMS key/);
    expect(remediation).not.toMatch(/delete-|schedule-key-deletion|distribute the key again/);
    await follow(emulator, remediation);
    // The commands alone bring nothing back, as the remedy says; new data has a key of its own.
    expect(await decrypt(ciphertext)).not.toBe(readable);
    expect(await decrypt(await encrypt(key.alias))).toBe(readable);
    await importMaterial(client, kmsKey(key), { material });
    expect(await decrypt(ciphertext)).toBe(readable);
  });

  test('does not come back with the same material in another KMS key', async () => {
    await client.send(new kms.DeleteImportedKeyMaterialCommand({ KeyId: kmsKey(key) }));
    const { KeyMetadata } = await client.send(new kms.CreateKeyCommand({ Origin: 'EXTERNAL' }));
    await importMaterial(client, KeyMetadata!.KeyId!, { material });
    expect(await decrypt(ciphertext)).not.toBe(readable);
  });
});

describe('what the remedy says before it takes something away', () => {
  test('a retired version that is disabled stops decrypting', async () => {
    const key = await distributed({ rotations: 1 });
    const ciphertext = await encrypt(kmsKey(key));
    const retired = { ...key, min_enabled_version: 2 };
    const { remediation } = await findingOf(retired, 'key_state');
    expect(remediation).toMatch(/^Whatever still decrypts with this version fails with DisabledException/);
    await follow(emulator, remediation);
    expect(await decrypt(ciphertext)).toBe('DisabledException');
    await client.send(new kms.EnableKeyCommand({ KeyId: kmsKey(key) }));
    expect(await decrypt(ciphertext)).toBe(readable);
  });

  test('a KMS key that is gone takes its data with it', async () => {
    const key = { ...(await distributed()), versions: { '1': '00000000-1111-4222-8333-000000000000' } };
    const { remediation } = await findingOf(key, 'exists');
    expect(remediation).toContain('cannot be restored, and what it encrypted is lost');
    await follow(emulator, remediation);
    expect(await decrypt(await encrypt(key.alias))).toBe(readable);
  });
});

test('a key that was not used for a year (last_use) is only looked at', async () => {
  const key = await distributed();
  const ciphertext = await encrypt(key.alias);
  const { last_use } = checkCatalogue;
  await follow(
    emulator,
    last_use.remedy({ ...placeholders, region, key_id: kmsKey(key), key_arn: kmsKey(key) }),
  );
  expect(await decrypt(ciphertext)).toBe(readable);
});

test('a canary that is not readable leaves the data as it is', async () => {
  const key = await distributed();
  const ciphertext = await encrypt(key.alias);
  const other = Buffer.from(await encrypt((await distributed()).alias)).toString('base64');
  const canaries = { '1': { ciphertext: other, made_at: '2023-11-14T22:13:20Z' } };
  const { remediation } = await findingOf({ ...key, canaries }, 'canary', 'standard', { canary: true });
  expect(remediation).toContain('Keep this KMS key');
  await follow(emulator, remediation);
  expect(await decrypt(ciphertext)).toBe(readable);
});

test('a name with what a shell acts on is quoted', async () => {
  const key = { ...(await distributed()), alias: "alias/x'; rm -rf /; echo '" };
  const { remediation } = await findingOf(key, 'alias_exists');
  expect(remediation).toContain("--alias-name 'alias/x'\\''; rm -rf /; echo '\\'''");
});
