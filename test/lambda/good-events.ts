export const key = {
  name: 'payments-db',
  kms: 'aws-us-west-2',
  type: 'aes256-gcm96',
  purpose: ['encrypt', 'decrypt'],
  alias: 'alias/hashicorp/payments-db-1700000000',
  latest_version: 2,
  min_enabled_version: 1,
  versions: { '1': 'id-1', '2': 'id-2' },
  replica_regions: [],
  distribution_time: '2023-11-14T22:13:20Z',
};
export const event = { region: 'us-west-2', keys: [key] };
export const vault = { url: 'https://vault.example.com:8200', role: 'verifier' };
export const role_arn = 'arn:aws:iam::111122223333:role/keymgmt-verifier';
export const secret_arn = 'arn:aws:secretsmanager:us-west-2:111122223333:secret:vault-AbCdEf';

/** An environment that allows everything. */
export const open = { ALLOWED_ROLE_ARNS: '*', ALLOWED_SECRET_ARNS: '*', ALLOWED_VAULT_URLS: '*' };

export function withKey(changes: Record<string, unknown>) {
  return { ...event, keys: [{ ...key, ...changes }] };
}

export function withVault(changes: Record<string, unknown>) {
  return { region: 'us-west-2', vault: { ...vault, ...changes } };
}

export function withPermissions(permissions: unknown) {
  return { ...event, permissions };
}

export function credentials(changes: unknown) {
  return { ...event, credentials: changes };
}
