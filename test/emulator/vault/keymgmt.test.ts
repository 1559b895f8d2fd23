import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../../support/emulator.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
  await put('kms/aws', { provider: 'awskms', key_collection: 'us-west-2' });
  await put('kms/other', { provider: 'awskms', key_collection: 'eu-west-1' });
});
afterAll(() => emulator.stop());

const purpose = ['encrypt', 'decrypt'];
const get = async (path: string) => (await emulator.vault('GET', `keymgmt/${path}`)).body.data;
const put = (path: string, body: unknown = {}) => emulator.vault('PUT', `keymgmt/${path}`, { body });
const list = (path: string) => emulator.vault('LIST', `keymgmt/${path}`);
const remove = (path: string) => emulator.vault('DELETE', `keymgmt/${path}`);
const operations = async () => (await emulator.requests()).flatMap(({ operation }) => operation ?? []);
const importing = ['CreateKey', 'GetParametersForImport', 'ImportKeyMaterial'];

let count = 0;
let key: string;
beforeEach(async () => {
  key = `key-${++count}`;
  await put(`key/${key}`, { type: 'aes256-gcm96' });
  await emulator.clearFaults();
  await emulator.clearRequests();
});

const refused = (...errors: unknown[]) => ({ status: 400, body: { errors } });
const done = { status: 204, body: null };
const nothing = { status: 404, body: { errors: [] } };

describe('a key', () => {
  test('is created with its type alone, and changed afterwards', async () => {
    expect(await put('key/early', { type: 'aes256-gcm96', deletion_allowed: true })).toMatchObject(
      refused('"deletion_allowed" cannot be set when the key is created'),
    );
    expect(await put(`key/${key}`, { deletion_allowed: 'true' })).toMatchObject(done);
    expect(await get(`key/${key}`)).toEqual({
      deletion_allowed: true,
      latest_version: 1,
      min_enabled_version: 1,
      name: key,
      type: 'aes256-gcm96',
      versions: { '1': { creation_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) } },
    });
  });

  test('has Vault’s default type', async () => {
    await put('key/untyped');
    const { type, versions } = await get('key/untyped');
    expect(type).toBe('rsa-2048');
    expect(versions['1'].public_key).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
  });

  test.each(['ecdsa-p256', 'ecdsa-p384', 'ecdsa-p521'])('of type %s has a public key', async (type) => {
    await put(`key/${type}`, { type });
    expect((await get(`key/${type}`)).versions['1'].public_key).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
  });

  test('cannot change its type or have an unsupported one', async () => {
    expect(await put(`key/${key}`, { type: 'rsa-2048' })).toMatchObject(
      refused('key type cannot be changed: it is "aes256-gcm96", not "rsa-2048"'),
    );
    expect(await put('key/odd', { type: 'des' })).toMatchObject(refused('unsupported key type: "des"'));
  });

  test('lists only versions from the minimum on', async () => {
    await put(`key/${key}/rotate`);
    await put(`key/${key}`, { min_enabled_version: 2 });
    expect(Object.keys((await get(`key/${key}`)).versions)).toEqual(['2']);
    await put(`key/${key}`, { min_enabled_version: 0 });
    expect(Object.keys((await get(`key/${key}`)).versions)).toEqual(['1', '2']);
    expect(await put(`key/${key}`, { min_enabled_version: 3 })).toMatchObject(
      refused('min_enabled_version 3 is not between 0 and the latest version, 2'),
    );
  });

  test('is deleted only when deletion is allowed and it is not distributed', async () => {
    await put(`kms/aws/key/${key}`, { purpose });
    expect(await remove(`key/${key}`)).toMatchObject(
      refused(`key "${key}" must be removed from all KMS providers before it can be deleted: it is on "aws"`),
    );
    await remove(`kms/aws/key/${key}`);
    expect(await remove(`key/${key}`)).toMatchObject(
      refused(`deletion is not allowed for key "${key}": set deletion_allowed first`),
    );
    await put(`key/${key}`, { deletion_allowed: true });
    expect(await remove(`key/${key}`)).toMatchObject(done);
    expect(await emulator.vault('GET', `keymgmt/key/${key}`)).toMatchObject(nothing);
  });

  test.each(['constructor', '__proto__', 'toString'])('can be named %s', async (name) => {
    expect(await emulator.vault('GET', `keymgmt/key/${name}`)).toMatchObject(nothing);
    expect(await put(`key/${name}`, { type: 'aes256-gcm96' })).toMatchObject(done);
    expect(await get(`key/${name}`)).toMatchObject({ name, latest_version: 1 });
  });

  test.each(['-a', 'a-', 'a b', 'a%2Fb'])('cannot be named %s', async (name) => {
    expect((await put(`key/${name}`, { type: 'aes256-gcm96' })).status).toBe(404);
  });
});

