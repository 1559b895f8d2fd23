import type { Clock, Env } from '../model/effects.ts';
import type { RunReport } from '../model/run.ts';
import type { Inputs } from './inputs.ts';
import { provenanceFrom } from './read-provenance.ts';

/** The report of a run that has done nothing yet: the safe values that outputs start with. */
export function emptyReport({ command }: Pick<Inputs, 'command'>, env: Env, clock: Clock): RunReport {
  return {
    schema_version: 1,
    command,
    started_at: clock.now().toISOString(),
    finished_at: null,
    provenance: provenanceFrom(env),
    vault: null,
    ids: [],
    providers: [],
    sources: {},
    changed: false,
    plan: null,
    applied: null,
    distributions: [],
    verification: null,
    manifest: null,
    vault_policy: null,
    iam_policy: null,
    diagnosis: null,
    warnings: [],
    error: null,
  };
}
