import { describe, expect, test } from '@jest/globals';
import { createHandler } from '../../lambda/handler.ts';
import type { EventProblem } from '../../lambda/lambda-errors.ts';
import { readEvent } from '../../lambda/read-check-event.ts';
import { systemClock } from '../../src/effects/clock.ts';
import { badEvents } from './bad-events.ts';
import {
  credentials,
  event,
  key,
  open,
  role_arn,
  secret_arn,
  vault,
  withKey,
  withVault,
} from './good-events.ts';
import { quiet } from './support.ts';

async function problemsOf(
  input: unknown,
  env: Record<string, string> = open,
): Promise<readonly EventProblem[]> {
  // Nothing answers there: a call to AWS would be another error.
  const handler = createHandler({ ...env, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, systemClock, quiet());
  const error = (await handler(input).catch((thrown: unknown) => thrown)) as {
    name: string;
    problems: EventProblem[];
  };
  expect(error.name).toBe('InvalidEventError');
  return error.problems;
}

describe('an event that breaks the contract is refused, every problem named by its path', () => {
  test.each(
    badEvents.map(([input, ...paths]) => ({ shown: JSON.stringify(input) ?? 'undefined', input, paths })),
  )('$paths: $shown', async ({ input, paths }) => {
    const problems = await problemsOf(input);
    expect([...new Set(problems.map(({ path }) => path))].sort()).toEqual([...paths].sort());
    for (const { message } of problems) expect(message).not.toBe('');
  });

  test('there are at least eighty of them', () => {
    expect(badEvents.length).toBeGreaterThanOrEqual(80);
  });

  test('all of several problems at once, with the path in the message', async () => {
    const input = { region: 1, keys: [{ ...key, type: 2 }], depth: 3 };
    const error = await createHandler({}, systemClock, quiet())(input).catch((thrown: Error) => thrown);
    expect((error as Error).message.split('\n').map((line) => line.split(':')[0])).toEqual([
      'region',
      'depth',
      'keys[0].type',
    ]);
  });
});

describe('what the function may talk to', () => {
  const cases: [unknown, string, string, string, string][] = [
    [
      credentials({ role_arn }),
      'credentials.role_arn',
      'ALLOWED_ROLE_ARNS',
      role_arn,
      'arn:aws:iam::111122223333:role/*',
    ],
    [
      credentials({ secret_arn }),
      'credentials.secret_arn',
      'ALLOWED_SECRET_ARNS',
      secret_arn,
      'arn:aws:secretsmanager:*:*:secret:vault-*',
    ],
    [withVault({}), 'vault.url', 'ALLOWED_VAULT_URLS', vault.url, 'https://*.example.com:8200'],
  ];
  test.each(cases)('%j: %s only when it is listed in %s', async (input, path, variable, value, pattern) => {
    expect(await problemsOf(input, {})).toMatchObject([{ path, message: expect.stringContaining(variable) }]);
    expect(await problemsOf(input, { [variable]: 'something else' })).toMatchObject([{ path }]);
    expect(await problemsOf(input, { [variable]: value.slice(0, -1) })).toMatchObject([{ path }]);
    for (const list of [value, pattern, `other, ${value}`])
      expect(() => readEvent(input, { [variable]: list })).not.toThrow();
  });

  test('a dot in the list is a dot', () => {
    const other = withVault({ url: 'https://vaultXexample.com:8200' });
    expect(() => readEvent(other, { ALLOWED_VAULT_URLS: vault.url })).toThrow('vault.url');
  });
});

describe('an event of any size makes a small error', () => {
  test.each([
    ['empty keys', { region: 'us-west-2', keys: Array.from({ length: 500_000 }, () => ({})) }, /more$/],
    ['empty keys of a batch', { Items: Array.from({ length: 500_000 }, () => ({})) }, /more$/],
    [
      'keys that repeat each other',
      { region: 'us-west-2', keys: Array.from({ length: 100_000 }, () => key) },
      /and 99,979 more$/,
    ],
    [
      'unknown fields',
      Object.fromEntries(Array.from({ length: 300_000 }, (_, index) => [`field-${index}`, 1])),
      /more$/,
    ],
    [
      'versions without a number',
      withKey({ versions: Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`v${i}`, ''])) }),
      /versions/,
    ],
    ['purposes', withKey({ purpose: Array.from({ length: 500_000 }, () => 'x') }), /purpose/],
    ['a long name of a field', { ...event, ['x'.repeat(1_000_000)]: 1 }, /is not a field/],
  ])('%s', (_, input, words) => {
    const before = process.memoryUsage().heapUsed;
    const error = (() => {
      try {
        return readEvent(input, open);
      } catch (thrown) {
        return thrown as Error & { problems: readonly EventProblem[] };
      }
    })() as Error & { problems: readonly EventProblem[] };
    expect(error.name).toBe('InvalidEventError');
    expect(error.message).toMatch(words);
    expect(error.message.length).toBeLessThan(8_000);
    expect(error.problems.length).toBeLessThanOrEqual(20);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(400_000_000);
  });
});

describe('defaults', () => {
  test('of an event with keys', () => {
    expect(readEvent(event, {})).toMatchObject({
      verifier: { kind: 'self' },
      principal_arn: null,
      depth: 'standard',
      permissions: { sets: null, actions: [], method: 'auto', history: false },
      fail_on_noncompliance: false,
      fail_on_indeterminate: false,
      next: null,
      is_batch: false,
    });
    const { source } = readEvent(withKey({ min_enabled_version: undefined, replica_regions: undefined }), {});
    expect(source).toMatchObject({
      keys: [{ min_enabled_version: 1, replica_regions: [], public_keys: {} }],
    });
  });

  test('of an event with vault', () => {
    expect(readEvent(withVault({}), open).source).toMatchObject({
      vault: { namespace: '', auth_path: 'aws', path: 'keymgmt' },
    });
  });

  test('http is for loopback only', () => {
    for (const url of ['http://127.0.0.1:8200', 'http://localhost:8200', 'http://[::1]:8200'])
      expect(() => readEvent(withVault({ url }), open)).not.toThrow();
  });
});
