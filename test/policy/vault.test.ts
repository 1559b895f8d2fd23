import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { applyCommand } from '../../src/action/commands/apply-command.ts';
import { destroyCommand } from '../../src/action/commands/destroy-command.ts';
import type { CommandResult, Job } from '../../src/action/commands/job.ts';
import { planCommand } from '../../src/action/commands/plan-command.ts';
import { rotateCommand } from '../../src/action/commands/rotate-command.ts';
import { verifyCommand } from '../../src/action/commands/verify-command.ts';
import { RunError } from '../../src/model/errors.ts';
import { jobs, type VaultJob, vaultPolicies } from '../../src/policy/vault-policies.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { connectTo, jobOn } from '../support/job.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
  await emulator.vault('PUT', 'sys/namespaces/team-a', { body: {} });
});
afterAll(() => emulator.stop());

/** How far a mount has come when a job finds it. */
type Scene = 'nothing' | 'undistributed' | 'distributed';

const commands: Readonly<Record<VaultJob, { run: (job: Job) => Promise<CommandResult>; scenes: Scene[] }>> = {
  plan: { run: planCommand, scenes: ['undistributed', 'distributed'] },
  apply: { run: applyCommand, scenes: ['nothing', 'undistributed', 'distributed'] },
  rotate: { run: rotateCommand, scenes: ['undistributed', 'distributed'] },
  destroy: { run: destroyCommand, scenes: ['undistributed', 'distributed'] },
  verify: { run: verifyCommand, scenes: ['undistributed', 'distributed'] },
};

let mounts = 0;

/** A mount of its own for each run: an alias holds the key's name and the second of its distribution. */
async function stage(scene: Scene) {
  mounts += 1;
  const [namespace, path, key] = ['team-a', `keymgmt-${mounts}`, `k-${mounts}`];
  const put = (place: string, body: object) => emulator.vault('PUT', `${path}/${place}`, { body, namespace });
  if (scene !== 'nothing') {
    await emulator.vault('POST', `sys/mounts/${path}`, { body: { type: 'keymgmt' }, namespace });
    await put('kms/aws', { provider: 'awskms', key_collection: 'us-west-2' });
    await put(`key/${key}`, { type: 'aes256-gcm96', replica_regions: 'eu-west-1' });
  }
  if (scene === 'distributed') await put(`kms/aws/key/${key}`, { purpose: 'encrypt,decrypt' });
  return {
    namespace,
    path,
    create_mount: true,
    kms: { aws: { key_collection: 'us-west-2' } },
    keys: { [key]: { kms: 'aws', replica_regions: ['eu-west-1'], deletion_allowed: true } },
  };
}

async function tokenFor(policy: string): Promise<string> {
  const name = `policy-${mounts}`;
  await emulator.vault('PUT', `sys/policies/acl/${name}`, { body: { policy } });
  const { body } = await emulator.vault('PUT', 'auth/token/create', { body: { policies: [name] } });
  return body.auth.client_token;
}

/** What a job came to: what it says went wrong, or nothing. */
async function outcome(job: VaultJob, scene: Scene, change: (rules: readonly Rule[]) => readonly Rule[]) {
  const manifest = await stage(scene);
  const inputs = {
    rotate_keys: job === 'rotate' ? Object.keys(manifest.keys)[0]! : '',
    confirm: `team-a/${manifest.path}/kms/aws`,
  };
  const policy = hcl(change(rulesOf(vaultPolicies(jobOn(emulator, root, manifest).desired, false)[job])));
  const vault = connectTo(emulator, await tokenFor(policy));
  try {
    const { error = null } = await commands[job].run(jobOn(emulator, vault, manifest, inputs));
    return error instanceof RunError ? error.code : null;
  } catch (error) {
    return error instanceof RunError ? error.code : String(error);
  } finally {
    await vault.close();
  }
}

let root: ReturnType<typeof connectTo>;
beforeAll(() => {
  root = connectTo(emulator);
});
afterAll(() => root.close());

interface Rule {
  readonly path: string;
  readonly capabilities: readonly string[];
}

