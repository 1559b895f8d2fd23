import type { AwsReader } from '../../../src/model/aws-reader.ts';
import type {
  Evidence,
  Identity,
  KeyGrant,
  KeyMaterial,
  KeyUsage,
  KmsAlias,
  KmsKey,
  PolicyDocument,
  PublicAccess,
} from '../../../src/model/evidence.ts';
import { found } from '../../../src/model/evidence.ts';
import type {
  ContextEntry,
  OrganizationPolicies,
  PastCall,
  PolicyChanges,
  PrincipalDetails,
  SimulationQuery,
  SimulationRow,
} from '../../../src/model/permission-evidence.ts';
import { account, defaultPolicy, notFound } from './fixtures.ts';

/** What an AWS written down by a test says; functions, so that it can change its mind. */
export interface FakeAws {
  readonly identity?: () => Evidence<Identity>;
  readonly keys?: (id: string, region: string) => Evidence<KmsKey>;
  readonly aliases?: () => Evidence<readonly KmsAlias[]>;
  readonly keyIds?: () => Evidence<readonly string[]>;
  readonly policy?: (id: string) => Evidence<PolicyDocument>;
  readonly materials?: () => Evidence<readonly KeyMaterial[]>;
  readonly publicKey?: () => Evidence<string>;
  readonly principal?: (kind: 'user' | 'role', name: string) => Evidence<PrincipalDetails>;
  /** The decision for an action and a resource. */
  readonly decision?: (
    action: string,
    resource: string,
    context: readonly ContextEntry[],
  ) => Partial<SimulationRow> | Evidence<never>;
  readonly publicAccess?: (policy: PolicyDocument) => Evidence<PublicAccess>;
  readonly tags?: (id: string) => Evidence<Readonly<Record<string, string>>>;
  readonly usage?: (id: string) => Evidence<KeyUsage>;
  readonly grants?: (id: string) => Evidence<readonly KeyGrant[]>;
  readonly organization?: () => Evidence<OrganizationPolicies>;
  readonly history?: (action: string) => Evidence<readonly PastCall[]>;
  readonly creators?: () => Evidence<Readonly<Record<string, string>>>;
  readonly policyChanges?: () => Evidence<PolicyChanges>;
  readonly encrypt?: (id: string, plaintext: string) => Evidence<string>;
  readonly decrypt?: (id: string, ciphertext: string) => Evidence<string>;
  readonly sign?: (id: string, message: string, algorithm: string) => Evidence<string>;
}

export const looker = `arn:aws:iam::${account}:user/looker`;

/** A reader over it, and the count of every question. */
export function fakeReader(aws: FakeAws): { reader: AwsReader; calls: Record<string, number> } {
  const calls: Record<string, number> = {};
  const counted = <A extends unknown[], T>(name: string, answer: (...args: A) => T) => {
    calls[name] = 0;
    return async (...args: A) => {
      calls[name]!++;
      return answer(...args);
    };
  };
  return {
    calls,
    reader: {
      identity: counted('identity', () => aws.identity?.() ?? found({ account_id: account, arn: looker })),
      key: counted(
        'key',
        (region: string, id: string) => aws.keys?.(id, region) ?? notFound('kms:DescribeKey'),
      ),
      aliases: counted('aliases', () => aws.aliases?.() ?? found([])),
      keyIds: counted('keyIds', () => aws.keyIds?.() ?? found([])),
      policy: counted('policy', (_: string, id: string) => aws.policy?.(id) ?? found(defaultPolicy)),
      materials: counted('materials', () => aws.materials?.() ?? found([])),
      publicKey: counted('publicKey', () => aws.publicKey?.() ?? notFound('kms:GetPublicKey')),
      principal: counted(
        'principal',
        (kind: 'user' | 'role', name: string) => aws.principal?.(kind, name) ?? notFound('iam:GetRole'),
      ),
      simulate: counted('simulate', (_: string, { actions, resources, context }: SimulationQuery) => {
        const rows: SimulationRow[] = [];
        for (const action of actions) {
          for (const resource of resources.length === 0 ? ['*'] : resources) {
            const decision = aws.decision?.(action, resource, context) ?? {};
            if ('ok' in decision) return decision;
            rows.push({ ...allowedRow, action, resource, ...decision });
          }
        }
        return found(rows);
      }),
      publicAccess: counted(
        'publicAccess',
        (_: string, policy: PolicyDocument) =>
          aws.publicAccess?.(policy) ?? found({ result: 'PASS' as const, reasons: [] }),
      ),
      resourceTags: counted('resourceTags', (_: string, id: string) => aws.tags?.(id) ?? found({})),
      lastUsage: counted(
        'lastUsage',
        (_: string, id: string) => aws.usage?.(id) ?? notFound('kms:GetKeyLastUsage'),
      ),
      grants: counted('grants', (_: string, id: string) => aws.grants?.(id) ?? found([])),
      organizationPolicies: counted(
        'organizationPolicies',
        () => aws.organization?.() ?? notFound('organizations:DescribePolicy'),
      ),
      history: counted(
        'history',
        (_: string, _principal: string, action: string) => aws.history?.(action) ?? found([]),
      ),
      keyCreators: counted('keyCreators', () => aws.creators?.() ?? found({})),
      encrypt: counted(
        'encrypt',
        (_: string, id: string, plaintext: string) => aws.encrypt?.(id, plaintext) ?? notFound('kms:Encrypt'),
      ),
      decrypt: counted(
        'decrypt',
        (_: string, id: string, ciphertext: string) =>
          aws.decrypt?.(id, ciphertext) ?? notFound('kms:Decrypt'),
      ),
      sign: counted(
        'sign',
        (_: string, id: string, message: string, algorithm: string) =>
          aws.sign?.(id, message, algorithm) ?? notFound('kms:Sign'),
      ),
      policyChanges: counted(
        'policyChanges',
        () => aws.policyChanges?.() ?? found({ principal: null, keys: {} }),
      ),
    },
  };
}

const allowedRow = {
  decision: 'allowed',
  allowed_by_organization: null,
  allowed_by_boundary: null,
  missing_context: [],
  matched: [],
};
