import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { executePlan } from '../../src/action/commands/apply-command.ts';
import type { Job } from '../../src/action/commands/job.ts';
import { makePlan } from '../../src/action/commands/plan-command.ts';
import type { Live } from '../../src/model/live.ts';
import type { Op, Plan } from '../../src/model/plan.ts';
import { observe } from '../../src/observe/observe.ts';
import { planDestroy } from '../../src/plan/plan-destroy.ts';
import { planRotate } from '../../src/plan/plan-rotate.ts';
import type { Connection } from '../../src/vault/http/vault.ts';
import { type Emulator, type FaultRequest, startEmulator } from '../support/emulator.ts';
import { connectTo, jobOn } from '../support/job.ts';

let emulator: Emulator;
let vault: Connection;
beforeAll(async () => {
  emulator = await startEmulator();
  vault = connectTo(emulator, emulator.vaultToken, {
    tries: 3,
    first_delay: 5,
    longest_delay: 20,
    grace: 100,
  });
});
afterAll(async () => {
  await vault.close();
  await emulator.stop();
});

let mounts = 0;
let path: string;
let key: string;
beforeEach(async () => {
  path = `twin-${++mounts}`;
  key = `k-${mounts}`;
  await emulator.clearFaults();
});

const kms = { aws: { key_collection: 'us-west-2' } };

function job(settings: object = {}, inputs: Record<string, string> = {}, provider: object = {}): Job {
  const manifest = {
    path,
    create_mount: true,
    kms: { aws: { ...kms.aws, ...provider } },
    keys: { [key]: { kms: 'aws', ...settings } },
  };
  const env = { ID: emulator.accessKeyId, SECRET: emulator.secretAccessKey };
  return jobOn(emulator, vault, manifest, inputs, env);
}

async function destroyPlan({ desired }: Job): Promise<{ plan: Plan; live: Live }> {
  const live = await observe(vault, desired, { undeclared: false });
  return { plan: planDestroy(desired, live), live };
}

/** Vault rejects the first write of this kind, as it may do with what another run has done already. */
function rejecting(method: string, at: string): FaultRequest {
  const fault = { status: 400, body: { errors: ['already done'] } };
  return { match: { method, path: `/v1/${at}$` }, times: 1, fault };
}

/** The run under test and its twin have made the same plan; the twin is done before the run begins. */
async function afterTwin(run: Job, { plan, live }: { plan: Plan; live: Live }, faults: FaultRequest[]) {
  const twin = await executePlan(run, plan, live);
  expect(twin.error).toBeUndefined();
  await emulator.setFaults(...faults);
  const result = await executePlan(run, plan, live);
  await emulator.clearFaults();
  return result;
}

const ops = ({ steps }: Plan) => steps.map(({ op }): Op => op);
const createdKeys = async () =>
  (await emulator.requests()).filter(({ operation, status }) => operation === 'CreateKey' && status === 200)
    .length;

