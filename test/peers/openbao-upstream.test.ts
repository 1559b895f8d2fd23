import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runAction, runPost } from '../support/action.ts';
import { authority, certificate } from '../support/certificates.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { hasOpenBao, type OpenBao, rootToken, startOpenBao } from './openbao.ts';

/** Tokens, policies and namespaces are OpenBao's; only keymgmt itself is the emulator's. */
(hasOpenBao() ? describe : describe.skip)('the main job before a real OpenBao', () => {
  let bao: OpenBao;
  let front: Emulator;
  const declared = {
    name: 'aws-us-west-2',
    key_collection: 'us-west-2',
    keys: '- payments-db',
    create_mount: 'true',
  };

  beforeAll(async () => {
    const ca = await authority();
    bao = await startOpenBao(ca, await certificate(ca, '127.0.0.1'));
    front = await startEmulator({ args: ['--upstream', bao.plain, '--root-token', rootToken] });
    await bao.root('PUT', 'sys/namespaces/team-a', {});
    await bao.root('PUT', 'sys/auth/approle', { type: 'approle' });
  });
  afterAll(() => Promise.all([front.stop(), bao.stop()]));

  /** Inputs that log in with exactly what the action's policy for a job allows. */
  async function allowed(job: 'plan' | 'apply' | 'rotate' | 'destroy', inputs: Record<string, string>) {
    const { outputs } = await runAction({ command: 'policy', ...inputs });
    const name = `${job}-${inputs['path']}`;
    await bao.root('PUT', `sys/policies/acl/${name}`, {
      policy: JSON.parse(outputs['vault_policy'] ?? '{}')[job],
    });
    await bao.root('PUT', `auth/approle/role/${name}`, { token_policies: [name] });
    const role = (await bao.root('GET', `auth/approle/role/${name}/role-id`)) as {
      data: { role_id: string };
    };
    const id = (await bao.root('PUT', `auth/approle/role/${name}/secret-id`)) as {
      data: { secret_id: string };
    };
    return {
      url: front.vaultAddr,
      method: 'approle',
      role_id: role.data.role_id,
      secret_id: id.data.secret_id,
    };
  }

  /** What `post` does after it, and that nothing is left. */
  async function expectNoTokenLeft(inputs: Record<string, string>, state: Record<string, string>) {
    const lookup = () => bao.root('PUT', 'auth/token/lookup-accessor', { accessor: state['accessor'] });
    const post = () => runPost(inputs, { state });
    await post();
    await expect(lookup()).rejects.toThrow(/invalid accessor/);
    const again = await post();
    expect(again).toMatchObject({ exitCode: 0 });
    expect(again.stdout).not.toContain('::warning');
  }

  test.each([
    ['in the root namespace', { path: 'keymgmt-a' }],
    ['in another namespace', { path: 'keymgmt-b', namespace: 'team-a' }],
  ])('with the least policy %s: apply, again, rotate, destroy', async (_case, where) => {
    const work = { ...declared, ...where };
    const env = { AWS_ENDPOINT_URL: front.awsEndpoint };
    const id = `${'namespace' in where ? `${where.namespace}/` : ''}${where.path}/kms/aws-us-west-2`;

    const apply = { command: 'apply', ...work, ...(await allowed('apply', work)) };
    const first = await runAction(apply, { env });
    expect(first).toMatchObject({ exitCode: 0, outputs: { changed: 'true', error: '' } });
    await expectNoTokenLeft(apply, first.state);
    const second = await runAction(apply, { env });
    expect(second).toMatchObject({ exitCode: 0, outputs: { changed: 'false' } });
    await expectNoTokenLeft(apply, second.state);

    const rotate = {
      command: 'rotate',
      ...work,
      rotate_keys: 'payments-db',
      ...(await allowed('rotate', work)),
    };
    const rotated = await runAction(rotate, { env });
    expect(rotated.outputs['error']).toBe('');
    expect(JSON.parse(rotated.outputs['distributions']!)).toMatchObject([{ latest_version: 2 }]);
    await expectNoTokenLeft(rotate, rotated.state);

    const destroy = { command: 'destroy', ...work, confirm: id, ...(await allowed('destroy', work)) };
    const destroyed = await runAction(destroy, { env });
    expect(destroyed.outputs['error']).toBe('');
    await expectNoTokenLeft(destroy, destroyed.state);
  });

  test('with too small a policy: the error names what is missing, and no token is left', async () => {
    const work = { ...declared, path: 'keymgmt-c' };
    await front.vault('PUT', 'sys/mounts/keymgmt-c', { body: { type: 'keymgmt' } });
    const inputs = { command: 'apply', ...work, ...(await allowed('plan', work)) };
    const run = await runAction(inputs, { env: { AWS_ENDPOINT_URL: front.awsEndpoint } });
    expect(run.exitCode).toBe(1);
    expect(JSON.parse(run.outputs['error']!)).toMatchObject({
      code: 'plan_refused',
      message: expect.stringMatching(/the token lacks "create" or "update" on keymgmt-c\//),
    });
    expect(run.stdout).toContain('the policy command prints the least-privilege policy');
    await expectNoTokenLeft(inputs, run.state);
  });
});
