import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hasOpenBao } from '../openbao.ts';
import { secrets, startWorld, type World } from './world.ts';

/** Each workflow of docs/workflows, run in the organization that its README sets up. */
(hasOpenBao() ? describe : describe.skip)('the printed workflows', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world?.stop());

  const record = (key = 'payments-db') => world.emulator.vault('GET', `keymgmt/kms/aws-us-west-2/key/${key}`);
  const pullRequest = (from: string) => ({
    name: 'pull_request',
    ref: 'refs/pull/7/merge',
    payload: {
      pull_request: {
        number: 7,
        head: { ref: 'keys', repo: { full_name: from } },
        base: { ref: 'main' },
      },
    },
  });

  test('the shell blocks that set Vault up run as they are printed', () => {
    expect(world.shell.length).toBeGreaterThanOrEqual(6);
    expect(world.shell.filter(({ result }) => !result.ok)).toEqual([]);
  });

  test('plan-and-apply.yaml on a pull request: plans without a secret, and writes nothing', async () => {
    const { ok, log, jobs } = await world.run('plan-and-apply.yaml', {
      ...pullRequest('octo-org/keys'),
      secrets: {},
    });
    expect(ok ? '' : log).toBe('');
    expect(log).toContain('distribute keymgmt/kms/aws-us-west-2/key/payments-db');
    expect(log).not.toContain('::warning');
    expect((await record()).status).toBe(404);
    expect(world.github.comments).toMatchObject([{ issue: 7, body: expect.stringContaining('payments-db') }]);
    expect(jobs).toMatchObject({ fork: { result: 'skipped' }, apply: { result: 'skipped' } });
  });

  test('plan-and-apply.yaml on a pull request from a fork: says why there is no plan, and leaks nothing', async () => {
    await world.emulator.clearRequests();
    const { ok, log, jobs } = await world.run('plan-and-apply.yaml', {
      ...pullRequest('stranger/keys'),
      fork: true,
    });
    expect(ok).toBe(true);
    expect(jobs).toMatchObject({ plan: { result: 'skipped' }, fork: { result: 'success' } });
    expect(log).toContain('::notice title=No plan::');
    expect(log).not.toContain(secrets.AWS_SECRET_ACCESS_KEY_WEST);
    expect(await world.emulator.requests()).toEqual([]);
  });

  test('plan-and-apply.yaml in a merge queue: plans, and applies nothing', async () => {
    const { ok, log, jobs } = await world.run('plan-and-apply.yaml', {
      name: 'merge_group',
      ref: 'refs/heads/gh-readonly-queue/main/pr-7',
    });
    expect(ok ? '' : log).toBe('');
    expect(jobs).toMatchObject({ plan: { result: 'success' }, apply: { result: 'skipped' } });
  });

  test('a job of a pull request may not log in with the role of apply', async () => {
    const { ok, log } = await world.run('rotate.yaml', {
      name: 'workflow_dispatch',
      ref: 'refs/pull/7/merge',
    });
    expect(ok).toBe(false);
    expect(log).toMatch(/claim .*ref/);
  });

  test('plan-and-apply.yaml on main: applies the plan that was made without secrets, quietly', async () => {
    const { ok, log } = await world.run('plan-and-apply.yaml', { name: 'push' });
    expect(ok ? '' : log).toBe('');
    expect(log).not.toContain('::warning');
    expect((await record()).body.data.versions).toHaveProperty('1');
  });

  test('plan-and-apply.yaml by hand: writes rotated credentials to Vault', async () => {
    await world.emulator.clearRequests();
    const { ok, log } = await world.run('plan-and-apply.yaml', { name: 'workflow_dispatch' });
    expect(ok ? '' : log).toBe('');
    const writes = (await world.emulator.requests()).filter(
      ({ method, path }) => method === 'PUT' && path.includes('/kms/'),
    );
    expect(writes.map(({ path }) => path)).toEqual(['/v1/keymgmt/kms/aws-us-west-2']);
  });

  test('rotate.yaml: rotates what was typed, and verifies it', async () => {
    const { ok, log } = await world.run('rotate.yaml', {
      name: 'workflow_dispatch',
      inputs: { keys: 'payments-db@1' },
    });
    expect(ok ? '' : log).toBe('');
    expect(log).not.toContain('::warning');
    expect((await record()).body.data.versions).toHaveProperty('2');
  });

  test('nightly-verify.yaml: passes, and opens no issue', async () => {
    const { ok, log } = await world.run('nightly-verify.yaml', { name: 'schedule' });
    expect(ok ? '' : log).toBe('');
    expect(log).toContain('PASS');
    expect(log).not.toMatch(/::warning|indeterminate .*no principal/);
    expect(world.github.open).toEqual([]);
  });

  test('attest-evidence.yaml: attests report and evidence page, and verifies the attestation', async () => {
    const { ok, log, workspaces } = await world.run('attest-evidence.yaml', { name: 'schedule' });
    expect(ok ? '' : log).toBe('');
    expect(log).toContain('report.json: OK');
    expect(await readFile(join(workspaces[0]!, 'evidence.html'), 'utf8')).toContain('payments-db');
  });

  test('regions.yaml: one job per provider, with the manifests that name credentials', async () => {
    const { ok, log } = await world.run('regions.yaml', {
      name: 'workflow_dispatch',
      files: {
        'keys/us-west-2.yaml': world.manifest,
      },
    });
    expect(ok ? '' : log).toBe('');
    expect(log).toContain('# job Verify us-west-2');
    expect(log).not.toContain('::warning');
  });

  test('reusable.yaml, by its caller: plans, then applies the approved plan with the secrets that were passed', async () => {
    const manifest = world.manifest
      .replace('AWS_ACCESS_KEY_ID_WEST', 'VAULT_AWS_ACCESS_KEY')
      .replace('AWS_SECRET_ACCESS_KEY_WEST', 'VAULT_AWS_SECRET_KEY');
    const { ok, log, jobs } = await world.run('call-reusable.yaml', {
      name: 'push',
      files: { 'keys.yaml': manifest },
    });
    expect(ok ? '' : log).toBe('');
    expect(jobs['plan']!.outputs['plan_digest']).toMatch(/^[0-9a-f]{64}$/);
    expect(log).toContain('refreshed the credentials of keymgmt/kms/aws-us-west-2');
    expect(log).not.toContain('::warning');
  });

  test('import.yaml: writes the manifest of what is there', async () => {
    const { ok, log } = await world.run('import.yaml', {
      name: 'workflow_dispatch',
      inputs: { id: 'keymgmt/kms/aws-us-west-2' },
    });
    expect(ok ? '' : log).toBe('');
    expect(log).toContain('key_collection: us-west-2');
  });

  test('destroy.yaml: does nothing for another id, and removes the keys for the right one', async () => {
    const destroy = (confirm: string) =>
      world.run('destroy.yaml', {
        name: 'workflow_dispatch',
        inputs: { manifest: 'keys.yaml', confirm },
      });
    expect(await destroy('keymgmt/kms/aws-eu-central-1')).toMatchObject({ ok: false });
    expect((await record()).status).toBe(200);
    const { ok, log } = await destroy('keymgmt/kms/aws-us-west-2');
    expect(ok ? '' : log).toBe('');
    expect((await record()).status).toBe(404);
  });
});
