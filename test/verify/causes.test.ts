import { expect, test } from '@jest/globals';
import type { Evidence, FailureCause } from '../../src/model/evidence.ts';
import { failed, found } from '../../src/model/evidence.ts';
import { findingsOf } from '../../src/model/report-findings.ts';
import { failureRemedy } from '../../src/verify/failure-remedy.ts';
import { verify } from '../../src/verify/verify.ts';
import { fakeClock } from './support/clock.ts';
import {
  account,
  alias,
  defaultPolicy,
  expectation,
  keyId,
  kmsKey,
  now,
  region,
} from './support/fixtures.ts';
import { type FakeAws, fakeReader } from './support/reader.ts';

const causes: readonly FailureCause[] = [
  'denied',
  'unreachable',
  'proxy',
  'tls',
  'timeout',
  'throttled',
  'unavailable',
  'wrong_host',
  'expired',
  'no_credentials',
  'invalid_credentials',
  'wrong_partition',
  'other',
];

function failure(cause: FailureCause, action: string): Evidence<never> {
  const host = `${action.split(':')[0]}.example.test`;
  return failed({ cause, code: 'Code', message: `failed by ${cause}`, action, host });
}

const role = `arn:aws:iam::${account}:role/vault`;
const session = `arn:aws:sts::${account}:assumed-role/vault/session`;

/** All is as it should be. */
const healthy: FakeAws = {
  identity: () => found({ account_id: account, arn: session }),
  keys: (id) => found(kmsKey(id)),
  aliases: () => found([alias({ target_key_id: keyId(1) })]),
  policy: () => found(defaultPolicy),
  materials: () =>
    found([{ id: 'a'.repeat(64), state: 'CURRENT', import_state: 'IMPORTED', rotation_date: null }]),
  publicKey: () => found(''),
  principal: () => found({ arn: role, unique_id: 'AROAEXAMPLE', tags: {} }),
};

/** Each call, made to fail; what is only noted leaves the verdict as it is. */
const calls: readonly [string, (answer: Evidence<never>) => FakeAws, 'verdict' | 'notice'][] = [
  ['kms:DescribeKey', (answer) => ({ keys: () => answer }), 'verdict'],
  ['kms:ListAliases', (answer) => ({ aliases: () => answer }), 'verdict'],
  ['kms:GetKeyPolicy', (answer) => ({ policy: () => answer }), 'verdict'],
  ['kms:ListKeyRotations', (answer) => ({ materials: () => answer }), 'verdict'],
  ['kms:ListKeys', (answer) => ({ keyIds: () => answer }), 'notice'],
  ['iam:SimulatePrincipalPolicy', (answer) => ({ decision: () => answer }), 'verdict'],
];

async function reportOn(aws: FakeAws) {
  const { reader } = fakeReader({ ...healthy, ...aws });
  return verify(
    {
      region,
      expectations: [expectation({ latest_version: 1, min_enabled_version: 1, versions: { '1': keyId(1) } })],
      principal_arn: role,
      providers: null,
      min_keys: null,
      audits_verifier: false,
      account_id: null,
      depth: 'full',
      exhaustive: true,
      permissions: { sets: ['vault'], actions: [], method: 'simulate', history: false },
      next: null,
    },
    { reader, clock: fakeClock(now), deadline: null, concurrency: 2 },
  );
}

test('without a failure the report passes', async () => {
  const report = await reportOn({});
  expect({ status: report.status, findings: findingsOf(report) }).toEqual({ status: 'pass', findings: [] });
});

test.each(calls.flatMap(([action, aws, effect]) => causes.map((cause) => ({ action, aws, effect, cause }))))(
  '$action fails by $cause: said with its remedy, and never a pass',
  async ({ action, aws, effect, cause }) => {
    const answer = failure(cause, action);
    const report = await reportOn(aws(answer));
    if (effect === 'verdict') expect(report.status).not.toBe('pass');
    if (effect === 'verdict') expect(report.compliant).toBe(false);
    const texts = [
      ...findingsOf(report).map(({ finding }) => `${finding.message} ${finding.remediation}`),
      // A denial of the audited principal's own call decides that permission, with a remedy of its own.
      ...report.permissions
        .filter(({ decision }) => decision === 'indeterminate')
        .map(({ message }) => message),
      ...report.notices.map(({ message }) => message),
    ];
    const told = texts.filter((text) => text.includes(`failed by ${cause}`));
    expect(told.length).toBeGreaterThan(0);
    const remedy = answer.ok ? '' : failureRemedy(answer.failure);
    for (const text of told) expect(text).toContain(remedy);
  },
);
