import { expect } from '@jest/globals';
import { systemClock } from '../../src/effects/clock.ts';
import { fillTexts } from '../../src/inputs/input-spec.ts';
import { connect } from '../../src/vault/http/connect.ts';
import type { Connection, Vault } from '../../src/vault/http/vault.ts';
import { login, type Session } from '../../src/vault/login/login.ts';
import { revokeToken } from '../../src/vault/login/revoke-token.ts';
import { type VaultInputs, vaultInputs, vaultSettings } from '../../src/vault/settings/vault-settings.ts';
import { keptLog, quick } from '../vault/support/run.ts';
import { failed } from '../vault/support/start.ts';
import type { OpenBao } from './openbao.ts';

export const self = { namespace: '', path: ['auth/token/lookup-self'] };

export interface Entered {
  readonly session: Session;
  readonly connection: Connection;
  readonly vault: Vault;
}

/** From the inputs, as the action takes them, to a token: nothing in between is replaced. */
export async function enter(
  bao: OpenBao,
  given: Partial<VaultInputs>,
  env: Record<string, string> = {},
): Promise<Entered> {
  const inputs = fillTexts(vaultInputs, { url: bao.plain, ...given });
  const settings = vaultSettings(inputs, env, 'test/1');
  if ('problems' in settings) throw new Error(JSON.stringify(settings.problems));
  const run = { clock: systemClock, log: keptLog(), env, signal: new AbortController().signal };
  const connection = connect(settings.connection, run, quick);
  const session = await login(settings.login, connection, { ...run, mask: () => {} });
  return { session, connection, vault: connection.with({ token: session.token }) };
}

/** The token lives, is revoked, and is dead after it; revoking it again is no error. */
export async function expectRevocation(bao: OpenBao, { session, connection, vault }: Entered): Promise<void> {
  expect(await vault.get(self)).toMatchObject({ accessor: session.accessor });
  expect(await revokeToken(connection, session)).toBeNull();
  expect(await failed(vault.get(self))).toMatchObject({ code: 'token_invalid', status: 403 });
  const { accessor, namespace } = session;
  const lookup = bao.root('PUT', 'auth/token/lookup-accessor', { accessor }, namespace);
  await expect(lookup).rejects.toThrow(/invalid accessor/);
  expect(await revokeToken(connection, session)).toBeNull();
  await connection.close();
}
