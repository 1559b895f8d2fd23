import { describe, expect, test } from '@jest/globals';
import { type Evidence, failed, found, type KmsKey } from '../../src/model/evidence.ts';
import type { Expectation } from '../../src/model/expectation.ts';
import { collectEvidence } from '../../src/verify/collect-evidence.ts';
import type { VerifyRequest } from '../../src/verify/verify-request.ts';
import { fakeClock } from './support/clock.ts';
import { expectation, keyId, kmsKey, now, region } from './support/fixtures.ts';
import { type FakeAws, fakeReader } from './support/reader.ts';

const request: VerifyRequest = {
  region,
  expectations: [],
  providers: null,
  min_keys: null,
  principal_arn: null,
  audits_verifier: false,
  account_id: null,
  depth: 'full',
  exhaustive: false,
  permissions: null,
  next: null,
};

function oneKey(number: number, changes: Partial<Expectation> = {}): Expectation {
  return expectation({
    name: `key-${number}`,
    latest_version: 1,
    min_enabled_version: 1,
    versions: { '1': keyId(number) },
    ...changes,
  });
}

/** The keys that were evaluated, and how often AWS was asked what. */
async function collect(
  expectations: readonly Expectation[],
  aws: FakeAws = {},
  changes: Partial<VerifyRequest> = {},
) {
  const { reader, calls } = fakeReader({ keys: (id) => found(kmsKey(id)), ...aws });
  const keys = await collectEvidence(
    expectations,
    { ...request, expectations, ...changes },
    { reader, clock: fakeClock(now), deadline: null, concurrency: 4 },
    async (key) => key,
  );
  return { keys: keys.map(({ expectation }) => expectation.name), calls };
}

describe('what is read of a key follows from its state', () => {
  const rsa: Partial<KmsKey> = { key_spec: 'RSA_2048', key_usage: 'SIGN_VERIFY' };
  const declared = { public_keys: { '1': 'a public key' } };

  test.each<[string, Partial<KmsKey>, Partial<Expectation>, number, number]>([
    ['an enabled key: the history of its material', {}, {}, 1, 0],
    ['a disabled key too', { key_state: 'Disabled' }, {}, 1, 0],
    ['not of a key without material', { key_state: 'PendingImport' }, {}, 0, 0],
    ['not of a key that is being deleted', { key_state: 'PendingDeletion' }, {}, 0, 0],
    ["not of AWS's own material", { origin: 'AWS_KMS' }, {}, 0, 0],
    ['an asymmetric key: the public key that Vault has, too', rsa, declared, 0, 1],
    ['not of one whose public key Vault did not show', rsa, {}, 0, 0],
    ['not of a symmetric key', {}, declared, 1, 0],
    ['not of a disabled key, which KMS rejects', { ...rsa, key_state: 'Disabled' }, declared, 0, 0],
    ['not of one that Vault has retired', rsa, { ...declared, min_enabled_version: 2 }, 0, 0],
  ])('%s', async (_, key, changes, materials, publicKey) => {
    const one = oneKey(1, changes);
    const { calls } = await collect([one], { keys: (id) => found(kmsKey(id, key)) });
    expect(calls).toMatchObject({ key: 1, policy: 1, grants: 1, materials, publicKey });
  });

  test('the material has no history at depth standard', async () => {
    const { calls } = await collect([oneKey(1)], {}, { depth: 'standard' });
    expect(calls).toMatchObject({ key: 1, materials: 0, grants: 0, publicAccess: 1 });
  });

  test.each([
    ['PRIMARY' as const, 3],
    ['REPLICA' as const, 1],
  ])('the replicas are read of a key of type %s', async (type, keys) => {
    const { calls } = await collect([oneKey(1, { replica_regions: ['us-east-1', 'eu-west-1'] })], {
      keys: (id) =>
        found(kmsKey(id, { multi_region: { type, primary_region: region, replica_regions: [] } })),
    });
    expect(calls).toMatchObject({ key: keys, policy: keys });
  });

  test('no policy of a replica that is not there', async () => {
    const multi_region = { type: 'PRIMARY' as const, primary_region: region, replica_regions: [] };
    const { calls } = await collect([oneKey(1, { replica_regions: ['us-east-1'] })], {
      keys: (id, at) => (at === region ? found(kmsKey(id, { multi_region })) : failed(failure('not_found'))),
    });
    expect(calls).toMatchObject({ key: 2, policy: 1 });
  });

  test('nothing of a key without versions, which is evaluated all the same', async () => {
    const { keys, calls } = await collect([oneKey(1, { versions: {} })]);
    expect(keys).toEqual(['key-1']);
    expect(calls).toMatchObject({ key: 0, policy: 0 });
  });

  test('nothing more of a key that is not there', async () => {
    const { calls } = await collect([oneKey(1)], { keys: () => failed(failure('not_found')) });
    expect(calls).toMatchObject({ key: 1, policy: 0, materials: 0, grants: 0, lastUsage: 0 });
  });
});

