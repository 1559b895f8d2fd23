import { expect, test } from '@jest/globals';
import type { Clients } from '../../src/aws/clients.ts';
import { resolveVerifierCredentials } from '../../src/aws/verifier-identity.ts';
import { systemClock } from '../../src/effects/clock.ts';

const role = {
  kind: 'role',
  role_arn: 'arn:aws:iam::111122223333:role/verifier',
  external_id: null,
} as const;

/** An STS that gives these answers one after the other; a session that is about to expire, or none. */
function stsThat(answers: readonly ('a session' | 'no answer')[]) {
  const left = [...answers];
  const send = async () => {
    if (left.shift() === 'no answer') throw Object.assign(new Error('lost'), { name: 'TimeoutError' });
    const Expiration = new Date(Date.now() + 60_000);
    const AccessKeyId = `session-${answers.length - left.length}`;
    return { Credentials: { AccessKeyId, SecretAccessKey: 'secret', Expiration } };
  };
  return { options: {}, open: () => ({ send }) } as unknown as Clients;
}

async function providerOn(answers: Parameters<typeof stsThat>[0]) {
  const credentials = await resolveVerifierCredentials(
    role,
    'us-west-2',
    null,
    stsThat(answers),
    systemClock,
  );
  if (!credentials.ok || credentials.value === null) throw new Error('the role was not assumed');
  return credentials.value;
}

test('a session that is about to expire is renewed, once for all who ask', async () => {
  const provide = await providerOn(['a session', 'a session']);
  const both = await Promise.all([provide(), provide()]);
  expect(both.map(({ accessKeyId }) => accessKeyId)).toEqual(['session-2', 'session-2']);
});

test('a renewal that failed is tried again', async () => {
  const provide = await providerOn(['a session', 'no answer', 'a session']);
  await expect(provide()).rejects.toThrow('lost');
  expect((await provide()).accessKeyId).toBe('session-3');
});
