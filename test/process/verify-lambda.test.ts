import { DisableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { accessKey, allow, envAs, lookerPolicy, user, vaultActions } from '../lambda/support.ts';
import { runAction } from '../support/action.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { type LambdaEndpoint, type Refusal, startLambdaEndpoint } from '../support/lambda-endpoint.ts';
import { type LocalFunction, startFunction } from '../support/runtime-api.ts';

const accounts = ['111122223333', '444455556666'] as const;
const role = (account: string) => `arn:aws:iam::${account}:role/keymgmt-verifier`;
const vaultIn = (account: string) => accessKey(`vault-${account}`);

let emulator: Emulator;
let verifier: LocalFunction;
let lambda: LambdaEndpoint;

beforeAll(async () => {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accounts[0]}:user/function` },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': 'handshake' } },
      },
    ],
  };
  emulator = await startEmulator({
    config: {
      accounts: accounts.map((id, index) => ({
        id,
        users: [
          user(`vault-${id}`, { vault: allow(vaultActions) }),
          ...(index === 0 ? [user('function', { assume: allow(['sts:AssumeRole']) })] : []),
        ],
        roles: [{ name: 'keymgmt-verifier', trust, policies: { look: lookerPolicy } }],
      })),
    },
  });
  verifier = await startFunction({
    env: envAs(emulator, 'function', { ALLOWED_ROLE_ARNS: 'arn:aws:iam::*:role/keymgmt-verifier' }),
  });
  lambda = await startLambdaEndpoint({ 'keymgmt-verifier': verifier });
  await emulator.vault('POST', `sys/mounts/${path}`, { body: { type: 'keymgmt' } });
});
afterAll(async () => {
  await lambda?.stop();
  await verifier?.stop();
  await emulator?.stop();
});

/** One mount for all tests: they change nothing that another one reads, but for the key that is broken last. */
const path = 'keymgmt-fleet';

const regions = ['us-west-2', 'eu-west-1'] as const;

/** One provider an account, each verified by its own role. */
const manifest = () => `
path: ${path}
kms:
${accounts
  .map(
    (account, index) => `  aws-${index}:
    key_collection: ${regions[index]}
    credentials: { access_key: "\${KEY_${index}}", secret_key: "\${SECRET_${index}}" }
    verify:
      role_arn: ${role(account)}
      external_id: handshake
      principal_arn: arn:aws:iam::${account}:user/vault-${account}
      account_id: "${account}"`,
  )
  .join('\n')}
keys:
  payments-db: { kms: aws-0 }
  orders-db: { kms: aws-1 }
`;

function run(inputs: Record<string, string> = {}, env: Record<string, string> = {}) {
  return runAction(
    {
      url: emulator.vaultAddr,
      token: emulator.vaultToken,
      manifest: manifest(),
      verify_with: 'lambda',
      lambda_function: 'keymgmt-verifier',
      lambda_region: 'us-west-2',
      check_credentials: 'off',
      ...inputs,
    },
    {
      env: {
        AWS_ENDPOINT_URL: emulator.awsEndpoint,
        AWS_ENDPOINT_URL_LAMBDA: lambda.url,
        AWS_ACCESS_KEY_ID: 'AKIAOFTHERUNNER00000',
        AWS_SECRET_ACCESS_KEY: 'secret-of-the-runner',
        ...Object.fromEntries(
          accounts.flatMap((account, index) => [
            [`KEY_${index}`, vaultIn(account).access_key_id],
            [`SECRET_${index}`, vaultIn(account).secret_access_key],
          ]),
        ),
        ...env,
      },
    },
  );
}

const sent = (from: number) => lambda.events.slice(from);

test('apply ends with one report over both accounts, each seen with its own identity', async () => {
  const before = lambda.events.length;
  const applied = await run();

  expect(applied).toMatchObject({ exitCode: 0, outputs: { compliant: 'true' } });
  expect(JSON.parse(applied.outputs['verification']!)).toMatchObject({
    status: 'pass',
    summary: { keys: 2, versions: 2, passed: 2 },
  });
  const events = sent(before);
  expect(events.map(({ event }) => [event.region, event.credentials, event.account_id]).sort()).toEqual(
    accounts
      .map((account, index) => [
        regions[index],
        { role_arn: role(account), external_id: 'handshake' },
        account,
      ])
      .sort(),
  );
  for (const { event, agent } of events) {
    expect(event.run_id).toBe('4711');
    expect(agent).toContain('run/4711');
  }
});

const whole = { payload: { errorType: 'Error', errorMessage: 'boom' }, status: 200, functionError: true };
const refusals: [string, Refusal, string, RegExp][] = [
  [
    'may not be invoked',
    {
      status: 403,
      type: 'AccessDeniedException',
      message: 'User: x is not authorized to perform: lambda:InvokeFunction',
    },
    'lambda_denied',
    /not authorized to perform: lambda:InvokeFunction.*Allow lambda:InvokeFunction/s,
  ],
  [
    'breaks off at its time-out',
    {
      ...whole,
      payload: {
        errorType: 'Sandbox.Timedout',
        errorMessage: 'RequestId: 1 Error: Task timed out after 3.00 seconds',
      },
    },
    'lambda_timed_out',
    /timed out after 3.00 seconds.*timeout/s,
  ],
  [
    'refuses the event',
    {
      ...whole,
      payload: { errorType: 'InvalidEventError', errorMessage: 'credentials.role_arn: is not allowed' },
    },
    'lambda_event_refused',
    /role_arn: is not allowed.*ALLOWED_ROLE_ARNS/s,
  ],
  [
    'fails otherwise',
    whole,
    'lambda_failed',
    /failed \(request 8a7b6c5d-request\): Error: boom.*\/aws\/lambda\/keymgmt-verifier/s,
  ],
  [
    'is another function',
    { status: 200, payload: { hello: 'world' } },
    'lambda_no_report',
    /no report|whole report/,
  ],
];

describe('a function that', () => {
  test.each(refusals)('%s is named', async (_, refusal, code, message) => {
    lambda.refuse(refusal, refusal);
    const verified = await run({ command: 'verify' });
    expect(verified.exitCode).toBe(1);
    expect(JSON.parse(verified.outputs['error']!)).toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  test('is not there is named', async () => {
    const verified = await run({ command: 'verify', lambda_function: 'nobody' });
    expect(JSON.parse(verified.outputs['error']!)).toMatchObject({
      code: 'lambda_not_found',
      message: expect.stringContaining('`lambda_function` and `lambda_region`'),
    });
  });

  test('does not answer takes nothing from what apply did', async () => {
    const applied = await run({ lambda_function: 'nobody' });
    expect(applied.exitCode).toBe(1);
    expect(JSON.parse(applied.outputs['error']!)).toMatchObject({ code: 'lambda_not_found' });
    expect(JSON.parse(applied.outputs['plan']!).in_sync).toBe(true);
    expect(JSON.parse(applied.outputs['distributions']!)).toHaveLength(2);
    expect(JSON.parse(applied.report).applied.done).toHaveLength(2);
  });

  test('is busy is called again', async () => {
    lambda.refuse({ status: 429, type: 'TooManyRequestsException', message: 'Rate Exceeded.' });
    expect((await run({ command: 'verify' })).exitCode).toBe(0);
  });
});

test.each([
  ['lambda_function', { lambda_function: '' }],
  ['lambda_region', { lambda_region: '' }],
])('without %s nothing is begun', async (input, inputs) => {
  await emulator.clearRequests();
  const refused = await run(inputs);
  expect(JSON.parse(refused.outputs['error']!)).toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining(`input ${input}`),
  });
  expect(await emulator.requests()).toEqual([]);
});

test('verify names what is broken', async () => {
  const { data } = (await emulator.vault('GET', `${path}/kms/aws-1/key/orders-db`)).body;
  const kms = new KMSClient({
    region: regions[1],
    endpoint: emulator.awsEndpoint,
    credentials: {
      accessKeyId: vaultIn(accounts[1]).access_key_id,
      secretAccessKey: vaultIn(accounts[1]).secret_access_key,
    },
  });
  await kms.send(new DisableKeyCommand({ KeyId: data.versions['1'] }));

  const verified = await run({ command: 'verify' });
  expect(verified).toMatchObject({ exitCode: 1, outputs: { compliant: 'false' } });
  expect(JSON.parse(verified.outputs['error']!).code).toBe('not_compliant');
  expect(verified.stdout).toMatch(/::error.*Disabled/);
});