describe('a canary', () => {
  const encrypt = () => found('a ciphertext');

  test.each<[string, boolean, Partial<KmsKey>, number]>([
    ['is used where the request asks for it', true, {}, 1],
    ['is not used where it does not', false, {}, 0],
    ['is not used of a disabled key', true, { key_state: 'Disabled' }, 0],
  ])('%s', async (_, canary, key, count) => {
    const { calls } = await collect(
      [oneKey(1)],
      { encrypt, keys: (id) => found(kmsKey(id, key)) },
      { canary },
    );
    expect(calls['encrypt']).toBe(count);
  });

  test('that time cut off leaves its key to the next call', async () => {
    const cut = (): Evidence<string> => failed(failure('aborted'));
    expect((await collect([oneKey(1)], { encrypt }, { canary: true })).keys).toEqual(['key-1']);
    expect((await collect([oneKey(1)], { encrypt: cut }, { canary: true })).keys).toEqual([]);
  });
});

describe('the last use', () => {
  const usage = () => found({ last_used: null, created: now, tracked_since: now, operation: null });
  const fifty = (name: string, number: number) =>
    oneKey(number, {
      name,
      versions: Object.fromEntries(
        Array.from({ length: 50 }, (_, at) => [String(at + 1), keyId(number + at)]),
      ),
    });

  test('is read of the first hundred KMS keys', async () => {
    const keys = [fifty('a', 100), fifty('b', 200), oneKey(300)];
    expect((await collect(keys, { usage })).calls['lastUsage']).toBe(100);
    expect((await collect(keys.slice(1), { usage })).calls['lastUsage']).toBe(51);
  });

  test.each<[VerifyRequest['depth'], boolean | undefined, number]>([
    ['standard', undefined, 0],
    ['standard', false, 0],
    ['standard', true, 1],
    ['full', false, 1],
  ])('at depth %s with usage %s', async (depth, wanted, count) => {
    const changes = { depth, ...(wanted === undefined ? {} : { usage: wanted }) };
    expect((await collect([oneKey(1)], { usage }, changes)).calls['lastUsage']).toBe(count);
  });
});

const failure = (cause: 'aborted' | 'not_found') =>
  ({ cause, code: 'Aborted', message: 'out of time', action: 'kms:Any' }) as const;

describe('a key of which time cut a read off is read again by the next call', () => {
  const aborted = <T>(): Evidence<T> => failed(failure('aborted'));
  const second =
    <T>(other: (id: string) => Evidence<T>) =>
    (id: string): Evidence<T> =>
      id === keyId(2) ? aborted() : other(id);
  const keys = [oneKey(1), oneKey(2), oneKey(3)];

  test.each<[string, FakeAws]>([
    ['its description', { keys: second((id) => found(kmsKey(id))) }],
    ['its policy', { policy: second(() => found({ Version: '2012-10-17', Statement: [] })) }],
    ['its grants', { grants: second(() => found([])) }],
  ])('%s', async (_, aws) => {
    expect((await collect(keys, aws)).keys).toEqual(['key-1']);
  });

  test('but not for its last use, which only makes a notice', async () => {
    expect((await collect(keys, { usage: aborted })).keys).toHaveLength(3);
  });

  test('and any other failure is an answer', async () => {
    const policy = () => failed(failure('not_found'));
    expect((await collect(keys, { policy })).keys).toHaveLength(3);
  });

  test.each<[string, FakeAws, Partial<KmsKey>]>([
    ['the history of its material', { materials: aborted }, {}],
    ['what Access Analyzer says of its policy', { publicAccess: aborted }, {}],
    ['its public key', { publicKey: aborted }, { key_spec: 'RSA_2048' }],
  ])('%s', async (_, aws, changes) => {
    const one = oneKey(1, { public_keys: { '1': 'a public key' } });
    expect((await collect([one], { ...aws, keys: (id) => found(kmsKey(id, changes)) })).keys).toEqual([]);
  });

  test.each<[string, (at: string) => Evidence<KmsKey> | null, FakeAws['policy']]>([
    ['a replica', (at) => (at === region ? null : aborted()), undefined],
    ['the policy of a replica', () => null, aborted],
  ])('%s', async (_, cut, policy) => {
    const primary = { type: 'PRIMARY' as const, primary_region: region, replica_regions: [] };
    const aws: FakeAws = {
      keys: (id, at) => cut(at) ?? found(kmsKey(id, { multi_region: primary })),
      ...(policy && { policy }),
    };
    expect((await collect([oneKey(1, { replica_regions: ['us-east-1'] })], aws)).keys).toEqual([]);
  });
});
