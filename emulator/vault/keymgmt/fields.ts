import { type Body, enforced, readFields, type Values } from '../field-table.ts';
import { rejected } from '../vault-error.ts';
import { type Credentials, keyTypes, type Purpose, purposes } from './state.ts';

export const keyFields = {
  ...enforced('boolean', false, 'deletion_allowed'),
  ...enforced('integer', 1, 'min_enabled_version'),
  ...enforced('strings', [], 'replica_regions'),
  ...enforced('string', 'rsa-2048', 'type'),
};

export const providerFields = {
  /** `access_key`, `secret_key`, `session_token`, and in the emulator `endpoint`. */
  ...enforced('pairs', null, 'credentials', 'hidden'),
  ...enforced('string', '', 'key_collection provider'),
};

export const distributionFields = {
  ...enforced('string', 'hsm', 'protection'),
  ...enforced('comma_string', [], 'purpose'),
};

export function readKey(body: Body, existing?: Values<typeof keyFields>) {
  const fields = readFields(keyFields, body, existing);
  const type = keyTypes.find((known) => known === fields.type);
  if (type === undefined) throw rejected(`unsupported key type: ${JSON.stringify(fields.type)}`);
  return { ...fields, type, replica_regions: [...new Set(fields.replica_regions)] };
}

/** The purposes are sorted and without duplicates. */
export function readDistribution(body: Body): { purpose: Purpose[]; protection: string } {
  const { purpose, protection } = readFields(distributionFields, body);
  if (purpose.length === 0) throw rejected('missing required field: "purpose"');
  const unknown = purpose.find((name) => !purposes.some((known) => known === name));
  if (unknown !== undefined) throw rejected(`unsupported purpose: ${JSON.stringify(unknown)}`);
  return { purpose: [...new Set(purpose as Purpose[])].sort(), protection };
}

/** `credentials` is `null` when they are not set. */
export function readProvider(body: Body, existing?: { provider: string; key_collection: string }) {
  const before = existing && { ...existing, credentials: null };
  const { credentials, ...fields } = readFields(providerFields, body, before);
  const { access_key, secret_key, session_token, endpoint } = credentials ?? {};
  if (credentials !== null && !(access_key && secret_key))
    throw rejected('credentials: both "access_key" and "secret_key" are required');
  const known = { access_key, secret_key, session_token, endpoint };
  const set = Object.entries(known).filter(([, value]) => value);
  return { ...fields, credentials: credentials && (Object.fromEntries(set) as unknown as Credentials) };
}
