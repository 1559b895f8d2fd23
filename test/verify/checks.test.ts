import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Evidence, KmsAlias, KmsKey, VersionEvidence } from '../../src/model/evidence.ts';
import { failed, found } from '../../src/model/evidence.ts';
import type { Expectation } from '../../src/model/expectation.ts';
import { indexAliases } from '../../src/verify/aliases.ts';
import type { CheckContext } from '../../src/verify/check.ts';
import { checkCatalogue } from '../../src/verify/checks/all-checks.ts';
import { canaryNotices } from '../../src/verify/checks/canary.ts';
import { latestUsage } from '../../src/verify/checks/last-use.ts';
import { evaluateKey } from '../../src/verify/evaluate-key.ts';
import { Transcript } from '../support/transcript.ts';
import {
  account,
  alias,
  arnOf,
  context,
  defaultPolicy,
  denied,
  evidence,
  expectation,
  keyId,
  kmsKey,
  notFound,
  vaultUser,
} from './support/fixtures.ts';

/** Every finding and notice of these tests. */
const transcript = new Transcript('test/verify/checks.txt');

/** What differs from a key that passes everything. */
interface Situation {
  readonly expectation?: Partial<Expectation>;
  readonly retired?: Partial<KmsKey>;
  readonly current?: Partial<KmsKey>;
  readonly evidence?: Partial<VersionEvidence>;
  readonly aliases?: Evidence<readonly KmsAlias[]>;
  readonly context?: Partial<CheckContext>;
}

function evaluate(situation: Situation) {
  const retired = kmsKey(keyId(1), { key_state: 'Disabled', ...situation.retired });
  const current = kmsKey(keyId(2), situation.current);
  const expected = expectation(situation.expectation);
  const last = Math.max(...Object.keys(expected.versions).map(Number));
  const { key, notices } = evaluateKey(
    expected,
    { '1': evidence(retired), [last]: evidence(current, situation.evidence) },
    indexAliases(situation.aliases ?? found([alias()])),
    { ...context, ...situation.context },
  );
  const findings = [...key.versions.flatMap((version) => version.findings), ...key.findings];
  transcript.record({ finding: findings, notice: notices });
  return { key, notices, findings, verdicts: findings.map(({ check, status }) => `${check} ${status}`) };
}

const primary = { type: 'PRIMARY', primary_region: 'us-west-2', replica_regions: ['eu-west-1'] };
const replica = { ...primary, type: 'REPLICA' };
const replicated = { expectation: { replica_regions: ['eu-west-1'] }, retired: { multi_region: primary } };
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 512 });
const other = generateKeyPairSync('rsa', { modulusLength: 512 }).publicKey;
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const der = (key: typeof publicKey) => key.export({ type: 'spki', format: 'der' }).toString('base64');
const rsa: Situation = {
  expectation: { type: 'rsa-2048', purpose: ['sign', 'verify'], public_keys: { '2': pem } },
  retired: { key_spec: 'RSA_2048', key_usage: 'SIGN_VERIFY' },
  current: { key_spec: 'RSA_2048', key_usage: 'SIGN_VERIFY' },
};
const canaries = { '2': { ciphertext: 'AQID', made_at: '2023-06-01T00:00:00Z' } };
const failing = (code: string) =>
  failed<string>({ cause: 'denied', code, message: 'no', action: 'kms:Decrypt' });
const replicaKey = (changes: Partial<KmsKey> = {}) =>
  kmsKey(keyId(2), { arn: arnOf(keyId(2), 'eu-west-1'), multi_region: replica, ...changes });
const retiredReplicas = { 'eu-west-1': found(replicaKey()) };

test('a key as Vault leaves it passes', () => {
  expect(evaluate({}).key).toMatchObject({ status: 'pass', findings: [] });
  expect(evaluate({ ...rsa, evidence: { public_key: found(der(publicKey)) } }).verdicts).toEqual([]);
});

