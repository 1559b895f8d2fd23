import type {
  Answer,
  Identity,
  KeyMaterial,
  KmsAlias,
  KmsKey,
  PolicyDocument,
} from '../../../src/verify/evidence.ts';
import { answered } from '../../../src/verify/evidence.ts';
import type { HistoryRow, SimulationRow } from '../../../src/verify/permissions/evidence.ts';
import type { Reader } from '../../../src/verify/reader.ts';
import { account, defaultPolicy, notFound } from './fixtures.ts';

/** What an AWS written down by a test says; functions, so that it can change its mind. */
export interface FakeAws {
  readonly identity?: () => Answer<Identity>;
  readonly keys?: (id: string, region: string) => Answer<KmsKey>;
  readonly aliases?: () => Answer<readonly KmsAlias[]>;
  readonly keyIds?: () => Answer<readonly string[]>;
  readonly policy?: (id: string) => Answer<PolicyDocument>;
  readonly materials?: () => Answer<readonly KeyMaterial[]>;
  readonly publicKey?: () => Answer<string>;
  readonly roleArn?: (name: string) => Answer<string>;
  /** The decision for an action and a resource. */
  readonly decision?: (action: string, resource: string) => Partial<SimulationRow> | Answer<never>;
  readonly history?: (action: string) => Answer<HistoryRow>;
}

export const looker = `arn:aws:iam::${account}:user/looker`;

/** A reader over it, and the count of every question. */
export function fakeReader(aws: FakeAws): { reader: Reader; calls: Record<string, number> } {
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
      identity: counted('identity', () => aws.identity?.() ?? answered({ account_id: account, arn: looker })),
      key: counted(
        'key',
        (region: string, id: string) => aws.keys?.(id, region) ?? notFound('kms:DescribeKey'),
      ),
      aliases: counted('aliases', () => aws.aliases?.() ?? answered([])),
      keyIds: counted('keyIds', () => aws.keyIds?.() ?? answered([])),
      policy: counted('policy', (_: string, id: string) => aws.policy?.(id) ?? answered(defaultPolicy)),
      materials: counted('materials', () => aws.materials?.() ?? answered([])),
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
        return answered(rows);
      }),
      history: counted(
        'history',
        (_region, _principal, action: string) =>
          aws.history?.(action) ?? answered({ action, worked: null, refused: null, sentence: null }),
      ),
    } as Reader,
  };
}

const allowedRow = {
  decision: 'allowed',
  allowed_by_organization: null,
  allowed_by_boundary: null,
  missing_context: [],
  matched: [],
};