describe('a provider', () => {
  test('is returned without its credentials', async () => {
    const credentials = { access_key: 'AKIAEXAMPLE', secret_key: 'not to be seen' };
    await put('kms/secretive', { provider: 'awskms', key_collection: 'us-east-1', credentials });
    expect(await get('kms/secretive')).toEqual({
      key_collection: 'us-east-1',
      name: 'secretive',
      provider: 'awskms',
    });
  });

  test('accepts new credentials, and no other change', async () => {
    const credentials = ['access_key=AKIAEXAMPLE', 'secret_key=with=signs'];
    expect(await put('kms/other', { credentials })).toMatchObject(done);
    expect(await put('kms/other', { key_collection: 'us-east-1' })).toMatchObject(
      refused('key_collection cannot be changed: it is "eu-west-1"'),
    );
    expect(await put('kms/other', { provider: 'gcpckms' })).toMatchObject(
      refused('provider cannot be changed: it is "awskms"'),
    );
    expect(await put('kms/other', { credentials: { access_key: 'AKIAEXAMPLE' } })).toMatchObject(
      refused('credentials: both "access_key" and "secret_key" are required'),
    );
  });

  test('needs a region, and is one of AWS', async () => {
    expect(await put('kms/new', { provider: 'awskms' })).toMatchObject(
      refused('missing required field: "key_collection"'),
    );
    expect(await put('kms/new', { provider: 'awskms', key_collection: 'mars-north-1' })).toMatchObject(
      refused('key_collection "mars-north-1" is not an AWS region'),
    );
    expect(await put('kms/new', { provider: 'azurekeyvault', key_collection: 'x' })).toMatchObject(
      refused('unsupported provider: "azurekeyvault"; this engine supports "awskms"'),
    );
  });

  test('is deleted only when no key is on it', async () => {
    await put('kms/full', { provider: 'awskms', key_collection: 'us-west-2' });
    await put(`kms/full/key/${key}`, { purpose });
    expect(await remove('kms/full')).toMatchObject(
      refused(`KMS provider "full" cannot be deleted while keys are on it: ${key}`),
    );
    await remove(`kms/full/key/${key}`);
    expect(await remove('kms/full')).toMatchObject(done);
    expect(await emulator.vault('GET', 'keymgmt/kms/full')).toMatchObject(nothing);
  });
});

