import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DisableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { periodicEvaluations } from '../../lambda/config-evaluations.ts';
import { readConfigEvent } from '../../lambda/config-event.ts';
import { createRuleHandler } from '../../lambda/handler.ts';
import { systemClock } from '../../src/effects/clock.ts';
import { finding, keyReport, verification } from '../render/samples.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { at, changeOf, oversizedChangeOf, ruleEvent, scheduled } from './config-events.ts';
import { event as checkEvent } from './good-events.ts';
import {
  account,
  allow,
  distribute,
  envAs,
  lookerPolicy,
  quiet,
  region,
  user,
  vaultActions,
} from './support.ts';

/** AWS Config, as far as it takes evaluations within its documented limits. */
interface Put {
  readonly Evaluations: readonly {
    readonly ComplianceResourceType: string;
    readonly ComplianceResourceId: string;
    readonly ComplianceType: string;
    readonly Annotation: string;
    readonly OrderingTimestamp: number;
  }[];
  readonly ResultToken: string;
  readonly TestMode: boolean;
}
const puts: Put[] = [];
let answer: { status: number; body: object } = { status: 200, body: { FailedEvaluations: [] } };
const server = createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  expect(request.headers['x-amz-target']).toBe('StarlingDoveService.PutEvaluations');
  puts.push(JSON.parse(text));
  response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(answer.body));
});

let emulator: Emulator;
let kms: KMSClient;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  emulator = await startEmulator({
    config: {
      accounts: [
        {
          id: account,
          users: [user('looker', { looker: lookerPolicy }), user('vault', { vault: allow(vaultActions) })],
        },
      ],
    },
  });
  kms = new KMSClient({
    region,
    endpoint: emulator.awsEndpoint,
    credentials: { accessKeyId: emulator.accessKeyId, secretAccessKey: emulator.secretAccessKey },
  });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await emulator.stop();
});
beforeEach(() => {
  puts.length = 0;
  answer = { status: 200, body: { FailedEvaluations: [] } };
});

const hurried = { ...systemClock, sleep: async () => {} };

async function evaluate(input: object, check: object, more: Record<string, string> = {}) {
  const output = quiet();
  const env = {
    ...envAs(emulator, 'looker'),
    AWS_ENDPOINT_URL_CONFIG_SERVICE: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: region,
    CHECK_EVENT: JSON.stringify({ region, principal_arn: `arn:aws:iam::${account}:user/vault`, ...check }),
    ...more,
  };
  const delivered = await createRuleHandler(env, hurried, output)(input);
  const evaluations = Object.fromEntries(
    puts
      .flatMap(({ Evaluations }) => Evaluations)
      .map(({ ComplianceResourceId, ComplianceType, Annotation }) => [
        ComplianceResourceId,
        [ComplianceType, Annotation] as const,
      ]),
  );
  return { delivered, evaluations, output };
}

describe('a periodic evaluation', () => {
  test('evaluates each KMS key, and the account for what no key shows', async () => {
    const good = await distribute(emulator, 'config-good');
    const bad = await distribute(emulator, 'config-bad', 0);
    await kms.send(new DisableKeyCommand({ KeyId: bad.versions['1']! }));
    const gone = { ...bad, name: 'config-gone', versions: { '1': '00000000-0000-0000-0000-000000000000' } };
    const { delivered, evaluations, output } = await evaluate(ruleEvent(scheduled), {
      keys: [good, bad, gone],
    });

    expect(evaluations).toMatchObject({
      [good.versions['1']!]: ['COMPLIANT', 'config-good version 1 on aws-us-west-2 matches Vault’s record.'],
      [good.versions['2']!]: ['COMPLIANT', expect.any(String)],
      [bad.versions['1']!]: ['NON_COMPLIANT', expect.stringMatching(/^key_state: config-bad@1.*Disabled/)],
      '00000000-0000-0000-0000-000000000000': ['NOT_APPLICABLE', expect.stringContaining('does not exist')],
      [account]: ['NON_COMPLIANT', expect.stringMatching(/^exists: config-gone/)],
    });
    expect(delivered).toEqual({
      evaluations: 5,
      compliant: 2,
      non_compliant: 2,
      not_applicable: 1,
      test_mode: false,
    });
    expect(puts[0]).toMatchObject({ ResultToken: 'the-token', TestMode: false });
    expect(puts[0]!.Evaluations[0]).toMatchObject({
      ComplianceResourceType: 'AWS::KMS::Key',
      OrderingTimestamp: Date.parse(at) / 1000,
    });
    expect(output.metrics[0]).toMatchObject({ Failing: 1 });
  });

  test('calls what is inconclusive NON_COMPLIANT, and says so', async () => {
    const key = await distribute(emulator, 'config-open', 0);
    await emulator.setFaults({
      match: { operation: 'DescribeKey' },
      times: 99,
      fault: { status: 400, body: { __type: 'AccessDeniedException', message: 'not you' } },
    });
    const { evaluations } = await evaluate(ruleEvent(scheduled), { keys: [key] });
    await emulator.clearFaults();
    expect(evaluations[key.versions['1']!]).toEqual([
      'NON_COMPLIANT',
      expect.stringMatching(/^Inconclusive: exists: .*not you/),
    ]);
  });

  test('keeps the test mode of a rule that is only tried', async () => {
    const key = await distribute(emulator, 'config-tried', 0);
    const { delivered } = await evaluate(ruleEvent(scheduled, { resultToken: 'TESTMODE' }), { keys: [key] });
    expect(delivered.test_mode).toBe(true);
    expect(puts).toMatchObject([{ ResultToken: 'TESTMODE', TestMode: true }]);
  });

  test('names a denied action on the account', async () => {
    const key = await distribute(emulator, 'config-denied', 0);
    const { evaluations } = await evaluate(ruleEvent(scheduled), {
      keys: [key],
      principal_arn: `arn:aws:iam::${account}:user/looker`,
    });
    expect(evaluations[account]).toEqual([
      'NON_COMPLIANT',
      expect.stringMatching(/^kms:\w+ of Vault’s principal is denied/),
    ]);
    expect(evaluations[key.versions['1']!]![0]).toBe('COMPLIANT');
  });
});

