import type { Finding } from '../model/report.ts';
import type { Aliases } from './aliases.ts';
import { indexAliases } from './aliases.ts';
import type { Context } from './check.ts';
import type { Answer, KmsAlias } from './evidence.ts';
import type { Judgement } from './judge.ts';
import { judgeKey } from './judge.ts';
import type { LookedKey } from './look.ts';
import { lookAtKey } from './look.ts';
import type { VerifyEffects, VerifyRequest } from './request.ts';

/** KMS is eventually consistent: what is younger, in milliseconds, may not be visible everywhere yet. */
export const propagation = 60_000;

/** The waits before each further look, in milliseconds. */
const waits = [500, 1000, 2000];

/** What a change that is still under way looks like; a disabled key or a scheduled deletion does not pass by itself. */
const passing = new Set(['exists', 'material', 'alias_exists', 'alias_target', 'replicas']);

/** A key, what was seen of it, and the verdict. */
export interface SettledKey {
  readonly looked: LookedKey;
  readonly judgement: Judgement;
}

/**
 * Judges the keys, and looks again at those whose failure may be a change under way, before it counts.
 */
export async function settle(
  keys: readonly LookedKey[],
  aliases: Answer<readonly KmsAlias[]>,
  request: VerifyRequest,
  context: Context,
  effects: VerifyEffects,
): Promise<{ keys: SettledKey[]; aliases: Answer<readonly KmsAlias[]> }> {
  let current = aliases;
  let index = indexAliases(aliases);
  const settled = keys.map((looked) => judged(looked, index, context));
  for (const wait of waits) {
    const open = settled.flatMap((key, place) => (mayPass(key, index, context) ? [place] : []));
    if (open.length === 0 || !timeFor(wait, effects)) break;
    await effects.clock.sleep(wait);
    current = await effects.reader.aliases(request.region);
    index = indexAliases(current);
    for (const place of open) {
      const before = settled[place]!.looked;
      const again = await lookAtKey(before.expectation, request, effects.reader, policyRead(before));
      settled[place] = judged(again, index, context);
    }
  }
  return { keys: settled, aliases: current };
}

function judged(looked: LookedKey, aliases: Answer<Aliases>, context: Context): SettledKey {
  return { looked, judgement: judgeKey(looked.expectation, looked.evidence, aliases, context) };
}

/** The further look reads the key policy where the first one did. */
function policyRead({ expectation, evidence }: LookedKey): Set<string> {
  const read = Object.values(evidence).some(({ policy }) => policy !== null);
  return new Set(read ? [] : [expectation.kms]);
}

function timeFor(wait: number, { clock, deadline }: VerifyEffects): boolean {
  return deadline === null || clock.now().getTime() + wait < deadline.getTime();
}

function mayPass({ looked, judgement }: SettledKey, aliases: Answer<Aliases>, context: Context): boolean {
  const { versions, findings } = judgement.key;
  const failed = [...versions.flatMap((version) => version.findings), ...findings].filter(
    ({ status }) => status === 'fail',
  );
  if (failed.some(isTransient)) return true;
  return failed.some(({ check }) => passing.has(check)) && isYoung(looked, aliases, context);
}

function isTransient({ check, actual }: Finding): boolean {
  return check === 'key_state' && (actual === 'Creating' || actual === 'Updating');
}

function isYoung({ expectation, evidence }: LookedKey, aliases: Answer<Aliases>, { now }: Context): boolean {
  const alias = aliases.ok ? aliases.value.byName.get(expectation.alias) : undefined;
  const times = [
    expectation.distribution_time,
    alias?.updated,
    ...Object.values(evidence).map(({ key }) => (key.ok ? key.value.creation_date : null)),
  ];
  return times.some((time) => {
    const age = time === null || time === undefined ? Number.NaN : Date.parse(now) - Date.parse(time);
    return age < propagation;
  });
}