describe('a distribution', () => {
  test('imports each version into its own KMS key', async () => {
    await put(`key/${key}/rotate`);
    expect(await put(`kms/aws/key/${key}`, { purpose: 'encrypt,decrypt', protection: 'hsm' })).toMatchObject(
      done,
    );
    expect(await operations()).toEqual([...importing, ...importing, 'CreateAlias']);
    const data = await get(`kms/aws/key/${key}`);
    expect(data).toEqual({
      distribution_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      name: `${key}-${Math.floor(Date.parse(data.distribution_time) / 1000)}`,
      protection: 'hsm',
      purpose: 'decrypt,encrypt',
      versions: { '1': expect.stringMatching(/^[\w-]{36}$/), '2': expect.stringMatching(/^[\w-]{36}$/) },
    });
    expect((await list(`key/${key}/kms`)).body.data).toEqual({ keys: ['aws'] });
    expect((await list('kms/aws/key')).body.data.keys).toContain(key);
  });

  test('follows a rotation with the alias', async () => {
    await put(`kms/aws/key/${key}`, { purpose });
    await emulator.clearRequests();
    await put(`key/${key}/rotate`);
    expect(await operations()).toEqual([...importing, 'UpdateAlias']);
  });

  test('keeps disabled versions, and disables and enables them in KMS', async () => {
    await put(`kms/aws/key/${key}`, { purpose });
    await put(`key/${key}/rotate`);
    await emulator.clearRequests();
    await put(`key/${key}`, { min_enabled_version: 2 });
    expect(Object.keys((await get(`kms/aws/key/${key}`)).versions)).toEqual(['1', '2']);
    await put(`key/${key}`, { min_enabled_version: 1 });
    expect(await operations()).toEqual(['DisableKey', 'EnableKey']);
  });

  test('rejects a repeat, a change and a second provider', async () => {
    await put(`kms/aws/key/${key}`, { purpose });
    expect(await put(`kms/aws/key/${key}`, { purpose })).toMatchObject(
      refused(`key "${key}" is already distributed to KMS provider "aws"`),
    );
    expect(await put(`kms/aws/key/${key}`, { purpose: ['encrypt'] })).toMatchObject(
      refused(expect.stringContaining('cannot be changed after the key has been distributed')),
    );
    expect(await put(`kms/other/key/${key}`, { purpose })).toMatchObject(
      refused(`key "${key}" is already distributed to KMS provider "aws"`),
    );
  });

  test('needs an existing provider, an existing key and a purpose', async () => {
    expect(await put(`kms/none/key/${key}`, { purpose })).toMatchObject(
      refused('KMS provider "none" not found'),
    );
    expect(await put('kms/aws/key/none', { purpose })).toMatchObject(refused('key "none" not found'));
    expect(await put(`kms/aws/key/${key}`)).toMatchObject(refused('missing required field: "purpose"'));
    expect(await put(`kms/aws/key/${key}`, { purpose: ['seal'] })).toMatchObject(
      refused('unsupported purpose: "seal"'),
    );
  });

  test('to AWS accepts only what HashiCorp’s compatibility table lists', async () => {
    await put('key/elliptic', { type: 'ecdsa-p256' });
    expect(await put('kms/aws/key/elliptic', { purpose: ['sign', 'verify'] })).toMatchObject(
      refused('unsupported key type for awskms: "ecdsa-p256"'),
    );
    expect(await put(`kms/aws/key/${key}`, { purpose: ['encrypt'] })).toMatchObject(
      refused('unsupported purpose for awskms and key type "aes256-gcm96": encrypt'),
    );
    expect(await put(`kms/aws/key/${key}`, { purpose, protection: 'software' })).toMatchObject(
      refused('unsupported protection for awskms: "software"'),
    );
  });

  test('is removed with every version, and can be made again with new KMS keys', async () => {
    await put(`kms/aws/key/${key}`, { purpose });
    await put(`key/${key}/rotate`);
    const before = await get(`kms/aws/key/${key}`);
    await emulator.clearRequests();
    expect(await remove(`kms/aws/key/${key}`)).toMatchObject(done);
    expect(await operations()).toEqual(['DeleteAlias', 'ScheduleKeyDeletion', 'ScheduleKeyDeletion']);
    expect(await list(`key/${key}/kms`)).toMatchObject(nothing);
    await put(`kms/aws/key/${key}`, { purpose });
    expect((await get(`kms/aws/key/${key}`)).versions['1']).not.toBe(before.versions['1']);
  });
});