describe('an evaluation of a change', () => {
  test.each([
    ['change', changeOf],
    ['oversized', oversizedChangeOf],
  ])('of the kind %s checks the one key, and none of the permissions', async (name, change) => {
    const [key, other] = [
      await distribute(emulator, `config-${name}`),
      await distribute(emulator, `config-beside-${name}`),
    ];
    await emulator.clearRequests();
    const { evaluations, output } = await evaluate(ruleEvent(change(key.versions['2']!)), {
      keys: [key, other],
    });
    expect(evaluations).toEqual({ [key.versions['2']!]: ['COMPLIANT', expect.any(String)] });
    const operations = (await emulator.requests()).map(({ operation }) => operation);
    expect(operations).not.toContain('SimulatePrincipalPolicy');
    expect(operations.filter((operation) => operation === 'DescribeKey')).toHaveLength(2);
    // The metrics are of all keys: a change says nothing about the others.
    expect(output.metrics).toEqual([]);
  });

  test.each([
    ['a key that is deleted', { configurationItemStatus: 'ResourceDeleted' }, {}],
    ['a key that left the scope', {}, { eventLeftScope: true }],
    ['a resource of another kind', { resourceType: 'AWS::KMS::Alias' }, {}],
  ])('finds %s not applicable, without a request to AWS', async (_, change, rule) => {
    await emulator.clearRequests();
    const id = 'id-1';
    const { evaluations } = await evaluate(ruleEvent(changeOf(id, change), rule), checkEvent);
    expect(evaluations).toEqual({ [id]: ['NOT_APPLICABLE', expect.any(String)] });
    expect(await emulator.requests()).toEqual([]);
  });

  test('finds a key that Vault does not have not applicable', async () => {
    const key = await distribute(emulator, 'config-mine', 0);
    const { evaluations } = await evaluate(ruleEvent(changeOf('not-ours')), { keys: [key] });
    expect(evaluations).toEqual({ 'not-ours': ['NOT_APPLICABLE', 'The resource is not in Vault’s record.'] });
  });
});

