import pLimit from 'p-limit';
import type { Evidence, EvidenceFailure, KmsAlias, KmsKey } from '../model/evidence.ts';
import { showFailure } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import type { Orphan, ReportNotice } from '../model/report.ts';
import { noticeFrom } from './check.ts';
import { orphanKey } from './checks/orphans.ts';
import { failureRemedy } from './failure-remedy.ts';
import { propagation } from './recheck.ts';
import type { VerifyEffects } from './verify-request.ts';

/** The most keys that are read to find orphans among them: a region may hold 100,000. */
const most = 1000;

/** The orphan keys, and why there may be more. */
export interface OrphanKeys {
  readonly orphans: readonly Orphan[];
  readonly notices: readonly ReportNotice[];
}

/**
 * The region's keys with imported material that have no alias and belong to no distribution. A key with an alias is
 * either listed as an orphan already or belongs to someone else, so only keys without one are read.
 */
export async function findOrphanKeys(
  region: string,
  expectations: readonly Expectation[],
  aliases: Evidence<readonly KmsAlias[]>,
  { reader, clock, deadline, concurrency }: VerifyEffects,
): Promise<OrphanKeys> {
  if (!aliases.ok) return notSearched(region, aliases.failure);
  const ids = await reader.keyIds(region);
  if (!ids.ok) return notSearched(region, ids.failure);
  const known = new Set<string | null>([
    ...aliases.value.map(({ target_key_id }) => target_key_id),
    ...expectations.flatMap(({ versions }) => Object.values(versions)),
  ]);
  const unknown = ids.value.filter((id) => !known.has(id));
  const limit = pLimit(concurrency);
  const described = await Promise.all(
    unknown
      .slice(0, most)
      .map((id) =>
        limit(async () => (deadline === null || clock.now() < deadline ? reader.key(region, id) : null)),
      ),
  );
  const read = described.filter((key) => key?.ok === true);
  const left = unknown.length - read.length;
  const unowned = read.map(({ value }) => value).filter(resemblesVaultKey);
  const young = unowned.filter((key) => isYoung(key, clock.now()));
  const unread = `${left === 1 ? '1 key without an alias was' : `${left} keys without an alias were`} not read.`;
  return {
    orphans: unowned.filter((key) => !young.includes(key)).map(({ key_id }) => ({ alias: null, key_id })),
    notices: [
      ...young.map(({ key_id }) =>
        notice(
          region,
          `The KMS key ${key_id} belongs to no checked distribution. It is less than a minute old, so a distribution may be in progress: run the check again.`,
        ),
      ),
      ...(left === 0 ? [] : [notice(region, unread)]),
    ],
  };
}

/** Has the properties of a key that Vault created, with its material or waiting for it. A replica belongs to its primary's region. */
function resemblesVaultKey({ origin, key_manager, key_state, multi_region }: KmsKey): boolean {
  return (
    origin === 'EXTERNAL' &&
    key_manager !== 'AWS' &&
    key_state !== 'PendingDeletion' &&
    multi_region?.type !== 'REPLICA'
  );
}

/** A distribution in progress has its key before its alias. */
function isYoung({ creation_date }: KmsKey, now: Date): boolean {
  return creation_date !== null && now.getTime() - Date.parse(creation_date) < propagation;
}

function notSearched(region: string, failure: EvidenceFailure): OrphanKeys {
  const message = `KMS keys without an alias could not be listed (${showFailure(failure)}). ${failureRemedy(failure)}`;
  return { orphans: [], notices: [notice(region, message)] };
}

function notice(region: string, message: string): ReportNotice {
  return noticeFrom(orphanKey, region, message);
}
