import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { approleFields, secretIdFields } from '../../../emulator/vault/auth/approle.ts';
import { awsClientFields, awsRoleFields } from '../../../emulator/vault/auth/aws.ts';
import { certFields } from '../../../emulator/vault/auth/cert.ts';
import { githubConfigFields, githubMapFields } from '../../../emulator/vault/auth/github.ts';
import { jwtConfigFields, jwtRoleFields } from '../../../emulator/vault/auth/jwt.ts';
import { kubernetesConfigFields, kubernetesRoleFields } from '../../../emulator/vault/auth/kubernetes.ts';
import { ldapConfigFields, ldapGroupFields, ldapUserFields } from '../../../emulator/vault/auth/ldap.ts';
import { tokenCreateFields, tokenRoleFields } from '../../../emulator/vault/auth/token.ts';
import { userFields } from '../../../emulator/vault/auth/userpass.ts';
import { type FieldTable, required } from '../../../emulator/vault/field-table.ts';
import { distributionFields, keyFields, providerFields } from '../../../emulator/vault/keymgmt/fields.ts';
import { enableFields, remountFields, tuneFields } from '../../../emulator/vault/sys/mount-routes.ts';
import { namespaceFields } from '../../../emulator/vault/sys/namespace-endpoints.ts';
import { authority } from '../../support/certificates.ts';
import { type Emulator, startEmulator } from '../../support/emulator.ts';

interface Endpoint {
  readonly path: string;
  readonly table: FieldTable;
  /** The fields that a write needs. */
  readonly minimum?: Readonly<Record<string, unknown>>;
  /** Values that are not the default, where the type alone does not give a valid one. */
  readonly samples?: Readonly<Record<string, unknown>>;
}

const { cert: certificate } = await authority('fields');
const kubernetesRole = {
  bound_service_account_names: ['runner'],
  bound_service_account_namespaces: ['ci'],
};

const endpoints: readonly Endpoint[] = [
  { path: 'auth/approle/role/r', table: approleFields },
  { path: 'auth/aws/config/client', table: awsClientFields },
  { path: 'auth/aws/role/r', table: awsRoleFields, samples: { auth_type: 'ec2' } },
  { path: 'auth/cert/certs/c', table: certFields, minimum: { certificate }, samples: { certificate } },
  { path: 'auth/github/config', table: githubConfigFields, minimum: { organization: 'octo-org' } },
  { path: 'auth/github/map/teams/ops', table: githubMapFields },
  { path: 'auth/jwt/config', table: jwtConfigFields },
  {
    path: 'auth/jwt/role/r',
    table: jwtRoleFields,
    minimum: { user_claim: 'sub', bound_subject: 'x' },
    samples: { role_type: 'jwt', bound_claims_type: 'glob' },
  },
  {
    path: 'auth/kubernetes/config',
    table: kubernetesConfigFields,
    minimum: { kubernetes_host: 'https://k' },
  },
  { path: 'auth/kubernetes/role/r', table: kubernetesRoleFields, minimum: kubernetesRole },
  { path: 'auth/ldap/config', table: ldapConfigFields },
  { path: 'auth/ldap/groups/g', table: ldapGroupFields },
  { path: 'auth/ldap/users/u', table: ldapUserFields },
  { path: 'auth/token/roles/r', table: tokenRoleFields },
  { path: 'auth/userpass/users/u', table: userFields, minimum: { password: 'p' } },
  {
    path: 'keymgmt/kms/fields',
    table: providerFields,
    minimum: { provider: 'awskms', key_collection: 'us-west-2' },
    samples: {
      provider: 'awskms',
      key_collection: 'eu-west-1',
      credentials: { access_key: 'AKIAFIELDS0000000001', secret_key: 's' },
    },
  },
];

const ofType: Readonly<Record<string, unknown>> = {
  string: 'sample',
  strings: ['one', 'two'],
  comma_string: 'one,two',
  duration: 4321,
  integer: 7,
  map: { claim: 'value' },
};

function sampleOf({ samples = {} }: Endpoint, name: string, [type, initial]: FieldTable[string]): unknown {
  if (name in samples) return samples[name];
  if (name.endsWith('bound_cidrs')) return ['127.0.0.0/8'];
  if (name === 'token_type') return 'batch';
  return type === 'boolean' ? !initial : ofType[type];
}

const fields = endpoints.flatMap((endpoint) =>
  Object.entries(endpoint.table).map(([name, field]) => [endpoint.path, name, field, endpoint] as const),
);
const tables: readonly FieldTable[] = [
  ...endpoints.map(({ table }) => table),
  distributionFields,
  enableFields,
  keyFields,
  namespaceFields,
  remountFields,
  secretIdFields,
  tokenCreateFields,
  tuneFields,
];

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
  for (const type of ['approle', 'aws', 'cert', 'github', 'jwt', 'kubernetes', 'ldap', 'userpass']) {
    await emulator.vault('PUT', `sys/auth/${type}`, { body: { type } });
  }
});
afterAll(() => emulator.stop());

const put = (path: string, body: object) => emulator.vault('PUT', path, { body });
const read = async (path: string) => (await emulator.vault('GET', path)).body.data;

describe.each(endpoints.map((endpoint) => [endpoint.path, endpoint] as const))('%s', (path, endpoint) => {
  test('returns every field with its default and its type', async () => {
    expect(await put(path, endpoint.minimum ?? {})).toMatchObject({ status: 204 });
    const expected = Object.entries(endpoint.table)
      .filter(([name, [, , , visibility]]) => visibility !== 'hidden' && !(name in (endpoint.minimum ?? {})))
      .map(([name, [type, initial]]) => [name, type === 'comma_string' ? '' : initial]);
    expect(await read(path)).toMatchObject(Object.fromEntries(expected));
    await emulator.vault('DELETE', path);
  });
});