describe('each check fails alone', () => {
  const failures: Record<string, Situation> = {
    exists: { evidence: { key: notFound('kms:DescribeKey') } },
    account: { current: { account_id: '999988887777' } },
    key_state: { current: { key_state: 'Disabled' } },
    material: { current: { key_state: 'PendingImport' } },
    origin: { current: { origin: 'AWS_KMS' } },
    key_spec: { current: { key_spec: 'HMAC_256' } },
    key_usage: { current: { key_usage: 'SIGN_VERIFY' } },
    key_manager: { current: { key_manager: 'AWS', origin: 'AWS_KMS' } },
    key_store: { current: { custom_key_store_id: 'cks-1', origin: 'AWS_CLOUDHSM' } },
    deletion_date: { current: { deletion_date: '2024-01-08T00:00:00.000Z' } },
    expiry: { current: { valid_to: '2023-12-31T00:00:00.000Z', expiration_model: 'KEY_MATERIAL_EXPIRES' } },
    material_id: { expectation: { key_material_ids: { '2': 'b'.repeat(64) } } },
    material_history: {
      evidence: {
        materials: found([
          { id: 'a', state: 'CURRENT', import_state: 'IMPORTED', rotation_date: null },
          { id: 'b', state: 'NON_CURRENT', import_state: 'IMPORTED', rotation_date: null },
        ]),
      },
    },
    multi_region: { current: { multi_region: primary } },
    public_key: { ...rsa, evidence: { public_key: found(der(other)) } },
    key_policy: { evidence: { policy: found({ Statement: [] }) } },
    policy_public: {
      evidence: {
        policy: found({
          Statement: [
            ...defaultPolicy.Statement,
            { Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' },
          ],
        }),
      },
    },
    policy_foreign: {
      evidence: {
        policy: found({
          Statement: [
            ...defaultPolicy.Statement,
            {
              Effect: 'Allow',
              Principal: { AWS: 'arn:aws:iam::999988887777:root' },
              Action: 'kms:*',
              Resource: '*',
            },
          ],
        }),
      },
    },
    grants: {
      evidence: {
        grants: found([
          { grantee: 'arn:aws:iam::999988887777:role/app', operations: ['Decrypt'], is_constrained: false },
        ]),
      },
    },
    creation_date: { current: { creation_date: '2020-01-01T00:00:00.000Z' } },
    version_record: {
      expectation: {
        latest_version: 3,
        min_enabled_version: 1,
        versions: { '1': keyId(1), '3': keyId(2) },
      },
      retired: { key_state: 'Enabled' },
    },
    latest_version: { expectation: { latest_version: 3 } },
    key_age: { expectation: { rotate_after: '30d', latest_version_time: '2023-12-01T00:00:00Z' } },
    canary: {
      expectation: { canaries },
      evidence: { canary: { use: 'decrypt', answer: failing('InvalidCiphertextException') } },
    },
    alias_form: {
      expectation: { alias: 'alias/hashicorp/payments-db' },
      aliases: found([alias({ name: 'alias/hashicorp/payments-db' })]),
    },
    alias_exists: { aliases: found([]) },
    alias_target: { aliases: found([alias({ target_key_id: keyId(1) })]) },
    alias_single: {
      aliases: found([alias(), alias({ name: 'alias/hashicorp/payments-db-1600000000' })]),
    },
  };
  test.each(Object.entries(failures))('%s', (check, situation) => {
    const { verdicts, findings, key } = evaluate(situation);
    expect(verdicts).toEqual([`${check} fail`]);
    expect(key.status).toBe('fail');
    expect(findings[0]?.message).toContain('payments-db');
    expect(findings[0]?.remediation).not.toBe('');
  });

  test('replicas', () => {
    const run = (answer: Evidence<KmsKey>) => {
      const { key } = evaluateKey(
        expectation({ ...replicated.expectation, min_enabled_version: 1 }),
        {
          '1': evidence(kmsKey(keyId(1), { multi_region: primary }), { replicas: retiredReplicas }),
          '2': evidence(kmsKey(keyId(2), { multi_region: primary }), { replicas: { 'eu-west-1': answer } }),
        },
        indexAliases(found([alias()])),
        context,
      );
      const findings = key.versions.flatMap((version) => version.findings);
      transcript.record({ finding: findings });
      return findings.map(({ check, status, actual }) => ({ check, status, actual }));
    };
    const check = 'replicas';
    expect(run(found(replicaKey()))).toEqual([]);
    expect(run(notFound('kms:DescribeKey'))).toEqual([{ check, status: 'fail', actual: 'none' }]);
    expect(run(found(replicaKey({ key_state: 'PendingImport' })))).toEqual([
      { check, status: 'fail', actual: 'PendingImport' },
    ]);
    expect(run(found(replicaKey({ key_state: 'Disabled' })))).toEqual([
      { check: 'key_state', status: 'fail', actual: 'Disabled' },
    ]);
    expect(run(found(replicaKey({ key_state: 'Resting' })))).toEqual([
      { check: 'key_state', status: 'indeterminate', actual: 'Resting' },
    ]);
    expect(run(found(replicaKey({ origin: 'AWS_KMS' })))).toEqual([
      { check: 'origin', status: 'fail', actual: 'AWS_KMS' },
    ]);
    const valid_to = '2024-01-02T00:00:00.000Z';
    expect(run(found(replicaKey({ valid_to, expiration_model: 'KEY_MATERIAL_EXPIRES' })))).toEqual([
      { check: 'expiry', status: 'fail', actual: `expires on ${valid_to}` },
    ]);
    expect(run(found(replicaKey({ multi_region: null })))).toEqual([
      { check, status: 'fail', actual: 'single-region' },
    ]);
    expect(run(denied('kms:DescribeKey'))).toEqual([
      { check, status: 'indeterminate', actual: 'AccessDeniedException' },
    ]);
  });

  test('no check is left out', () => {
    const elsewhere = ['replicas', 'distributed', 'distinct_keys', 'last_use'];
    const perKey = Object.values(checkCatalogue).filter(
      ({ scope }) => scope === 'version' || scope === 'key',
    );
    expect([...Object.keys(failures), ...elsewhere].sort()).toEqual(perKey.map(({ id }) => id).sort());
  });
});

describe('a permission that the verifier identity lacks makes that check indeterminate, and no other', () => {
  const cases: Record<string, [Situation, string]> = {
    'kms:DescribeKey': [{ evidence: { key: denied('kms:DescribeKey') } }, 'exists'],
    'kms:GetKeyPolicy': [{ evidence: { policy: denied('kms:GetKeyPolicy') } }, 'key_policy'],
    'kms:ListGrants': [{ evidence: { grants: denied('kms:ListGrants') } }, 'grants'],
    'kms:ListKeyRotations': [{ evidence: { materials: denied('kms:ListKeyRotations') } }, 'material_history'],
    'kms:GetPublicKey': [{ ...rsa, evidence: { public_key: denied('kms:GetPublicKey') } }, 'public_key'],
    'kms:ListAliases': [{ aliases: denied('kms:ListAliases') }, 'alias_exists'],
  };
  test.each(Object.entries(cases))('%s', (action, [situation, check]) => {
    const { verdicts, findings, key } = evaluate(situation);
    expect(verdicts).toEqual([`${check} indeterminate`]);
    expect(key.status).toBe('indeterminate');
    expect(findings[0]?.message).toContain(action);
    expect(findings[0]?.remediation).toContain(action);
  });

  test('an open question hides no failure', () => {
    const { key } = evaluate({
      current: { key_state: 'Disabled' },
      evidence: { policy: denied('kms:GetKeyPolicy') },
    });
    expect(key.status).toBe('fail');
  });
});

describe('one cause, one finding', () => {
  const causes: [string, Situation, string][] = [
    [
      'a scheduled deletion',
      { current: { key_state: 'PendingDeletion', deletion_date: '2024-01-08T00:00:00.000Z' } },
      'key_state fail',
    ],
    [
      'a key in another region',
      { evidence: { key: notFound('kms:DescribeKey') }, aliases: found([]) },
      'exists fail',
    ],
    [
      'expired material',
      {
        current: {
          key_state: 'PendingImport',
          valid_to: '2023-12-31T00:00:00.000Z',
          expiration_model: 'KEY_MATERIAL_EXPIRES',
        },
      },
      'material fail',
    ],
    ['no aliases to be seen', { aliases: denied('kms:ListAliases') }, 'alias_exists indeterminate'],
  ];
  test.each(causes)('%s', (_, situation, verdict) => {
    expect(evaluate(situation).verdicts).toEqual([verdict]);
  });
});

describe('the state that is due', () => {
  test('a retired version is Disabled, and an enabled one is a failure', () => {
    expect(evaluate({ retired: { key_state: 'Enabled' } }).findings).toMatchObject([
      { check: 'key_state', status: 'fail', expected: 'Disabled', actual: 'Enabled' },
    ]);
  });

  test('min_enabled_version 0 enables every version', () => {
    expect(evaluate({ expectation: { min_enabled_version: 0 } }).findings).toMatchObject([
      { check: 'key_state', expected: 'Enabled', actual: 'Disabled' },
    ]);
  });

  test.each(['Creating', 'Updating', 'Unavailable', 'PendingReplicaDeletion', 'PendingDeletion'])(
    '%s fails',
    (state) => {
      expect(evaluate({ current: { key_state: state } }).verdicts).toEqual(['key_state fail']);
    },
  );
});

describe('what this version does not know is indeterminate', () => {
  const unknown: [string, Situation][] = [
    ['key_state', { current: { key_state: 'Resting' } }],
    ['key_state', { current: { key_state: null } }],
    ['origin', { current: { origin: 'MOON' } }],
    ['key_spec', { current: { key_spec: 'ML_KEM_768' } }],
    ['key_spec', { expectation: { type: 'ml-kem-768' } }],
    ['key_usage', { current: { key_usage: 'KEY_ENCAPSULATION' } }],
    ['key_usage', { expectation: { purpose: ['encrypt', 'sign'] } }],
    ['key_manager', { current: { key_manager: 'PARTNER' } }],
  ];
  test.each(unknown)('%s: %j', (check, situation) => {
    const verdicts = new Set(evaluate(situation).verdicts);
    expect([...verdicts]).toEqual([`${check} indeterminate`]);
  });
});

describe('types and purposes', () => {
  test.each([
    ['rsa-3072', ['encrypt', 'decrypt'], 'RSA_3072', 'ENCRYPT_DECRYPT'],
    ['rsa-4096', ['wrap', 'unwrap'], 'RSA_4096', 'ENCRYPT_DECRYPT'],
    ['ecdsa-p256', ['sign'], 'ECC_NIST_P256', 'SIGN_VERIFY'],
    ['ecdsa-p384', ['sign', 'verify'], 'ECC_NIST_P384', 'SIGN_VERIFY'],
    ['ecdsa-p521', ['verify'], 'ECC_NIST_P521', 'SIGN_VERIFY'],
  ])('%s for %j is %s, %s', (type, purpose, key_spec, key_usage) => {
    const key = { key_spec, key_usage };
    const publicKey = found(der(other));
    const public_keys = { '2': other.export({ type: 'spki', format: 'pem' }).toString() };
    const evidence = { public_key: publicKey };
    expect(
      evaluate({ expectation: { type, purpose, public_keys }, retired: key, current: key, evidence })
        .verdicts,
    ).toEqual([]);
  });
});

describe('the age of a key', () => {
  const aged = (rotate_after: string, latest_version_time?: string, creation_date?: string | null) =>
    evaluate({
      expectation: {
        rotate_after,
        ...(latest_version_time === undefined ? {} : { latest_version_time }),
        distribution_time: null,
      },
      ...(creation_date === undefined ? {} : { current: { creation_date } }),
    }).verdicts;

  test('counts from the version’s creation in Vault', () => {
    expect(aged('31d', '2023-12-01T00:00:00Z')).toEqual([]);
    expect(aged('30d', '2023-12-01T00:00:00Z')).toEqual(['key_age fail']);
  });

  test('is at least that of its KMS key, and open without Vault’s time', () => {
    expect(aged('40d', undefined, '2023-11-14T00:00:00Z')).toEqual(['key_age fail']);
    expect(aged('90d', undefined, '2023-11-14T00:00:00Z')).toEqual(['key_age indeterminate']);
    expect(aged('90d', undefined, null)).toContain('key_age indeterminate');
  });

  test('matters only where a period is declared', () => {
    expect(evaluate({ expectation: { latest_version_time: '2000-01-01T00:00:00Z' } }).verdicts).toEqual([]);
  });
});

describe('the last use', () => {
  const created = '2022-06-01T00:00:00.000Z';
  const used = (last_used: string | null, tracked_since = created) => ({
    evidence: { usage: found({ last_used, operation: 'Decrypt', created, tracked_since }) },
  });
  const messages = (situation: Situation) => evaluate(situation).notices.map(({ message }) => message);

  test('is in the report', () => {
    const [, latest] = evaluate(used('2023-12-31T00:00:00.000Z')).key.versions;
    expect(latest?.usage).toEqual({
      last_used: '2023-12-31T00:00:00.000Z',
      operation: 'Decrypt',
      tracked_since: created,
    });
    expect(evaluate({}).key.versions[1]).not.toHaveProperty('usage');
  });

  test('is a notice when it was a year ago, or never since KMS records it', () => {
    expect(messages(used('2023-01-01T00:00:00.001Z'))).toEqual([]);
    expect(messages(used('2023-01-01T00:00:00.000Z'))).toEqual([
      expect.stringContaining('was last used on 2023-01-01'),
    ]);
    expect(messages(used(null))).toEqual([expect.stringContaining('since it was created')]);
    expect(messages(used(null, '2022-12-31T00:00:00.000Z'))).toEqual([
      expect.stringContaining('when KMS began to record uses'),
    ]);
    expect(messages(used(null, '2023-06-01T00:00:00.000Z'))).toEqual([]);
  });

  test('of a disabled key is none', () => {
    const retired = evaluateKey(
      expectation(),
      {
        '1': evidence(kmsKey(keyId(1), { key_state: 'Disabled' }), used(null).evidence),
        '2': evidence(kmsKey(keyId(2))),
      },
      indexAliases(found([alias()])),
      context,
    );
    expect(retired.notices).toEqual([]);
  });

  test('of a multi-region key is the latest of its regions, and unknown when one is', () => {
    const usage = (last_used: string | null) =>
      found({ last_used, operation: null, created, tracked_since: created });
    const latest = latestUsage([
      usage(null),
      usage('2023-05-05T00:00:00.000Z'),
      usage('2023-01-01T00:00:00.000Z'),
    ]);
    expect(latest).toMatchObject({ value: { last_used: '2023-05-05T00:00:00.000Z' } });
    expect(latestUsage([usage(null), denied('kms:GetKeyLastUsage'), usage(null)]).ok).toBe(false);
  });
});

describe('the canary', () => {
  const text = `vault-keymgmt canary of ${keyId(2)}`;
  const using = (canary: VersionEvidence['canary'], situation: Situation = {}) =>
    evaluate({ ...situation, evidence: { ...situation.evidence, ...(canary && { canary }) } });
  const latest = (situation: ReturnType<typeof evaluate>) => situation.key.versions[1]?.canary;
  const kept = { expectation: { canaries } };

  test('that was made in this run is a notice, and is in the report for the next', () => {
    const made = using({ use: 'encrypt', answer: found('AQID') });
    expect(made).toMatchObject({ verdicts: [], notices: [] });
    expect(canaryNotices('us-west-2', [made.key])).toMatchObject([{ code: 'canary', id: 'us-west-2' }]);
    expect(canaryNotices('us-west-2', [evaluate({}).key])).toEqual([]);
    expect(latest(made)).toEqual({ result: 'made', ciphertext: 'AQID', made_at: context.now });
  });

  test('that decrypts to its text passes, and is kept with the time when it was made', () => {
    const read = using({ use: 'decrypt', answer: found(text) }, kept);
    expect(read).toMatchObject({ verdicts: [], notices: [] });
    expect(latest(read)).toEqual({ result: 'pass', ...canaries['2'] });
  });

  test.each([
    ['another text', found(`vault-keymgmt canary of ${keyId(1)}`)],
    ['a changed ciphertext', failing('InvalidCiphertextException')],
    ['the ciphertext of another KMS key', failing('IncorrectKeyException')],
  ])('fails for %s, and is kept', (_, answer) => {
    const read = using({ use: 'decrypt', answer }, kept);
    expect(read.verdicts).toEqual(['canary fail']);
    expect(read.findings[0]?.message).toContain('the canary of 2023-06-01T00:00:00Z is not readable');
    expect(latest(read)).toEqual({ result: 'fail', ...canaries['2'] });
  });

  test('is open where the key may not be used, and is kept', () => {
    for (const use of ['encrypt', 'decrypt', 'sign'] as const) {
      const read = using({ use, answer: denied(`kms:${use}`) }, use === 'decrypt' ? kept : {});
      expect(read.verdicts).toEqual(['canary indeterminate']);
      expect(read.findings[0]?.remediation).toContain(`kms:${use}`);
      expect(latest(read)).toEqual({ result: 'indeterminate', ...(use === 'decrypt' && canaries['2']) });
    }
  });

  test('of an earlier report outlives a run that does not use the key', () => {
    expect(latest(evaluate(kept))).toEqual({ result: 'not_used', ...canaries['2'] });
    const unread = evaluate({ ...kept, evidence: { key: denied('kms:DescribeKey') } });
    expect(latest(unread)).toEqual({ result: 'not_used', ...canaries['2'] });
    expect(latest(evaluate({}))).toBeUndefined();
  });

  test('of a key that signs needs a signature that verifies with Vault’s public key', () => {
    const signed = (read: Evidence<string>) =>
      using({ use: 'sign', answer: found('AQID') }, { ...rsa, evidence: { public_key: read } });
    const same = signed(found(der(publicKey)));
    expect(same.verdicts).toEqual(['canary fail']);
    expect(latest(same)).toEqual({ result: 'fail' });
    expect(signed(denied('kms:GetPublicKey')).verdicts).toEqual(['public_key indeterminate', 'canary fail']);
  });

  test('says nothing about another key pair, which public_key reports', () => {
    const other_pair = { ...rsa, evidence: { public_key: found(der(other)) } };
    const read = using({ use: 'sign', answer: found('AQID') }, other_pair);
    expect(read.verdicts).toEqual(['public_key fail']);
    expect(latest(read)).toBeUndefined();
  });
});

describe('notices change no verdict', () => {
  test('material that will expire', () => {
    const { key, notices } = evaluate({
      current: { valid_to: '2024-01-11T00:00:00.000Z', expiration_model: 'KEY_MATERIAL_EXPIRES' },
    });
    expect(key.status).toBe('pass');
    expect(notices).toMatchObject([{ code: 'expiry', id: 'aws-us-west-2/payments-db@2' }]);
    expect(notices[0]?.message).toContain('in 10 days');
  });
});

describe('the key policy', () => {
  const policy = (...statements: unknown[]) =>
    evaluate({ evidence: { policy: found({ Statement: statements }) } }).verdicts;
  const [delegation] = defaultPolicy.Statement;

  test('names the principal itself', () => {
    expect(
      policy({ Effect: 'Allow', Principal: { AWS: vaultUser }, Action: 'kms:*', Resource: '*' }),
    ).toEqual([]);
  });

  test('denies one action that Vault needs', () => {
    expect(
      policy(delegation, { Effect: 'Deny', Principal: '*', Action: 'kms:Disable*', Resource: '*' }),
    ).toEqual(['key_policy fail']);
  });

  test('depends on a condition', () => {
    const Condition = { StringEquals: { 'aws:SourceVpce': 'vpce-1' } };
    expect(policy({ ...delegation, Condition })).toEqual(['key_policy indeterminate']);
  });

  test('without an audited principal', () => {
    const run = (document: unknown) =>
      evaluate({ context: { principal_arn: null }, evidence: { policy: found(document) } }).verdicts;
    expect(run({ Statement: [] })).toEqual(['key_policy indeterminate']);
  });

  test('binds a public statement to the account', () => {
    const bound = (Condition: unknown) =>
      policy(delegation, { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:Decrypt', Condition });
    expect(bound({ StringEquals: { 'kms:CallerAccount': account } })).toEqual([]);
    expect(bound({ StringLike: { 'aws:PrincipalArn': '*' } })).toEqual(['policy_public fail']);
    expect(bound({ StringNotEquals: { 'aws:PrincipalAccount': account } })).toEqual(['policy_public fail']);
  });
});

describe('the alias', () => {
  const form = (changes: Partial<Expectation>) =>
    evaluate({ expectation: changes, aliases: found([alias({ name: changes.alias ?? alias().name })]) })
      .verdicts;

  test.each([
    ['alias/hashicorp/app-1700000000-1700000000', 'app-1700000000', []],
    ['alias/hashicorp/app-1700000000', 'app-1700000000', ['alias_form fail']],
    ['alias/hashicorp/other-1700000000', 'app', ['alias_form fail']],
    ['alias/app-1700000000', 'app', ['alias_form fail']],
    ['alias/hashicorp/app-1500000000', 'app', ['alias_form fail']],
    ['alias/hashicorp/app-17', 'app', ['alias_form fail']],
  ])('%s of %s', (name, key, verdicts) => {
    expect(form({ alias: name, name: key })).toEqual(verdicts);
  });

  test('that points nowhere names nothing as its target', () => {
    expect(evaluate({ aliases: found([alias({ target_key_id: null })]) }).findings).toMatchObject([
      { check: 'alias_target', expected: keyId(2), actual: 'nothing' },
    ]);
  });
});

describe('what else is looked at', () => {
  const material = { id: 'a'.repeat(64), state: 'CURRENT', import_state: 'IMPORTED', rotation_date: null };
  const history = (...materials: (typeof material | object)[]) => ({
    evidence: { materials: found(materials.map((one) => ({ ...material, ...one }))) },
  });
  const analyzed = (public_access: VersionEvidence['public_access'], Statement: unknown = []) => ({
    evidence: {
      public_access,
      policy: found({ Statement: [...defaultPolicy.Statement, ...[Statement].flat()] }),
    },
  });
  const open = { Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };
  const situations: Record<string, Situation> = {
    'a material without a name that waits for its import': history({
      id: null,
      import_state: 'PENDING_IMPORT',
    }),
    'materials without a name or a state': history({ id: null }, { state: null }, { id: 'c', state: null }),
    'one material without a name': history({ id: null }),
    'a key without the name of its material': { ...history({}), current: { key_material_id: null } },
    'two materials that wait for their import': history({ import_state: 'PENDING_IMPORT' }, { id: 'b' }),
    'two materials, and the first is another one': history({ id: 'c' }, { id: 'b' }),
    'the materials of an RSA key': { ...rsa, ...history({ id: 'c' }) },
    'the materials of a key of KMS': { ...history({ id: 'c' }), current: { origin: 'AWS_KMS' } },
    'Access Analyzer finds a public statement': analyzed(found({ result: 'FAIL', reasons: ['one', 'two'] })),
    'Access Analyzer finds none where a reading would': analyzed(
      found({ result: 'PASS', reasons: [] }),
      open,
    ),
    'Access Analyzer gives no answer': analyzed(denied('access-analyzer:CheckNoPublicAccess'), open),
    'a key policy that cannot be read': { evidence: { policy: found('nonsense') } },
    'a key policy without an account to delegate to': {
      context: { account_id: null, principal_arn: null },
      evidence: { policy: found({ Statement: [] }) },
    },
    'a key in another region': { current: { arn: arnOf(keyId(2), 'eu-west-1') } },
    'a key whose ARN names no region': { current: { arn: 'arn:aws:kms' } },
    'a key of an unknown age': { current: { creation_date: null } },
    'a key created just before its distribution': { current: { creation_date: '2023-11-14T22:12:20.000Z' } },
    'grants to two accounts, and within the account': {
      evidence: {
        grants: found([
          {
            grantee: 'arn:aws:iam::999988887777:role/a',
            operations: ['Decrypt', 'Encrypt'],
            is_constrained: false,
          },
          { grantee: 'arn:aws:iam::999988887778:role/b', operations: ['Sign'], is_constrained: true },
          {
            grantee: `arn:aws:iam::${account}:role/c`,
            operations: ['Decrypt', 'Encrypt'],
            is_constrained: false,
          },
          { grantee: `arn:aws:iam::${account}:role/d`, operations: ['Sign'], is_constrained: true },
        ]),
      },
    },
    'two versions missing from the record': {
      expectation: { latest_version: 4, min_enabled_version: 2, versions: { '1': keyId(1), '4': keyId(2) } },
    },
    'no version in the record': { expectation: { versions: {} } },
    'two versions with one KMS key, and two with another': {
      expectation: {
        latest_version: 4,
        min_enabled_version: 0,
        versions: { '1': keyId(1), '2': keyId(2), '3': keyId(1), '4': keyId(2) },
      },
      retired: { key_state: 'Enabled' },
    },
    'a primary whose replicas nobody read': {
      expectation: { replica_regions: ['eu-west-1', 'ap-south-1'], min_enabled_version: 1 },
      retired: { multi_region: primary, key_state: 'Enabled' },
      current: { multi_region: primary },
    },
    'replicas in two regions that nobody declared': {
      expectation: { replica_regions: ['eu-west-1'], min_enabled_version: 2 },
      retired: { multi_region: primary },
      current: { multi_region: { ...primary, replica_regions: ['eu-west-1', 'ap-south-1', 'us-east-1'] } },
      evidence: { replicas: { 'eu-west-1': found(replicaKey()) } },
    },
  };
  test.each(Object.entries(situations))('%s', (_, situation) => {
    expect(evaluate(situation).key.name).toBe('payments-db');
  });

  test('a version without evidence', () => {
    const { key, notices } = evaluateKey(expectation(), {}, indexAliases(found([alias()])), context);
    transcript.record({ version: key.versions, finding: key.findings, notice: notices });
    expect(key.status).toBe('indeterminate');
  });
});

describe('keys that look right', () => {
  test('one KMS key for two versions', () => {
    const { verdicts } = evaluate({
      expectation: { min_enabled_version: 1, versions: { '1': keyId(2), '2': keyId(2) } },
      retired: { key_id: keyId(2), key_state: 'Enabled' },
    });
    expect(verdicts).toEqual(['distinct_keys fail']);
  });

  test('a record that lacks a retired version is a notice', () => {
    const { key, notices } = evaluate({
      expectation: { latest_version: 3, min_enabled_version: 3, versions: { '1': keyId(1), '3': keyId(2) } },
    });
    expect(key.status).toBe('pass');
    expect(notices).toMatchObject([{ code: 'version_record' }]);
  });

  test('an asymmetric key without a public key to compare with', () => {
    const situation = { ...rsa, expectation: { ...rsa.expectation, public_keys: {} } };
    expect(evaluate(situation).verdicts).toEqual(['public_key indeterminate']);
  });

  test('an alias, or another id, in the record', () => {
    expect(evaluate({ current: { key_id: keyId(9) } }).verdicts).toContain('exists fail');
  });

  test.each([
    ['2024-01-01T01:00:00.000Z', 'expiry fail', 'in 60 minutes'],
    ['2024-01-03T12:00:00.000Z', 'expiry fail', 'in 2 days'],
    ['2024-01-08T00:00:00.000Z', 'expiry fail', 'in 7 days'],
    ['2024-01-01T00:00:00.000Z', 'expiry fail', 'expired on'],
    ['2024-01-01T00:01:00.000Z', 'expiry fail', 'in 1 minute;'],
    ['2024-01-01T01:59:00.000Z', 'expiry fail', 'in 119 minutes'],
    ['2024-01-01T02:00:00.000Z', 'expiry fail', 'in 2 hours'],
    ['2024-01-02T23:59:00.000Z', 'expiry fail', 'in 47 hours'],
    ['2024-01-03T00:00:00.000Z', 'expiry fail', 'in 2 days'],
  ])('material that expires on %s', (valid_to, verdict, words) => {
    const { verdicts, findings } = evaluate({
      current: { valid_to, expiration_model: 'KEY_MATERIAL_EXPIRES' },
    });
    expect(verdicts).toEqual([verdict]);
    expect(findings[0]?.message).toContain(words);
  });

  test.each([
    ['2024-01-08T00:01:00.000Z', ', in 7 days; KMS'],
    ['2024-01-31T00:00:00.000Z', ', in 30 days; KMS'],
    ['2024-01-31T00:01:00.000Z', '2024-01-31T00:01:00.000Z; KMS'],
  ])('material that expires on %s is a notice', (valid_to, words) => {
    const { verdicts, notices } = evaluate({
      current: { valid_to, expiration_model: 'KEY_MATERIAL_EXPIRES' },
    });
    expect(verdicts).toEqual([]);
    expect(notices).toMatchObject([{ code: 'expiry', message: expect.stringContaining(words) }]);
  });

  test.each([
    [null, 'KEY_MATERIAL_EXPIRES'],
    ['2023-12-31T00:00:00.000Z', 'KEY_MATERIAL_DOES_NOT_EXPIRE'],
  ])('material with the date %s and %s lasts', (valid_to, expiration_model) => {
    expect(evaluate({ current: { valid_to, expiration_model } })).toMatchObject({
      verdicts: [],
      notices: [],
    });
  });

  const entry = { id: 'a'.repeat(64), state: 'CURRENT', import_state: 'IMPORTED', rotation_date: null };
  test.each([
    ['no entry', [], 'indeterminate'],
    ['one that waits for its import', [{ ...entry, import_state: 'PENDING_IMPORT' }], 'fail'],
    ['another material than the current one', [{ ...entry, id: 'c'.repeat(64) }], 'fail'],
  ])('a material history with %s', (_, materials, status) => {
    expect(evaluate({ evidence: { materials: found(materials) } }).verdicts).toEqual([
      `material_history ${status}`,
    ]);
  });

  test('a replica in a region that nobody declared', () => {
    const multi_region = { ...primary, replica_regions: ['eu-west-1', 'ap-south-1'] };
    const { verdicts, findings } = evaluate({
      expectation: { replica_regions: ['eu-west-1'], min_enabled_version: 1 },
      retired: { multi_region: primary, key_state: 'Enabled' },
      current: { multi_region },
      evidence: { replicas: { 'eu-west-1': found(replicaKey()) } },
    });
    // The first version's replica was not read here.
    expect(verdicts).toEqual(['replicas indeterminate', 'replicas fail']);
    expect(findings[1]).toMatchObject({ actual: 'also in ap-south-1' });
  });

  test("a replica's key policy", () => {
    const { findings } = evaluate({
      ...replicated,
      expectation: { replica_regions: ['eu-west-1'] },
      current: { multi_region: primary },
      evidence: {
        replicas: { 'eu-west-1': found(replicaKey()) },
        replica_policies: { 'eu-west-1': found({ Statement: [] }) },
      },
    });
    expect(findings).toMatchObject([
      { check: 'replicas' },
      { check: 'key_policy', status: 'fail', replica_region: 'eu-west-1' },
    ]);
  });

  test('another account that may only use the key, and grants inside the account, are notices', () => {
    const { verdicts, notices } = evaluate({
      evidence: {
        policy: found({
          Statement: [
            ...defaultPolicy.Statement,
            { Effect: 'Allow', Principal: { AWS: '999988887777' }, Action: 'kms:Decrypt', Resource: '*' },
          ],
        }),
        grants: found([
          { grantee: 'arn:aws:iam::111122223333:role/app', operations: ['Encrypt'], is_constrained: false },
        ]),
      },
    });
    expect(verdicts).toEqual([]);
    expect(notices).toMatchObject([{ code: 'policy_foreign' }, { code: 'grants' }]);
  });
});
