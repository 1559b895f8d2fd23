import type { DiagnosisCheck } from '../model/diagnosis.ts';
import { type DoctorCheck, type DoctorResult, failed, skipped } from './doctor-check.ts';

/**
 * Runs every check as soon as those that it needs have ended, and independent ones together.
 *
 * A check whose need failed is skipped, so that one cause makes one failure. What has not ended when `timeUp`
 * resolves has failed, and what waits for it is skipped. A check that throws has failed with the error's words.
 *
 * @param checks each after those that it needs
 * @returns the results in the order of `checks`
 */
export async function runChecks<C>(
  checks: readonly DoctorCheck<C>[],
  context: C,
  timeUp: Promise<string>,
): Promise<DiagnosisCheck[]> {
  const ended = new Map<string, Promise<readonly DoctorResult[]>>();
  const outOfTime = timeUp.then((limit) => [
    failed(
      '',
      `no result within ${limit}`,
      'Run again. If it stays, check the host that the check connects to.',
    ),
  ]);
  for (const check of checks) ended.set(check.id, runCheck(check, context, ended, outOfTime));
  const results = await Promise.all(
    checks.map(async ({ id }) => (await ended.get(id)!).map((result) => ({ id, ...result }))),
  );
  return results.flat();
}

async function runCheck<C>(
  { needs, run }: DoctorCheck<C>,
  context: C,
  ended: ReadonlyMap<string, Promise<readonly DoctorResult[]>>,
  outOfTime: Promise<readonly DoctorResult[]>,
): Promise<readonly DoctorResult[]> {
  const standing = await Promise.all(needs.map(async (id) => ({ id, stands: stands(await ended.get(id)!) })));
  const missing = standing.filter(({ stands }) => !stands).map(({ id }) => id);
  if (missing.length > 0) return [skipped('', `needs ${missing.join(', ')}`)];
  return Promise.race([run(context).catch(thrown), outOfTime]);
}

/**
 * Whether later checks have something to build on: one good subject is enough, since they read only the good ones.
 * A check that gave nothing stands as well: its question did not arise.
 */
function stands(results: readonly DoctorResult[]): boolean {
  return results.length === 0 || results.some(({ status }) => status === 'ok' || status === 'warning');
}

function thrown(error: unknown): readonly DoctorResult[] {
  const { message, remedy = '' } = error as { message?: string; remedy?: string };
  return [failed('', message ?? String(error), remedy)];
}