describe('the evaluations', () => {
  const scheduledEvent = readConfigEvent(ruleEvent(scheduled), { CHECK_EVENT: JSON.stringify(checkEvent) });

  test('are delivered in batches of 100, with annotations of at most 256 characters', async () => {
    const key = await distribute(emulator, 'config-many', 0);
    const long = 'n'.repeat(400);
    const keys = Array.from({ length: 104 }, (_, index) => ({
      ...key,
      name: `${long}-${index}`,
      versions: { '1': `none-${index}` },
    }));
    await evaluate(ruleEvent(scheduled), { keys });
    expect(puts.map(({ Evaluations }) => Evaluations.length)).toEqual([100, 5]);
    for (const { Annotation } of puts.flatMap(({ Evaluations }) => Evaluations)) {
      expect(Annotation.length).toBeLessThanOrEqual(256);
      expect(Annotation.length).toBeGreaterThan(0);
    }
  }, 60_000);

  test('leave out the keys of another account, and name a key once', () => {
    const shared = keyReport('first');
    const report = verification([
      shared,
      {
        ...shared,
        name: 'second',
        status: 'fail',
        versions: [{ ...shared.versions[0]!, status: 'fail', findings: [finding()] }],
      },
      {
        ...shared,
        name: 'foreign',
        versions: [{ ...shared.versions[0]!, arn: 'arn:aws:kms:us-west-2:999999999999:key/foreign' }],
      },
    ]);
    expect(periodicEvaluations(report, scheduledEvent)).toMatchObject([
      { ComplianceResourceId: shared.versions[0]!.key_id, ComplianceType: 'NON_COMPLIANT' },
      { ComplianceResourceId: '111122223333', ComplianceType: 'COMPLIANT' },
    ]);
  });

  test('put what is wrong with a key as a whole on its latest version', () => {
    const key = keyReport('payments-db');
    const [version] = key.versions;
    const report = verification([
      {
        ...key,
        status: 'fail',
        findings: [finding({ check: 'alias_exists' })],
        versions: [version!, { ...version!, version: 2, key_id: 'newest', arn: null }],
      },
    ]);
    expect(
      periodicEvaluations(report, scheduledEvent).map(({ ComplianceResourceId, ComplianceType }) => [
        ComplianceResourceId,
        ComplianceType,
      ]),
    ).toEqual([
      [version!.key_id, 'COMPLIANT'],
      ['newest', 'NON_COMPLIANT'],
      ['111122223333', 'COMPLIANT'],
    ]);
  });

  test.each([
    [
      'rejects',
      'rejected',
      {
        status: 400,
        body: { __type: 'InvalidResultTokenException', message: 'The result token is invalid' },
      },
      /AWS Config rejected the evaluations: InvalidResultTokenException: "The result token is invalid"/,
    ],
    [
      'does not take one of',
      'not-taken',
      { status: 200, body: { FailedEvaluations: [{ ComplianceResourceId: 'k' }] } },
      /did not take 1 of \d+ evaluations, the first of k/,
    ],
  ])('make the invocation fail when AWS Config %s them', async (_, name, said, message) => {
    const key = await distribute(emulator, `config-${name}`, 0);
    answer = said;
    await expect(evaluate(ruleEvent(scheduled), { keys: [key] })).rejects.toThrow(message);
  });
});

describe('what to check', () => {
  const good = JSON.stringify(checkEvent);
  test.each([
    ['in the parameters of the rule', { ruleParameters: good }, {}],
    ['as a text in the parameter event', { ruleParameters: JSON.stringify({ event: good }) }, {}],
    ['in the environment', {}, { CHECK_EVENT: good }],
  ])('is %s', (_, rule, env) => {
    expect(readConfigEvent(ruleEvent(scheduled, rule), env)).toMatchObject({
      check: { region: 'us-west-2', source: { keys: [{ name: 'payments-db' }] } },
      account_id: '111122223333',
      changed: null,
      at,
    });
  });

  test.each([
    [
      'nothing says what to check',
      ruleEvent(scheduled),
      {},
      /ruleParameters: must hold the event, .*CHECK_EVENT/,
    ],
    [
      'CHECK_EVENT is not an event',
      ruleEvent(scheduled),
      { CHECK_EVENT: '{"region": 1}' },
      /region: must be a string/,
    ],
    ['CHECK_EVENT is not JSON', ruleEvent(scheduled), { CHECK_EVENT: '{' }, /must be an object/],
    [
      'the region is another one',
      ruleEvent(scheduled),
      { CHECK_EVENT: good, AWS_REGION: 'eu-west-1' },
      /region: must be eu-west-1/,
    ],
    [
      'the notification is of a kind that no rule gets',
      ruleEvent({ messageType: 'Other' }),
      { CHECK_EVENT: good },
      /^invokingEvent: /,
    ],
    [
      'the notification is not JSON',
      { ...ruleEvent({}), invokingEvent: '{' },
      { CHECK_EVENT: good },
      /^invokingEvent: /,
    ],
    [
      'there is no result token',
      { ...ruleEvent(scheduled), resultToken: '' },
      { CHECK_EVENT: good },
      /^resultToken: /,
    ],
    [
      'the rule parameter names a Vault that is not allowed',
      ruleEvent(scheduled, {
        ruleParameters: '{"region": "us-west-2", "vault": {"url": "https://evil.example"}}',
      }),
      {},
      /vault\.url: is not allowed/,
    ],
  ])('%s: rejected', (_, input, env, message) => {
    expect(() => readConfigEvent(input, env)).toThrow(
      expect.objectContaining({ name: 'InvalidEventError', message: expect.stringMatching(message) }),
    );
  });
});