describe.each(fields)('%s %s', (path, name, field, endpoint) => {
  const [type, initial, effect, visibility] = field;
  const sample = sampleOf(endpoint, name, field);
  const body = { ...endpoint.minimum, [name]: sample };

  if (effect === 'unsupported') {
    test('is rejected by name when it is not the default', async () => {
      const { status, body: response } = await put(path, body);
      expect([status, response.errors]).toEqual([
        400,
        [expect.stringContaining(`${name}: this emulator supports`)],
      ]);
      expect((await put(path, { ...endpoint.minimum, [name]: initial })).status).toBe(204);
    });
    return;
  }

  test('is returned as it was written', async () => {
    expect(await put(path, body)).toMatchObject({ status: 204 });
    const record = await read(path);
    if (visibility === 'hidden') expect(record).not.toHaveProperty(name);
    else expect(record[name]).toEqual(sample);
    await emulator.vault('DELETE', path);
  });

  if (initial !== required && type !== 'string' && type !== 'comma_string' && type !== 'strings') {
    test('is rejected with a value of another type', async () => {
      const { status, body: response } = await put(path, { ...endpoint.minimum, [name]: 'no such value' });
      expect([status, response.errors[0]]).toEqual([400, expect.stringContaining(name)]);
    });
  }
});

test('keymgmt keys and distributions return every field with its default and its type', async () => {
  await put('keymgmt/key/asymmetric', {});
  const defaults = { deletion_allowed: false, min_enabled_version: 1, type: 'rsa-2048' };
  expect(await read('keymgmt/key/asymmetric')).toMatchObject(defaults);
  await put('keymgmt/kms/aws', { provider: 'awskms', key_collection: 'us-west-2' });
  await put('keymgmt/key/k', { type: 'aes256-gcm96', replica_regions: 'eu-west-1,us-east-1' });
  await put('keymgmt/key/k', { deletion_allowed: 'true', min_enabled_version: '0' });
  expect(await read('keymgmt/key/k')).toMatchObject({
    deletion_allowed: true,
    min_enabled_version: 0,
    replica_regions: ['eu-west-1', 'us-east-1'],
    type: 'aes256-gcm96',
  });
  await put('keymgmt/kms/aws/key/k', { purpose: ['decrypt', 'encrypt'] });
  const distribution = { purpose: 'decrypt,encrypt', protection: 'hsm' };
  expect(await read('keymgmt/kms/aws/key/k')).toMatchObject(distribution);
});

test.each([
  ['keymgmt/key/k', 'deletion_allowed', 'maybe'],
  ['keymgmt/key/k', 'min_enabled_version', 'first'],
  ['keymgmt/key/k', 'replica_regions', 7],
  ['keymgmt/key/new', 'type', ['aes256-gcm96']],
  ['keymgmt/kms/aws/key/asymmetric', 'purpose', 7],
  ['keymgmt/kms/aws/key/asymmetric', 'protection', true],
])('%s rejects a %s of another type', async (path, name, value) => {
  const { status, body } = await put(path, { [name]: value });
  expect([status, body.errors[0]]).toEqual([400, expect.stringContaining(`${name}: expected `)]);
});

test('a write to keymgmt warns about fields that it does not have', async () => {
  const { status, body } = await put('keymgmt/key/warned', { type: 'aes256-gcm96', colour: 'red' });
  const warning = 'Endpoint ignored these unrecognized parameters: [colour]';
  expect([status, body.warnings]).toEqual([200, [warning]]);
});

test('sys/namespaces returns its custom metadata', async () => {
  await put('sys/namespaces/fields', { custom_metadata: { team: 'a' } });
  expect(await read('sys/namespaces/fields')).toMatchObject({ custom_metadata: { team: 'a' } });
});

test('sys/remount moves a mount, and its status returns both paths', async () => {
  await put('sys/mounts/before', { type: 'keymgmt' });
  const { body } = await put('sys/remount', { from: 'before', to: 'after' });
  expect(await read(`sys/remount/status/${body.data.migration_id}`)).toMatchObject({
    migration_info: { source_mount: 'before/', target_mount: 'after/', status: 'success' },
  });
  expect(await emulator.vault('GET', 'sys/remount/status/none')).toMatchObject({ status: 404 });
});

const docs = readFileSync('docs/emulator.md', 'utf8');
const tests = readdirSync('test/emulator/vault')
  .filter((name) => name.endsWith('.test.ts') && name !== 'fields.test.ts')
  .map((name) => readFileSync(`test/emulator/vault/${name}`, 'utf8'))
  .join('\n');
const namesOf = (wanted: string) => [
  ...new Set(
    tables.flatMap((table) =>
      Object.entries(table).flatMap(([name, [, , effect]]) => (effect === wanted ? [name] : [])),
    ),
  ),
];

test.each(namesOf('informational'))('docs/emulator.md lists %s as informational', (name) => {
  const section = docs.slice(docs.indexOf('#### Informational fields'));
  expect(section.slice(0, section.indexOf('\n## '))).toContain(`\`${name}\``);
});

test.each(namesOf('enforced'))('a behaviour test uses the enforced field %s', (name) => {
  expect(tests).toMatch(new RegExp(`\\b${name}\\b`));
});
