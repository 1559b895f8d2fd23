import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Report } from '../../src/model/report.ts';
import { joinContinuation } from '../../src/verify/build-report.ts';
import { type Fleet, startFleet } from '../lambda/fleet.ts';
import { type LocalFunction, startFunction } from '../support/runtime-api.ts';
import { keyId } from '../verify/support/fixtures.ts';

/** No peer is needed for this one; it is here because it takes longer than a test in `npm test` may. */
const region = 'us-west-2';
const keys = Array.from({ length: 5_000 }, (_, index) => ({
  name: `key-${index}`,
  kms: 'aws',
  type: 'aes256-gcm96',
  alias: `alias/hashicorp/key-${index}-1700000000`,
  latest_version: 1,
  versions: { '1': keyId(index) },
}));

let fleet: Fleet;
let verifier: LocalFunction;
beforeAll(async () => {
  fleet = await startFleet(keys, 200);
  verifier = await startFunction({
    timeout: 10,
    env: { AWS_ENDPOINT_URL: fleet.url, AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' },
  });
});
afterAll(async () => {
  await verifier.stop();
  fleet.close();
});

test('5,000 keys, a tenth of the quota and ten seconds: the calls of a cursor check each key once', async () => {
  const reports: Report[] = [];
  for (let next: string | undefined; reports.length === 0 || next !== undefined; ) {
    const { payload, failed } = await verifier.invoke({
      region,
      keys,
      permissions: { sets: [] },
      ...(next === undefined ? {} : { next }),
    });
    expect([failed, failed ? payload : null]).toEqual([false, null]);
    reports.push(payload);
    next = payload.next;
    expect(payload.compliant).toBe(payload.complete);
    expect(reports.length).toBeLessThan(30);
  }
  expect(reports.length).toBeGreaterThan(2);
  const whole = joinContinuation(reports);
  expect(whole).toMatchObject({ status: 'pass', compliant: true, summary: { keys: 5_000, versions: 5_000 } });
  expect(new Set(whole.keys.map(({ name }) => name)).size).toBe(5_000);
  expect(fleet.answered['DescribeKey']).toBe(5_000);
}, 240_000);
