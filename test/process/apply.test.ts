import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { runAction } from '../support/action.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

let mounts = 0;
let path: string;
/** An alias holds the key's name and the second of its distribution, so each test has a name of its own. */
let key: string;
beforeEach(async () => {
  mounts += 1;
  path = `keymgmt-${mounts}`;
  key = `payments-db-${mounts}`;
  await emulator.vault('POST', `sys/mounts/${path}`, { body: { type: 'keymgmt' } });
  await emulator.clearFaults();
  await emulator.clearRequests();
});

const secretKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

function apply(inputs: Record<string, string> = {}, awsEndpoint = emulator.awsEndpoint) {
  return runAction(
    {
      command: 'apply',
      url: emulator.vaultAddr,
      token: emulator.vaultToken,
      path,
      name: 'aws-us-west-2',
      key_collection: 'us-west-2',
      keys: `- ${key}`,
      ...inputs,
    },
    { env: { AWS_ENDPOINT_URL: awsEndpoint } },
  );
}

async function writes(): Promise<string[]> {
  const requests = await emulator.requests();
  return requests
    .filter(
      ({ method, path }) => ['PUT', 'POST', 'DELETE', 'PATCH'].includes(method) && path?.startsWith('/v1/'),
    )
    .filter(({ path }) => !path?.includes('sys/capabilities-self'))
    .map(({ method, path }) => `${method} ${path}`);
}

/** The KMS keys that were made, by the request log. */
async function createdKeys(): Promise<number> {
  const requests = await emulator.requests();
  return requests.filter(({ operation, status }) => operation === 'CreateKey' && status === 200).length;
}

const pair = () => ({ access_key: emulator.accessKeyId, secret_key: emulator.secretAccessKey });

describe('apply', () => {
  test.each([
    ['a map', () => ({ credentials: JSON.stringify(pair()) })],
    ['two fields', pair],
    ['none', () => ({})],
  ])('registers and distributes with credentials as %s', async (_, credentials) => {
    const run = await apply(credentials());

    expect(run).toMatchObject({
      exitCode: 0,
      outputs: { id: `${path}/kms/aws-us-west-2`, changed: 'true', error: '' },
    });
    const distributions = JSON.parse(run.outputs['distributions']!);
    expect(distributions).toMatchObject([
      {
        id: `${path}/kms/aws-us-west-2/key/${key}`,
        key,
        region: 'us-west-2',
        alias: expect.stringMatching(new RegExp(`^alias/hashicorp/${key}-\\d{10}$`)),
        type: 'aes256-gcm96',
        purpose: ['decrypt', 'encrypt'],
        protection: 'hsm',
        latest_version: 1,
        min_enabled_version: 1,
        versions: { 1: expect.stringMatching(/^[\da-f-]{36}$/) },
      },
    ]);
    const record = await emulator.vault('GET', `${path}/kms/aws-us-west-2/key/${key}`);
    expect(record.body.data.versions).toEqual(distributions[0].versions);
  });

  test('a second run changes nothing, and says so', async () => {
    await apply();
    await emulator.clearRequests();
    const again = await apply();

    expect(again).toMatchObject({ exitCode: 0, outputs: { changed: 'false' } });
    expect(again.stdout).toContain('No changes: Vault matches the declaration.');
    expect(JSON.parse(again.outputs['distributions']!)).toHaveLength(1);
    expect(await writes()).toEqual([]);
  });

  test('declared credentials are written again, and count as no change', async () => {
    await apply(pair());
    await emulator.clearRequests();
    const again = await apply(pair());

    expect(again).toMatchObject({ exitCode: 0, outputs: { changed: 'false' } });
    expect(await writes()).toEqual([`PUT /v1/${path}/kms/aws-us-west-2`]);
    expect(JSON.parse(again.outputs['plan']!)).toMatchObject({
      in_sync: true,
      steps: [{ op: 'refresh_credentials', id: `${path}/kms/aws-us-west-2` }],
    });
  });

  test('a key’s settings are written only where they differ from what Vault gives', async () => {
    await apply({
      keys: '- {name: a, deletion_allowed: false, min_enabled_version: 1}\n- {name: b, deletion_allowed: true}',
    });

    const sent = await writes();
    expect(sent.filter((write) => write.endsWith('/key/a') && !write.includes('/kms/'))).toHaveLength(1);
    expect(sent.filter((write) => write.endsWith('/key/b') && !write.includes('/kms/'))).toHaveLength(2);
    const key = await emulator.vault('GET', `${path}/key/b`);
    expect(key.body.data.deletion_allowed).toBe(true);
  });

  test.each([
    [
      'type',
      () => ({ keys: `- {name: ${key}, type: rsa-2048, purpose: [encrypt, decrypt]}` }),
      'aes256-gcm96',
      'rsa-2048',
    ],
    ['key_collection', () => ({ key_collection: 'eu-west-1' }), 'us-west-2', 'eu-west-1'],
  ])('a changed %s is refused with both values, and nothing is written', async (field, changed, from, to) => {
    await apply();
    await emulator.clearRequests();
    const run = await apply(changed());

    expect(run).toMatchObject({ exitCode: 1, outputs: { changed: 'false' } });
    expect(JSON.parse(run.outputs['error']!)).toMatchObject({
      code: 'plan_refused',
      message: expect.stringMatching(new RegExp(`${field} is ${from} .*${to}`)),
    });
    expect(JSON.parse(run.outputs['plan']!).refusals).toMatchObject([
      { code: 'immutable_field', field, from, to },
    ]);
    expect(await writes()).toEqual([]);
  });

  test('plan writes nothing, and gives the digest that apply then has', async () => {
    const planned = await apply({ command: 'plan' });
    expect(planned.exitCode).toBe(0);
    expect(await writes()).toEqual([]);

    const approved = await apply({ expected_plan_digest: planned.outputs['plan_digest']! });
    expect(approved).toMatchObject({ exitCode: 0, outputs: { plan_digest: planned.outputs['plan_digest'] } });

    const late = await apply({
      keys: `- ${key}\n- orders-db`,
      expected_plan_digest: planned.outputs['plan_digest']!,
    });
    expect(late.exitCode).toBe(1);
    expect(JSON.parse(late.outputs['error']!).code).toBe('plan_changed');
  });

  test('an answer lost on the distribution is not repeated: one KMS key a version', async () => {
    await emulator.setFaults({
      match: { method: 'PUT', path: `/kms/aws-us-west-2/key/${key}$` },
      fault: { drop: 'after' },
    });
    const run = await apply();

    expect(run).toMatchObject({ exitCode: 0, outputs: { changed: 'true' } });
    expect(Object.keys(JSON.parse(run.outputs['distributions']!)[0].versions)).toEqual(['1']);
    expect(await createdKeys()).toBe(1);
  });
});

