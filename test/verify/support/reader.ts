import type { AwsReader } from '../../../src/model/aws-reader.ts';
import type {
  Evidence,
  Identity,
  KeyMaterial,
  KmsAlias,
  KmsKey,
  PolicyDocument,
} from '../../../src/model/evidence.ts';
import { failed, found } from '../../../src/model/evidence.ts';
import type { HistoryRow, SimulationRow } from '../../../src/model/permission-evidence.ts';
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
  readonly roleArn?: (name: string) => Evidence<string>;
  /** The decision for an action and a resource. */
  readonly decision?: (action: string, resource: string) => Partial<SimulationRow> | Evidence<never>;
  readonly history?: (action: string) => Evidence<HistoryRow>;
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
      roleArn: counted('roleArn', (name: string) => aws.roleArn?.(name) ?? notFound('iam:GetRole')),
      simulate: counted('simulate', (_, { actions, resources }) => {
        const rows: SimulationRow[] = [];
        for (const action of actions) {
          for (const resource of resources.length === 0 ? ['*'] : resources) {
            const decision = aws.decision?.(action, resource) ?? {};
            if ('ok' in decision) return decision;
            rows.push({ ...allowedRow, action, resource, ...decision });
          }
        }
        return found(rows);
      }),
      lastUsage: async () =>
        failed({
          cause: 'denied',
          code: 'AccessDeniedException',
          message: 'no',
          action: 'kms:GetKeyLastUsage',
        }),
      history: counted(
        'history',
        (_region, _principal, action: string) =>
          aws.history?.(action) ?? found({ action, worked: null, refused: null, sentence: null }),
      ),
    } as AwsReader,
  };
}

const allowedRow = {
  decision: 'allowed',
  allowed_by_organization: null,
  allowed_by_boundary: null,
  missing_context: [],
  matched: [],
};
