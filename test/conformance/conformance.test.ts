import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { costEstimate } from '../../conformance/cost.ts';
import { allExperiments } from '../../conformance/experiments/all-experiments.ts';
import { readKms } from '../assumptions/kms-world.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { inconclusive, refuted, runConformance } from './run-conformance.ts';

const account = '111122223333';
const policy = (Statement: object) => ({ Version: '2012-10-17', Statement });
const config = {
  accounts: [
    {
      id: account,
      roles: [
        {
          name: 'conformance',
          trust: policy({
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${account}:root` },
            Action: 'sts:AssumeRole',
          }),
          policies: { all: policy({ Effect: 'Allow', Action: '*', Resource: '*' }) },
        },
      ],
    },
  ],
};

let emulator: Emulator;
let env: Record<string, string>;

async function expectNothingLeft(): Promise<void> {
  const world = await readKms(emulator);
  expect([world.enabled('us-west-2'), world.enabled('eu-west-1'), world.aliased]).toEqual([0, 0, []]);
  const { body } = await emulator.vault('GET', 'sys/mounts');
  expect(Object.keys(body.data)).not.toContain('keymgmt-conformance/');
}

const made = async () =>
  (await emulator.requests()).filter(({ operation }) => operation === 'CreateKey').length;

describe('a run on the emulator', () => {
  beforeEach(async () => {
    emulator = await startEmulator({ config });
    env = {
      VAULT_ADDR: emulator.vaultAddr,
      VAULT_TOKEN: emulator.vaultToken,
      AWS_ENDPOINT_URL: emulator.awsEndpoint,
      AWS_ACCESS_KEY_ID: emulator.accessKeyId,
      AWS_SECRET_ACCESS_KEY: emulator.secretAccessKey,
      AWS_REGION: 'us-west-2',
      CONFORMANCE_ROLE_ARN: `arn:aws:iam::${account}:role/conformance`,
    };
  });
  afterEach(() => emulator.stop());

  test('confirms every assumption, keeps to its estimate and leaves nothing behind', async () => {
    const run = await runConformance(['--yes'], env);
    expect([run.exitCode, refuted(run), inconclusive(run)]).toEqual([0, {}, {}]);
    expect(run.result).toMatchObject({ schema_version: 1, vault_version: '2.0.0+ent' });
    const [, most] = /at most (\d+) KMS keys/.exec(run.output)!;
    expect(await made()).toBeGreaterThan(0);
    expect(await made()).toBeLessThanOrEqual(Number(most));
    await expectNothingLeft();
  });

  test('without --yes prints the estimate, and writes nothing', async () => {
    const run = await runConformance([], env);
    expect(run).toMatchObject({ exitCode: 0, result: null });
    expect(run.output).toMatch(/at most \d+\.\d\d USD/);
    expect(
      (await emulator.requests()).filter(({ method, port }) => port === 'vault' && method !== 'GET'),
    ).toEqual([]);
    expect(await made()).toBe(0);
  });

  test('makes no more KMS keys than the limit', async () => {
    const run = await runConformance(['--yes'], { ...env, CONFORMANCE_MAX_KEYS: '2' });
    expect(inconclusive(run)).toMatchObject({ 'kms-tags': 'it may make 8 KMS keys, and the limit is 2' });
    expect(run.result!.results['key-naming'].status).toBe('confirmed');
    expect(await made()).toBe(2);
    await expectNothingLeft();
  });

  test('that is interrupted in the middle of a distribution cleans up', async () => {
    let isInterrupted = false;
    await emulator.setFaults({ match: { operation: 'ImportKeyMaterial' }, fault: { delay_ms: 300 } });
    const run = await runConformance(['--yes'], env, (output, interrupt) => {
      if (isInterrupted || !output.includes('a multi-region key …')) return;
      isInterrupted = true;
      setTimeout(interrupt, 100);
    });
    expect(run.exitCode).toBe(1);
    expect(run.output).toContain('Stopping. The run cleans up first.');
    expect(inconclusive(run)).toMatchObject({ 'key-naming': 'the run was stopped' });
    await expectNothingLeft();
  });

  test('lists what AWS does not let it remove, with commands', async () => {
    const body = { __type: 'AccessDeniedException', message: 'a policy forbids it' };
    await emulator.setFaults({ match: { operation: 'ScheduleKeyDeletion' }, fault: { status: 400, body } });
    const run = await runConformance(['--yes'], { ...env, CONFORMANCE_MAX_KEYS: '2' });
    expect(run.exitCode).toBe(1);
    expect(run.output).toMatch(
      /Not removed: the KMS key [\w-]+ in us-west-2 .*\n {2}aws kms schedule-key-deletion --region us-west-2 --key-id [\w-]+/,
    );
    expect(run.output).toContain('vault secrets disable keymgmt-conformance');
  });
});

test('docs/conformance.md has the numbers of the estimate', async () => {
  const page = (await readFile('docs/conformance.md', 'utf8')).replaceAll('\n', ' ');
  const [keys = '', cost = ''] = costEstimate(allExperiments, 20).map(
    (line) => /at most [\d.]+ \w+/.exec(line)?.[0] ?? '',
  );
  expect(page).toContain(`${keys} keys`);
  expect(page).toContain(cost);
});

/** Two answers; test/peers/assumptions.test.ts turns each of them. */
test('what is otherwise on the emulator is refuted, and nothing else', async () => {
  const turned = { 'fresh-minimum': '0', 'key-naming': 'alias' };
  const assumed = Object.entries(turned).flatMap(([id, answer]) => ['--assume', `${id}=${answer}`]);
  const run = await runConformance(['--emulator', ...assumed]);
  expect([run.exitCode, refuted(run), inconclusive(run)]).toEqual([0, turned, {}]);
});
