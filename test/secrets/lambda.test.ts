import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, type FaultRequest, startEmulator } from '../support/emulator.ts';
import { type LocalFunction, startFunction } from '../support/runtime-api.ts';
import { echoOf, leaksIn, secrets } from './leaks.ts';
import { answers, echo } from './situations.ts';

let emulator: Emulator;
let verifier: LocalFunction;
beforeAll(async () => {
  emulator = await startEmulator({ args: ['--root-token', secrets.vault_token] });
  const put = (path: string, body: object) => emulator.vault('PUT', path, { body });
  await put('keymgmt/kms/aws', { provider: 'awskms', key_collection: 'us-west-2' });
  await put('keymgmt/key/payments', { type: 'aes256-gcm96' });
  await put('keymgmt/kms/aws/key/payments', { purpose: 'encrypt,decrypt', protection: 'hsm' });
  verifier = await startFunction({
    timeout: 10,
    env: {
      POWERTOOLS_LOG_LEVEL: 'DEBUG',
      ALLOWED_VAULT_URLS: emulator.vaultAddr,
      AWS_ENDPOINT_URL: emulator.awsEndpoint,
      AWS_ACCESS_KEY_ID: 'ASIALAMBDAEXAMPLE000',
      AWS_SECRET_ACCESS_KEY: secrets.runner_secret_key,
      AWS_SESSION_TOKEN: secrets.session_token,
    },
  });
});
afterAll(() => Promise.all([verifier?.stop(), emulator.stop()]));

/** Vault gives the root token to whoever logs in. */
const login: FaultRequest = {
  match: { path: '/auth/aws/login' },
  fault: {
    status: 200,
    body: { auth: { client_token: secrets.vault_token, accessor: 'a', lease_duration: 600 } },
  },
};
const revocation: FaultRequest = { match: { path: '/auth/token/revoke-self' }, fault: { status: 204 } };

/** What the server has got of the function's secrets when it answers. */
type Sent = readonly ('session_token' | 'vault_token')[];

/** The function with these faults: what it answered and how it failed, and what it has logged. */
async function invoke(
  faults: readonly FaultRequest[] = [],
  { sent = ['session_token', 'vault_token'], more = {} }: { sent?: Sent; more?: object } = {},
) {
  const said = JSON.stringify(echoOf(sent)).slice(1, -1);
  const repeating = JSON.parse(JSON.stringify(faults).replaceAll(echo, () => said)) as FaultRequest[];
  await emulator.clearFaults();
  await emulator.setFaults(...repeating, login, revocation);
  const before = verifier.log().length;
  const { payload, failed } = await verifier.invoke({
    region: 'us-west-2',
    permissions: { sets: [] },
    vault: { url: emulator.vaultAddr, role: 'verifier' },
    ...more,
  });
  const logged = verifier.log().slice(before);
  return { failed, status: payload.status, everything: `${JSON.stringify(payload)}\n${logged}` };
}

describe('no secret is in the answer or the log of the function', () => {
  test('after a success', async () => {
    const { failed, status, everything } = await invoke();
    expect([failed, status, leaksIn(everything)]).toEqual([false, 'pass', []]);
  });

  test.each(['400', '403', '404', 'a page', 'another shape', 'a control group', 'a redirect', '503 sealed'])(
    'when Vault repeats what it was sent: %s',
    async (name) => {
      const fault = answers[name]!;
      const atRead = await invoke([{ match: { path: '^/v1/keymgmt' }, fault }]);
      const atLogin = await invoke([{ match: { path: '/auth/aws/login' }, fault }], {
        sent: ['session_token'],
      });
      for (const { everything } of [atRead, atLogin]) {
        expect(everything.length).toBeGreaterThan(200);
        expect(leaksIn(everything)).toEqual([]);
      }
    },
  );

  test('when AWS repeats what it was sent', async () => {
    const fault = { status: 400, body: { __type: 'AccessDeniedException', message: echo } };
    const { everything } = await invoke(
      ['DescribeKey', 'ListAliases', 'GetCallerIdentity'].map((operation) => ({
        match: { operation },
        fault,
      })),
    );
    expect(leaksIn(everything)).toEqual([]);
  });

  test('when the event is not one', async () => {
    const { failed, everything } = await invoke([], { more: { region: 7, keys: 'all' } });
    expect([failed, leaksIn(everything)]).toEqual([true, []]);
  });

  test('when the function dies of its time', async () => {
    const { everything } = await invoke([{ match: { path: '^/v1/keymgmt' }, fault: { delay_ms: 60_000 } }]);
    expect(leaksIn(everything)).toEqual([]);
  });
});
