import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type FunctionSettings, type LocalFunction, startFunction } from '../support/runtime-api.ts';
import { keyId } from '../verify/support/fixtures.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { region } from './support.ts';

const keys = Array.from({ length: 300 }, (_, index) => ({
  name: `key-${index}`,
  kms: 'aws',
  type: 'aes256-gcm96',
  alias: `alias/hashicorp/key-${index}-1700000000`,
  latest_version: 1,
  versions: { '1': keyId(index) },
}));
const event = { region, keys, permissions: { sets: [] } };
const few = { ...event, keys: keys.slice(0, 5) };

let fleet: Fleet;
const started: LocalFunction[] = [];

async function start(settings: FunctionSettings = {}): Promise<LocalFunction> {
  const env = {
    AWS_ENDPOINT_URL: fleet.url,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_REGION: region,
  };
  const made = await startFunction({ env, ...settings });
  started.push(made);
  return made;
}

beforeAll(async () => {
  fleet = await startFleet(keys, 40);
});
afterAll(async () => {
  await Promise.all(started.map((one) => one.stop()));
  fleet.close();
});

describe('the bundle under the Runtime API', () => {
  let verifier: LocalFunction;
  beforeAll(async () => {
    verifier = await start();
  });

  test('answers, cold and warm', async () => {
    for (const cold of [true, false, false]) {
      const invocation = await verifier.invoke({ ...few, run_id: 'run-42' });
      expect(invocation).toMatchObject({ failed: false, cold });
      expect(invocation.payload).toMatchObject({ status: 'pass', compliant: true, summary: { keys: 5 } });
    }
    const lines = verifier
      .log()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));
    expect(lines).toContainEqual(expect.objectContaining({ message: 'checked: pass', run_id: 'run-42' }));
    expect(lines).toContainEqual(
      expect.objectContaining({ service: 'keymgmt-verifier', region, NotCompliant: 0 }),
    );
  });

  test('fails with its name and its words, and goes on', async () => {
    const invocation = await verifier.invoke({ region });
    expect(invocation).toMatchObject({ failed: true, cold: false });
    expect(invocation.payload).toMatchObject({
      errorType: 'InvalidEventError',
      errorMessage: expect.stringContaining('keys'),
    });
    expect((await verifier.invoke(few)).failed).toBe(false);
  });

  test('hands out a cursor before its time is over', async () => {
    // Warm, so that all of the time is for the check, which takes seven seconds under the fleet's quota.
    await verifier.invoke(few);
    const { failed, payload } = await verifier.invoke(event, 4);
    expect(failed).toBe(false);
    expect(payload).toMatchObject({ complete: false, compliant: false, next: expect.any(String) });
  });
});

test('a file that is not there is an error of the start', async () => {
  const broken = await start({ handler: 'nothing.handler' });
  expect(await broken.invoke(few)).toMatchObject({
    failed: true,
    payload: { errorMessage: expect.stringContaining("Cannot find module 'nothing'") },
  });
});
