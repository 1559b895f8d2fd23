import type * as Core from '@actions/core';
import { InputReader } from '../inputs/input-reader.ts';
import { inputSecrets } from '../inputs/input-secrets.ts';
import type { Clock, Env, Log } from '../model/effects.ts';
import { showProblem } from '../model/problem.ts';
import { Secret } from '../model/secret.ts';
import { Redactor } from '../redact/redactor.ts';
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

/** Milliseconds that the post step gives a Vault that does not answer. */
const postBudget = 10_000;

/** The post step: revokes the token that the main step logged in for. Silent when there is none. */
export async function endSession({ core, env, clock }: Omit<Runner, 'signal'>): Promise<void> {
  const token = new Secret(core.getState('token'));
  if (token.reveal() === '') return;
  const reader = new InputReader(connectionInputs, (name) => core.getInput(name), env);
  const secrets = [token, ...inputSecrets(reader, env)];
  masker(core)(secrets);
  const redactor = new Redactor();
  redactor.add(secrets);
  const log = runnerLog(core, clock, { redact: (text) => redactor.text(text) });
  const expires = core.getState('expires');
  const session = {
    token,
    ours: true,
    accessor: core.getState('accessor') || null,
    namespace: core.getState('namespace'),
    expires: expires === '' ? null : new Date(expires),
  };
  const settings = readConnection(reader, userAgent(provenanceFrom(env)));
  if (settings === null || reader.problems.length > 0) {
    const why = reader.problems.map(showProblem).join(' ');
    log.warning(`The Vault token (accessor ${session.accessor ?? 'unknown'}) was not revoked: ${why}`);
    return;
  }
  await revokeNow(session, settings, { log, env, clock }, postBudget);
}

/**
 * Revokes a token that the run logged in for, over a new connection, since that of a cancelled run is closed. A failure
 * is a warning.
 *
 * @param time milliseconds that it may take
 */
export async function revokeNow(
  session: Parameters<typeof revokeToken>[1] & Pick<Session, 'ours'>,
  settings: ConnectionSettings,
  { log, env, clock }: { readonly log: Log; readonly env: Env; readonly clock: Clock },
  time: number,
): Promise<void> {
  if (!session.ours) return;
  const timeout = Math.max(500, time);
  const limited = { ...settings, timeout, request_timeout: Math.min(settings.request_timeout, timeout) };
  const end = new AbortController();
  const connection = connect(limited, { clock, log, env, signal: end.signal });
  try {
    const warning = await revokeToken(connection, session);
    if (warning === null) log.info(`Revoked the Vault token (accessor ${session.accessor ?? 'unknown'}).`);
    else log.warning(warning);
  } finally {
    end.abort();
    await connection.close();
  }
}
