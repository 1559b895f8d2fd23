import pLimit from 'p-limit';
import type { AwsReader } from '../../model/aws-reader.ts';
import type { Evidence, KmsAlias } from '../../model/evidence.ts';
import type { Expectation } from '../../model/expectation.ts';
import type { PermissionKey } from '../../model/permission-evidence.ts';
import { accountOf, parsePrincipal } from '../../model/principal.ts';
import type { AuditedPrincipal } from '../audited-principal.ts';
import type { KeyEvidence } from '../collect-evidence.ts';
import { keySpecOf, keyUsageOf } from '../expectations.ts';
import type { KeyFacts } from './request-context.ts';
import type { KeySample } from './sample-keys.ts';
import type { PermissionSubject } from './targets.ts';

/** What the run has read already, and whose permissions are decided. */
export interface PermissionInput {
  readonly region: string;
  readonly account_id: string | null;
  readonly depth: 'standard' | 'full';
  readonly audited: AuditedPrincipal;
  /** Every expectation of the run, those of earlier calls included, in order. */
  readonly expectations: readonly Expectation[];
  /** What this call has read of them. */
  readonly keys: readonly KeyEvidence[];
  readonly aliases: Evidence<readonly KmsAlias[]>;
  readonly now: Date;
}

/** Keys read at a time. */
const concurrency = 20;

/** Reads what the sample needs and this call has not read yet. */
export async function permissionSubject(
  principalArn: string,
  input: PermissionInput,
  sample: KeySample,
  reader: AwsReader,
): Promise<PermissionSubject> {
  const limit = pLimit(concurrency);
  const account_id = input.account_id ?? accountOf(principalArn) ?? '000000000000';
  const partition = parsePrincipal(principalArn)?.partition ?? 'aws';
  const read = new Map(input.keys.map((key) => [key.expectation, key.evidence]));
  const byTarget = aliasesByTarget(input.aliases);
  const keys = await Promise.all(
    sample.keys.map((recorded) =>
      limit(async (): Promise<PermissionKey> => {
        const { expectation, version, key_id } = recorded;
        const known = read.get(expectation)?.[version];
        const key = known?.key ?? (await reader.key(input.region, key_id));
        const policy = key.ok ? (known?.policy ?? (await reader.policy(input.region, key_id))) : null;
        const arn = key.ok
          ? key.value.arn
          : `arn:${partition}:kms:${input.region}:${account_id}:key/${key_id}`;
        const aliases = byTarget === null ? null : (byTarget.get(key_id) ?? []);
        return { expectation, key_id, arn, region: input.region, key, policy, aliases };
      }),
    ),
  );
  return {
    principal_arn: principalArn,
    principal: input.audited.details,
    partition,
    account_id,
    region: input.region,
    now: input.now,
    keys,
    aliases: unique(sample.keys.map(({ expectation }) => expectation.alias).filter((alias) => alias !== '')),
    next_keys: nextKeys(input.expectations),
    replica_regions: unique(input.expectations.flatMap(({ replica_regions }) => replica_regions)),
    details: {},
    unread: [],
  };
}

function aliasesByTarget(aliases: Evidence<readonly KmsAlias[]>): Map<string, KmsAlias[]> | null {
  if (!aliases.ok) return null;
  const byTarget = new Map<string, KmsAlias[]>();
  for (const alias of aliases.value) {
    if (alias.target_key_id === null) continue;
    byTarget.set(alias.target_key_id, [...(byTarget.get(alias.target_key_id) ?? []), alias]);
  }
  return byTarget;
}

/** The kinds of keys that the next versions will be; for no expectation, the most common kind. */
function nextKeys(expectations: readonly Expectation[]): readonly KeyFacts[] {
  const kinds = expectations.map(({ type, purpose, replica_regions }) =>
    JSON.stringify([keySpecOf(type), keyUsageOf(purpose), replica_regions.length > 0]),
  );
  const distinct =
    kinds.length > 0 ? unique(kinds) : [JSON.stringify(['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', false])];
  return distinct.map((kind) => {
    const [spec, usage, replicated] = JSON.parse(kind) as [string | null, string | null, boolean];
    return {
      origin: 'EXTERNAL',
      spec,
      usage,
      multi_region: replicated ? 'PRIMARY' : null,
      aliases: [],
      tags: null,
      last_usage: null,
    };
  });
}

function unique<T>(list: readonly T[]): T[] {
  return [...new Set(list)];
}
