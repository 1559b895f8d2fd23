import type {
  Evidence,
  EvidenceFailure,
  KmsAlias,
  KmsKey,
  VersionEvidence,
} from '../../../src/model/evidence.ts';
import { failed, found } from '../../../src/model/evidence.ts';
import type { Expectation } from '../../../src/model/expectation.ts';
import type { CheckContext } from '../../../src/verify/check.ts';

export const account = '111122223333';
export const region = 'us-west-2';
export const vaultUser = `arn:aws:iam::${account}:user/vault`;
export const now = '2024-01-01T00:00:00.000Z';

export function keyId(number: number): string {
  return `00000000-1111-4222-8333-${String(number).padStart(12, '0')}`;
}

export function arnOf(id: string, at: string = region): string {
  return `arn:aws:kms:${at}:${account}:key/${id}`;
}

export const context: CheckContext = {
  region,
  account_id: account,
  expected_account_id: account,
  principal_arn: vaultUser,
  now,
  expiry_notice_days: 30,
  expiry_fail_days: 7,
};

/** Two versions, the first of them retired. */
export function expectation(changes: Partial<Expectation> = {}): Expectation {
  return {
    name: 'payments-db',
    kms: 'aws-us-west-2',
    type: 'aes256-gcm96',
    purpose: ['decrypt', 'encrypt'],
    alias: 'alias/hashicorp/payments-db-1700000000',
    latest_version: 2,
    min_enabled_version: 2,
    versions: { '1': keyId(1), '2': keyId(2) },
    replica_regions: [],
    distribution_time: '2023-11-14T22:13:20Z',
    public_keys: {},
    ...changes,
  };
}

/** A key as Vault leaves it. */
export function kmsKey(id: string, changes: Partial<KmsKey> = {}): KmsKey {
  return {
    key_id: id,
    arn: arnOf(id),
    account_id: account,
    creation_date: '2023-11-14T22:13:20.000Z',
    key_state: 'Enabled',
    key_usage: 'ENCRYPT_DECRYPT',
    key_spec: 'SYMMETRIC_DEFAULT',
    origin: 'EXTERNAL',
    key_manager: 'CUSTOMER',
    deletion_date: null,
    expiration_model: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    valid_to: null,
    custom_key_store_id: null,
    multi_region: null,
    key_material_id: 'a'.repeat(64),
    ...changes,
  };
}

export const defaultPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Enable IAM User Permissions',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
  ],
};

export function evidence(key: KmsKey, changes: Partial<VersionEvidence> = {}): VersionEvidence {
  return {
    key: found(key),
    policy: found(defaultPolicy),
    public_access: null,
    materials: found([
      { id: 'a'.repeat(64), state: 'CURRENT', import_state: 'IMPORTED', rotation_date: null },
    ]),
    public_key: null,
    grants: null,
    usage: null,
    replicas: {},
    replica_policies: {},
    ...changes,
  };
}

export function alias(changes: Partial<KmsAlias> = {}): KmsAlias {
  return {
    name: 'alias/hashicorp/payments-db-1700000000',
    target_key_id: keyId(2),
    created: '2023-11-14T22:13:20.000Z',
    updated: '2023-11-20T00:00:00.000Z',
    ...changes,
  };
}

function refusal(
  cause: EvidenceFailure['cause'],
  action: string,
  code = 'AccessDeniedException',
): EvidenceFailure {
  return {
    cause,
    code,
    message: `User: arn:aws:iam::${account}:user/looker is not authorized to perform: ${action} on resource: * because no identity-based policy allows the ${action} action`,
    action,
  };
}

export function denied<T>(action: string): Evidence<T> {
  return failed(refusal('denied', action));
}

export function notFound<T>(action: string): Evidence<T> {
  return failed({ cause: 'not_found', code: 'NotFoundException', message: 'Key does not exist', action });
}
