import type * as Core from '@actions/core';
import { InputReader } from '../inputs/input-reader.ts';
import { showProblem } from '../model/problem.ts';
import { Secret } from '../model/secret.ts';
import { connect } from '../vault/http/connect.ts';
import type { ConnectionSettings } from '../vault/http/vault.ts';
import type { Session } from '../vault/login/login.ts';
import { revokeToken } from '../vault/login/revoke-token.ts';
import { connectionInputs } from '../vault/settings/connection-inputs.ts';
import { readConnection } from '../vault/settings/connection-settings.ts';
import { masker } from './mask-secrets.ts';
import { provenanceFrom, userAgent } from './read-provenance.ts';
import type { Runner } from './runner.ts';
import { runnerLog } from './runner-log.ts';

/**
 * Passes the token that the run logged in for to the post step, which is a process of its own. A token that was
 * given is not passed, since it is not revoked. The runner keeps the state in a file of the job.
 */
export function saveSession(core: Pick<typeof Core, 'saveState'>, session: Session): void {
  if (!session.ours) return;
  core.saveState('token', session.token.reveal());
  core.saveState('accessor', session.accessor ?? '');
  core.saveState('namespace', session.namespace);
  core.saveState('expires', session.expires?.toISOString() ?? '');
}

/** The post step: revokes the token that the main step logged in for. Silent when there is none. */
export async function endSession(runner: Runner): Promise<void> {
  const { core, env } = runner;
  const token = new Secret(core.getState('token'));
  if (token.reveal() === '') return;
  masker(core)([token]);
  const expires = core.getState('expires');
  const session = {
    token,
    accessor: core.getState('accessor') || null,
    namespace: core.getState('namespace'),
    expires: expires === '' ? null : new Date(expires),
  };
  const reader = new InputReader(connectionInputs, (name) => core.getInput(name), env);
  const settings = readConnection(reader, userAgent(provenanceFrom(env)));
  if (settings === null || reader.problems.length > 0) {
    const why = reader.problems.map(showProblem).join(' ');
    runnerLog(core, runner.clock).warning(
      `The Vault token (accessor ${session.accessor ?? 'unknown'}) was not revoked: ${why}`,
    );
    return;
  }
  await revokeNow(session, settings, runner);
}

/** Revokes a token over a new connection, since that of a cancelled run is closed. A failure is a warning. */
export async function revokeNow(
  session: Parameters<typeof revokeToken>[1],
  settings: ConnectionSettings,
  { core, env, clock }: Runner,
): Promise<void> {
  const log = runnerLog(core, clock);
  const connection = connect(settings, { clock, log, env, signal: new AbortController().signal });
  try {
    const warning = await revokeToken(connection, session);
    if (warning === null) log.info(`Revoked the Vault token (accessor ${session.accessor ?? 'unknown'}).`);
    else log.warning(warning);
  } finally {
    await connection.close();
  }
}