function rulesOf(text: string): Rule[] {
  return [...text.matchAll(/path "(.+)" \{\s+capabilities = (\[.*\])\s+\}/g)].map(([, path, list]) => ({
    path: path!,
    capabilities: JSON.parse(list!),
  }));
}

function hcl(rules: readonly Rule[]): string {
  return rules
    .map(({ path, capabilities }) => `path "${path}" { capabilities = ${JSON.stringify(capabilities)} }`)
    .join('\n');
}

/** Whether a write creates or updates is the engine's to say, so these two go together. */
const together = (capability: string) => (capability === 'create' ? ['create', 'update'] : [capability]);

describe.each(jobs)('the policy for %s', (job) => {
  const { scenes } = commands[job];

  test('is enough', async () => {
    const outcomes = [];
    for (const scene of scenes) outcomes.push(await outcome(job, scene, (rules) => rules));
    expect(outcomes).not.toContain('permission_denied');
    if (job !== 'verify') expect(outcomes).toEqual(scenes.map(() => null));
  });

  test('is not more than enough: each line, and each capability, taken away makes the job fail', async () => {
    const manifest = await stage('nothing');
    const rules = rulesOf(vaultPolicies(jobOn(emulator, root, manifest).desired, false)[job]);
    const needs = rules.flatMap(({ capabilities }, index) =>
      capabilities.filter((one) => one !== 'update').map((capability) => ({ index, capability })),
    );
    expect(needs.length).toBeGreaterThan(5);
    const idle: string[] = [];
    for (const { index, capability } of needs) {
      const without = (all: readonly Rule[]) =>
        all.map((rule, place) => ({
          ...rule,
          capabilities: rule.capabilities.filter(
            (one) => place !== index || !together(capability).includes(one),
          ),
        }));
      let fails = false;
      for (const scene of scenes) {
        const code = await outcome(job, scene, without);
        fails ||= code !== null && ['permission_denied', 'plan_refused', 'mount_missing'].includes(code);
        if (fails) break;
      }
      if (!fails) idle.push(`${capability} on ${rules[index]!.path}`);
    }
    expect(idle).toEqual([]);
  });
});

describe('the policy for apply with prune', () => {
  /** What `apply` comes to when it removes an undeclared provider with a key of its own. */
  async function pruned(change: (rules: readonly Rule[]) => readonly Rule[]) {
    const manifest = await stage('distributed');
    const { path } = manifest;
    const put = (place: string, body: object) =>
      emulator.vault('PUT', `${path}/${place}`, { body, namespace: 'team-a' });
    await put('kms/other', { provider: 'awskms', key_collection: 'us-east-1' });
    await put(`key/other-${mounts}`, { type: 'aes256-gcm96' });
    await put(`kms/other/key/other-${mounts}`, { purpose: 'encrypt,decrypt' });
    const inputs = { prune: 'true', confirm: `team-a/${path}/kms/other` };
    const policy = hcl(change(rulesOf(vaultPolicies(jobOn(emulator, root, manifest).desired, true).apply)));
    const vault = connectTo(emulator, await tokenFor(policy));
    try {
      const { error = null } = await applyCommand(jobOn(emulator, vault, manifest, inputs));
      return error instanceof RunError ? error.code : null;
    } catch (error) {
      return error instanceof RunError ? error.code : String(error);
    } finally {
      await vault.close();
    }
  }

  test('is enough, and each of its wildcards is needed', async () => {
    expect(await pruned((rules) => rules)).toBeNull();
    const wildcards = (rules: readonly Rule[]) => rules.filter(({ path }) => path.includes('+'));
    const number = wildcards(
      rulesOf(vaultPolicies(jobOn(emulator, root, await stage('nothing')).desired, true).apply),
    ).length;
    const idle: number[] = [];
    for (let place = 0; place < number; place++) {
      const code = await pruned((rules) => rules.filter((rule) => rule !== wildcards(rules)[place]));
      if (code === null) idle.push(place);
    }
    expect(idle).toEqual([]);
  });
});
