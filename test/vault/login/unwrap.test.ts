import { afterEach, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../../src/effects/clock.ts';
import { login } from '../../../src/vault/login/login.ts';
import { settings } from '../support/inputs.ts';
import { keptLog } from '../support/run.ts';
import { drop, type Reply } from '../support/server.ts';
import { closeAll, failed, start } from '../support/start.ts';

afterEach(closeAll);

const wrapped = 'hvs.wrapping-token';
const lookup = (creation_path: string): Reply => ({
  status: 200,
  json: { data: { creation_path, creation_ttl: 300 } },
});
const unwrapped: Reply = {
  status: 200,
  json: { data: { secret_id: 'the-secret-id', secret_id_accessor: 'a' } },
};
const welcome: Reply = { status: 200, json: { auth: { client_token: 'hvs.new', accessor: 'acc' } } };
const used: Reply = { status: 400, json: { errors: ['wrapping token is not valid or does not exist'] } };

async function enter(
  replies: readonly Reply[],
  given: Record<string, string> = { wrapped_secret_id: wrapped },
) {
  const server = await start(replies);
  const { login: how } = settings({ method: 'approle', role_id: 'r', ...given });
  const session = login(how, server.connection, {
    clock: systemClock,
    env: {},
    log: keptLog(),
    signal: new AbortController().signal,
    mask: () => {},
  });
  return { ...server, session };
}

describe('a wrapped secret id', () => {
  test.each([
    'sys/wrapping/wrap',
    'cubbyhole/response',
    'auth/other/role/ci/secret-id',
    'auth/approle/role/ci/role-id',
    'evil/auth/approle/role/ci/secret-id',
    '',
  ])('that was created at "%s" is not unwrapped', async (path) => {
    const { session, seen } = await enter([lookup(path), unwrapped, welcome]);
    const error = await failed(session);
    expect(error).toMatchObject({ code: 'wrapping_token_invalid' });
    expect(error.message).toContain(`created at "${path}"`);
    expect(seen).toHaveLength(1);
  });

  test('of a mount and a namespace of their own is accepted', async () => {
    const path = 'team-a/auth/ci/approle/role/ci/custom-secret-id';
    const given = { wrapped_secret_id: wrapped, auth_path: 'ci/approle', auth_namespace: 'team-a' };
    const { session } = await enter([lookup(path), unwrapped, welcome], given);
    expect((await session).accessor).toBe('acc');
  });

  test.each<[string, Reply[]]>([
    ['unknown to Vault', [used]],
    ['used between lookup and unwrapping', [lookup('auth/approle/role/ci/secret-id'), used]],
    [
      'the wrapping of something else',
      [lookup('auth/approle/role/ci/secret-id'), { status: 200, json: { data: {} } }],
    ],
  ])('that is %s is an error with what to do', async (_, replies) => {
    const { session } = await enter(replies);
    const error = await failed(session);
    expect(error).toMatchObject({ code: 'wrapping_token_invalid' });
    expect(error.remedy).not.toBe('');
    expect(`${error.message}${error.remedy}`).not.toContain(wrapped);
  });

  test('whose answer is lost is not unwrapped a second time', async () => {
    const { session, seen } = await enter([lookup('auth/approle/role/ci/secret-id'), drop]);
    expect((await failed(session)).message).toContain('a wrapping token is valid once');
    expect(seen.filter(({ url }) => url.includes('unwrap'))).toHaveLength(1);
  });
});