describe('a failed AWS call', () => {
  const denial = {
    status: 400,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: { __type: 'AccessDeniedException', message: 'User: arn:aws:iam::1:user/vault is not authorized' },
  };

  test('returns AWS’s message', async () => {
    await emulator.setFaults({ match: { operation: 'CreateKey' }, fault: denial });
    expect(await put(`kms/aws/key/${key}`, { purpose })).toMatchObject(
      refused(
        expect.stringMatching(
          /^KMS provider "aws": operation error KMS: CreateKey, .*StatusCode: 400.*AccessDeniedException: User: arn/,
        ),
      ),
    );
    expect(await emulator.vault('GET', `keymgmt/kms/aws/key/${key}`)).toMatchObject(nothing);
  });

  test.each(['GetParametersForImport', 'ImportKeyMaterial', 'CreateAlias'])(
    'at %s leaves a distribution that a repeat finishes, with one KMS key per version',
    async (operation) => {
      await emulator.setFaults({ match: { operation }, times: 1, fault: denial });
      expect((await put(`kms/aws/key/${key}`, { purpose })).status).toBe(400);
      expect(await emulator.vault('GET', `keymgmt/kms/aws/key/${key}`)).toMatchObject(nothing);
      expect(await list(`key/${key}/kms`)).toMatchObject(nothing);
      expect(await put(`kms/aws/key/${key}`, { purpose })).toMatchObject(done);
      expect((await operations()).filter((name) => name === 'CreateKey')).toHaveLength(1);
    },
  );

  test('during a rotation leaves the key unchanged, and a repeat makes one version', async () => {
    await put(`kms/aws/key/${key}`, { purpose });
    await emulator.setFaults({ match: { operation: 'UpdateAlias' }, times: 1, fault: denial });
    expect((await put(`key/${key}/rotate`)).status).toBe(400);
    expect(await get(`key/${key}`)).toMatchObject({ latest_version: 1 });
    expect(Object.keys((await get(`kms/aws/key/${key}`)).versions)).toEqual(['1']);
    expect(await put(`key/${key}/rotate`)).toMatchObject(done);
    expect(await get(`key/${key}`)).toMatchObject({ latest_version: 2 });
    expect((await operations()).filter((name) => name === 'CreateKey')).toHaveLength(2);
  });

  test('during a removal can be completed by a repeat', async () => {
    await put(`kms/aws/key/${key}`, { purpose });
    await emulator.setFaults({ match: { operation: 'ScheduleKeyDeletion' }, times: 1, fault: denial });
    expect((await remove(`kms/aws/key/${key}`)).status).toBe(400);
    expect(await put(`key/${key}/rotate`)).toMatchObject(
      refused(`key "${key}" is only partly removed from KMS provider "aws": repeat the removal first`),
    );
    expect(await remove(`kms/aws/key/${key}`)).toMatchObject(done);
    expect((await operations()).filter((name) => name === 'DeleteAlias')).toHaveLength(1);
  });

  test('that is an AWS fault is a 500', async () => {
    await emulator.setFaults({ match: { operation: 'CreateKey' }, fault: { ...denial, status: 503 } });
    expect((await put(`kms/aws/key/${key}`, { purpose })).status).toBe(500);
  });
});

test('a repeat during the first write has no second effect', async () => {
  await emulator.setFaults({ match: { operation: 'ImportKeyMaterial' }, times: 1, fault: { delay_ms: 300 } });
  const both = await Promise.all([
    put(`kms/aws/key/${key}`, { purpose }),
    put(`kms/aws/key/${key}`, { purpose }),
  ]);
  expect(both.map(({ status }) => status)).toEqual([204, 400]);
  expect((await operations()).filter((name) => name === 'CreateKey')).toHaveLength(1);
});

test('a distribution continues after the client disconnects', async () => {
  await emulator.setFaults({
    match: { method: 'PUT', path: `/key/${key}$` },
    times: 1,
    fault: { drop: 'after' },
  });
  await expect(put(`kms/aws/key/${key}`, { purpose })).rejects.toThrow('fetch failed');
  expect(await get(`kms/aws/key/${key}`)).toMatchObject({ versions: { '1': expect.any(String) } });
});