describe('what is refused before the first write', () => {
  const wrong: [string, () => Record<string, string>, RegExp[]][] = [
    [
      'both credential forms',
      () => ({ credentials: '{access_key: a, secret_key: b}', ...pair() }),
      [/credentials/],
    ],
    ['half a pair', () => ({ access_key: 'AKIAIOSFODNN7EXAMPLE' }), [/secret_key/]],
    ['no name', () => ({ name: '' }), [/name/]],
    ['a namespace with a slash in front', () => ({ namespace: '/team-a' }), [/namespace/]],
    ['a namespace with a slash at its end', () => ({ namespace: 'team-a/' }), [/namespace/]],
    ['a provider name that Vault refuses', () => ({ name: 'aws us' }), [/name/]],
    ['a key name that Vault refuses', () => ({ keys: '- "payments/db"' }), [/payments\/db/]],
    ['an unknown field', () => ({ keys: '- {name: a, colour: red}' }), [/colour/]],
    ['an unknown type', () => ({ keys: '- {name: a, type: aes-128, purpose: [encrypt]}' }), [/aes-128/]],
    ['an unknown command', () => ({ command: 'aply' }), [/aply/]],
    ['an unknown boolean', () => ({ create_mount: 'yes' }), [/create_mount/]],
    ['an account id that is none', () => ({ allowed_account_ids: '111122223333\n123' }), [/"123"/]],
    ['an unknown boolean of a guard', () => ({ prune: 'True' }), [/prune/]],
    [
      'several at once',
      () => ({ name: '', command: 'aply', keys: '- {name: a, colour: red}' }),
      [/name/, /aply/, /colour/],
    ],
  ];

  test.each(wrong)('%s', async (_, inputs, expected) => {
    const run = await apply(inputs());

    const errors = run.stdout.split('\n').filter((line) => line.startsWith('::error'));
    expect(run.exitCode).toBe(1);
    expect(errors).toHaveLength(expected.length);
    for (const pattern of expected) expect(errors.some((line) => pattern.test(line))).toBe(true);
    expect(JSON.parse(run.outputs['error']!).code).toBe('invalid_input');
    expect(await emulator.requests()).toEqual([]);
  });

  test('an unheard-of region is a warning', async () => {
    const run = await apply({ command: 'plan', key_collection: 'mx-north-1' });
    expect(run.stdout).toMatch(/::warning.*mx-north-1/);
    expect(run.exitCode).toBe(0);
  });
});

test('credentials that AWS could not be asked about are a warning, and AWS is left alone then', async () => {
  let asked = 0;
  const deaf = createServer((socket) => {
    asked += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(deaf, 'listening');
  const run = await apply(pair(), `http://127.0.0.1:${(deaf.address() as AddressInfo).port}`);
  deaf.close();
  expect(run.stdout).toMatch(/::warning::.*could not be fully verified.*Check the way to 127\.0\.0\.1:\d+/);
  expect(run.exitCode).toBe(0);
  expect(await writes()).toContain(`PUT /v1/${path}/kms/aws-us-west-2/key/${key}`);
  expect(asked).toBe(3);
});

test('a secret is found nowhere in what a run produced', async () => {
  const run = await apply({
    access_key: 'AKIAIOSFODNN7EXAMPLE',
    secret_key: secretKey,
    check_credentials: 'off',
  });

  const requests = JSON.stringify(await emulator.requests());
  const base64 = Buffer.from(secretKey).toString('base64');
  for (const secret of [secretKey, base64, emulator.vaultToken]) {
    expect(run.everything).not.toContain(secret);
    expect(requests).not.toContain(secret);
  }
  const lines = run.stdout.split('\n');
  const firstRequest = lines.findIndex((line) => /::debug::.*(GET|PUT|POST) /.test(line));
  expect(lines.findLastIndex((line) => line.startsWith('::add-mask::'))).toBeLessThan(firstRequest);
  expect(run.stdout).toContain(`::add-mask::${secretKey}`);
});
