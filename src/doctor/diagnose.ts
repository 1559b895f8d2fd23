import { type Diagnosis, diagnosisOf } from '../model/diagnosis.ts';
import { connect } from '../vault/http/connect.ts';
import { defaultRetryPolicy } from '../vault/http/retry-policy.ts';
import type { DoctorEffects, DoctorRequest } from './context.ts';
import { allChecks } from './doctor-checks.ts';
import { runChecks } from './run-doctor-checks.ts';

/** The longest that a diagnosis takes; milliseconds. */
const limit = 30_000;

/**
 * Checks every precondition of the other commands. Reads only; what it finds wrong is in the diagnosis, nothing is
 * thrown for it.
 */
export async function diagnose(request: DoctorRequest, effects: DoctorEffects): Promise<Diagnosis> {
  const timer = new AbortController();
  const signal = AbortSignal.any([effects.signal, timer.signal]);
  const timeUp = effects.clock
    .sleep(limit, timer.signal)
    .then(() => `${limit / 1_000} s`)
    .catch(() => new Promise<string>(() => {}));
  // A diagnosis shows what happens now: nothing is sent a second time.
  const policy = { ...defaultRetryPolicy, tries: 1 };
  const connection = connect(request.settings.connection, { ...effects, signal }, policy);
  try {
    return diagnosisOf(
      await runChecks(allChecks, { ...request, ...effects, signal, connection, found: {} }, timeUp),
    );
  } finally {
    timer.abort();
    await connection.close();
  }
}