describe('a run whose twin was faster ends as the twin did', () => {
  test('mount, provider, key, setting and distribution', async () => {
    const run = job({ deletion_allowed: true });
    const planned = await makePlan(run);
    expect(ops(planned.plan)).toEqual(['enable_mount', 'register_provider', 'create_key', 'distribute']);
    const before = await createdKeys();
    const { error, distributions } = await afterTwin(run, planned, [
      rejecting('PUT', `${path}/kms/aws`),
      rejecting('PUT', `${path}/key/${key}`),
      rejecting('PUT', `${path}/kms/aws/key/${key}`),
    ]);
    expect(error).toBeUndefined();
    expect(distributions).toHaveLength(1);
    expect(await createdKeys()).toBe(before + 1);
  });

  test('a provider with credentials, which are written again', async () => {
    const credentials = { access_key: '${ID}', secret_key: '${SECRET}' };
    const run = job({}, { check_credentials: 'off' }, credentials);
    const planned = await makePlan(run);
    const { error } = await afterTwin(run, planned, [rejecting('PUT', `${path}/kms/aws`)]);
    expect(error).toBeUndefined();
  });

  test('a changed setting', async () => {
    const created = job();
    await executePlan(created, ...args(await makePlan(created)));
    const run = job({ deletion_allowed: true, min_enabled_version: 0 });
    const planned = await makePlan(run);
    expect(ops(planned.plan)).toEqual(['update_key']);
    const { error } = await afterTwin(run, planned, [rejecting('PUT', `${path}/key/${key}`)]);
    expect(error).toBeUndefined();
  });

  test('replicate, which AWS shows', async () => {
    const run = job({ replica_regions: ['eu-west-1'] });
    const planned = await makePlan(run);
    const { error } = await afterTwin(run, planned, [
      rejecting('PUT', `${path}/kms/aws/key/${key}`),
      rejecting('PUT', `${path}/kms/aws/key/${key}/replicate`),
    ]);
    expect(error).toBeUndefined();
  });

  test('removal and deletion', async () => {
    const created = job();
    await executePlan(created, ...args(await makePlan(created)));
    const run = job({}, { confirm: `${path}/kms/aws` });
    const { error, applied } = await afterTwin(run, await destroyPlan(run), [
      rejecting('DELETE', `${path}/kms/aws/key/${key}`),
      rejecting('DELETE', `${path}/kms/aws`),
    ]);
    expect(error).toBeUndefined();
    expect(applied?.done.map(({ op }) => op)).toEqual(['remove_distribution', 'delete_provider']);
  });

  test('but not a rotation: the slower run stops, and the key has one new version', async () => {
    const created = job();
    await executePlan(created, ...args(await makePlan(created)));
    const live = await observe(vault, created.desired, { undeclared: false });
    const requests = new Map([[`${path}/key/${key}`, null]]);
    const plan = planRotate(created.desired, live, requests, new Date());
    const { error } = await afterTwin(created, { plan, live }, []);
    expect(error).toMatchObject({ code: 'rotated_meanwhile' });
    const record = await emulator.vault('GET', `${path}/key/${key}`);
    expect(record.body.data.latest_version).toBe(2);
  });
});

const args = ({ plan, live }: { plan: Plan; live: Live }) => [plan, live] as const;

describe('a rejection stays one', () => {
  test.each([
    ['PUT', 'kms/aws', 'provider_rejected'],
    ['PUT', 'key/KEY', 'key_rejected'],
    ['PUT', 'kms/aws/key/KEY', 'distribution_rejected'],
  ])('%s %s: %s', async (method, at, code) => {
    const run = job();
    const { plan, live } = await makePlan(run);
    await emulator.setFaults(rejecting(method, `${path}/${at.replace('KEY', key)}`));
    const { error } = await executePlan(run, plan, live);
    expect(error).toMatchObject({ code });
    expect(error?.message).toContain('"already done"');
  });

  test('when a twin has done something else', async () => {
    const run = job();
    const planned = await makePlan(run);
    await executePlan(run, ...args(planned));
    const other = job({}, {}, { key_collection: 'eu-west-1' });
    await emulator.setFaults(rejecting('PUT', `${path}/kms/aws`));
    const { error } = await executePlan(other, ...args(planned));
    expect(error).toMatchObject({ code: 'provider_rejected' });
  });
});

describe('success that a read does not show is a failure', () => {
  const accepted = { status: 204 };

  test('a distribution that is not there', async () => {
    const run = job();
    const { plan, live } = await makePlan(run);
    const match = { method: 'PUT', path: `/${path}/kms/aws/key/${key}$` };
    await emulator.setFaults({ match, times: 1, fault: accepted });
    const { error, distributions } = await executePlan(run, plan, live);
    expect(error).toMatchObject({ code: 'not_read_back' });
    expect(distributions).toEqual([]);
  });

  test('a rotation whose key is no longer on its provider, or has no new version', async () => {
    const run = job();
    await executePlan(run, ...args(await makePlan(run)));
    const live = await observe(vault, run.desired, { undeclared: false });
    const plan = planRotate(run.desired, live, new Map([[`${path}/key/${key}`, null]]), new Date());
    const read = { method: 'GET', path: `/${path}/kms/aws/key/${key}$` };
    await emulator.setFaults({ match: read, times: 1, fault: { status: 404, body: { errors: [] } } });
    expect((await executePlan(run, plan, live)).error).toMatchObject({ code: 'not_read_back' });

    const again = await observe(vault, run.desired, { undeclared: false });
    const next = planRotate(run.desired, again, new Map([[`${path}/key/${key}`, null]]), new Date());
    const write = { method: 'PUT', path: `/${path}/key/${key}/rotate$` };
    await emulator.setFaults({ match: write, times: 1, fault: accepted });
    expect((await executePlan(run, next, again)).error).toMatchObject({ code: 'not_read_back' });
  });
});
