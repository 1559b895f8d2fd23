import pLimit from 'p-limit';
import type { Evidence, EvidenceFailure, KmsAlias, KmsKey } from '../model/evidence.ts';
import { showFailure } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import type { Notice } from '../model/plan.ts';
import type { Orphan } from '../model/report.ts';
import { orphanKey } from './checks/region.ts';
import { failureRemedy } from './failure-remedy.ts';
import { propagation } from './recheck.ts';
import type { VerifyEffects } from './verify-request.ts';

/** So many keys are looked at to find orphans among them: a region may hold 100,000. */
const most = 1000;

/** The keys that were found, and why there may be more. */
export interface OrphanKeys {
  readonly orphans: readonly Orphan[];
  readonly notices: readonly Notice[];
}

/**
 * The region's keys with imported material that have no alias and are in no distribution. A key with an alias is
 * either in a list of orphans already or somebody else's, so that only keys without one are looked at.
 */
export async function findOrphanKeys(
  region: string,
  expectations: readonly Expectation[],
  aliases: Evidence<readonly KmsAlias[]>,
  { reader, clock, deadline, concurrency }: VerifyEffects,
): Promise<OrphanKeys> {
  if (!aliases.ok) return unsearched(region, aliases.failure);
  const ids = await reader.keyIds(region);
  if (!ids.ok) return unsearched(region, ids.failure);
  const known = new Set<string | null>([
    ...aliases.value.map(({ target_key_id }) => target_key_id),
    ...expectations.flatMap(({ versions }) => Object.values(versions)),
  ]);
  const unknown = ids.value.filter((id) => !known.has(id));
  const limit = pLimit(concurrency);
  const answers = await Promise.all(
    unknown
      .slice(0, most)
      .map((id) =>
        limit(async () => (deadline === null || clock.now() < deadline ? reader.key(region, id) : null)),
      ),
  );
  const seen = answers.filter((answer) => answer?.ok === true);
  const left = unknown.length - seen.length;
  return {
    orphans: seen
      .filter(({ value }) => isVaultLike(value) && !isYoung(value, clock.now()))
      .map(({ value }) => ({ alias: null, key_id: value.key_id })),
    notices: left === 0 ? [] : [notice(region, `${left} keys that have no alias were not looked at.`)],
  };
}

/** As Vault leaves the key of an older version. A replica is known where its primary is. */
function isVaultLike({ origin, key_manager, key_state, multi_region }: KmsKey): boolean {
  return (
    origin === 'EXTERNAL' &&
    key_manager !== 'AWS' &&
    key_state !== 'PendingDeletion' &&
    multi_region?.type !== 'REPLICA'
  );
}

/** A distribution under way has its key before its alias. */
function isYoung({ creation_date }: KmsKey, now: Date): boolean {
  return creation_date !== null && now.getTime() - Date.parse(creation_date) < propagation;
}

function unsearched(region: string, refusal: EvidenceFailure): OrphanKeys {
  const message = `KMS keys without an alias could not be listed (${showFailure(refusal)}). ${failureRemedy(refusal)}`;
  return { orphans: [], notices: [notice(region, message)] };
}

function notice(region: string, message: string): Notice {
  return { code: orphanKey.id, id: region, message };
}
