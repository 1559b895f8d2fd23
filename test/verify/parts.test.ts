import type { EvidenceFailure, FailureCause } from '../../src/model/evidence.ts';
import { failed, found } from '../../src/model/evidence.ts';
import type { SimulationRow } from '../../src/model/permission-evidence.ts';
import type { PermissionReport } from '../../src/model/report.ts';
import { batchesOf } from '../../src/verify/batches.ts';
import { evaluateVerifierIdentity } from '../../src/verify/checks/identity-checks.ts';
import { inOrder, readCursor, remaining, start, writeCursor } from '../../src/verify/cursor.ts';
import {
  expectationOf,
  keySpecOf,
  keyStateOf,
  keyUsageOf,
  latestRecorded,
} from '../../src/verify/expectations.ts';
import { failureRemedy } from '../../src/verify/failure-remedy.ts';
import { foreignAccess } from '../../src/verify/foreign-access.ts';
import { regionOf, withKeyIds } from '../../src/verify/key-ids.ts';
import { distributeAgain, keepKey, moveData } from '../../src/verify/move-data.ts';
import { layerRemedies } from '../../src/verify/permissions/access-denied.ts';
import { evaluateIdentity, evaluatePermissions } from '../../src/verify/permissions/credentials-verdict.ts';
import { kmsAction, requestKeys, spelled } from '../../src/verify/permissions/kms-actions.ts';
import { evidenceLimits } from '../../src/verify/permissions/limits.ts';
import { permissionCalls } from '../../src/verify/permissions/permission-calls.ts';
import {
  actionsOf,
  missingFromTerraform,
  permissionNeeds,
  permissionSets,
} from '../../src/verify/permissions/permission-sets.ts';
import type { RequestFacts } from '../../src/verify/permissions/request-context.ts';
import {
  contextEntries,
  isOnDemand,
  keyFacts,
  requestContext,
} from '../../src/verify/permissions/request-context.ts';
import { sampleKeys } from '../../src/verify/permissions/sample-keys.ts';
import * as remedies from '../../src/verify/remedy.ts';
import { timeFinding } from '../../src/verify/request-findings.ts';
import { defaultPermissions, defaultSets } from '../../src/verify/verify-request.ts';
import { Transcript } from '../support/transcript.ts';
import { account, arnOf, expectation, keyId, kmsKey, now, region, vaultUser } from './support/fixtures.ts';

/** The small parts of a verification, each with every kind of argument. */
const byCause: Readonly<Record<FailureCause, readonly Partial<EvidenceFailure>[]>> = {
  denied: [
    {},
    ...[
      `sts:AssumeRole on resource: arn:aws:iam::${account}:role/verifier`,
      'kms:CreateKey with an explicit deny in a service control policy',
      'kms:CreateKey because no resource control policy allows the kms:CreateKey action',
      'kms:CreateKey with an explicit deny in an identity-based policy',
      `kms:CreateKey with an explicit deny in an identity-based policy: arn:aws:iam::${account}:policy/no`,
      'kms:DescribeKey because no identity-based policy allows the kms:DescribeKey action',
      'kms:ListAliases because no identity-based policy allows the kms:ListAliases action',
      'kms:DescribeKey because no resource-based policy allows the kms:DescribeKey action',
      'kms:GetKeyPolicy',
      'kms:ListAliases',
    ].map((words) => ({ message: `User: ${vaultUser} is not authorized to perform: ${words}` })),
  ],
  not_found: [{}],
  expired: [{}],
  no_credentials: [{}],
  invalid_credentials: [
    'InvalidClientTokenId',
    'InvalidSecret',
    'SignatureDoesNotMatch',
    'RequestExpired',
  ].map((code) => ({ code })),
  wrong_partition: [{}],
  unsupported: [{}],
  throttled: [{}],
  unreachable: ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET'].flatMap((code) => [
    { code },
    { code, host: 'kms.example.test' },
  ]),
  proxy: [{}, { host: 'kms.example.test', proxy: 'http://proxy.test:3128' }],
  tls: [
    'CA_BUNDLE_MISSING',
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'HOSTNAME_MISMATCH',
    'UNABLE_TO_VERIFY',
  ].map((code) => ({ code, host: 'kms.example.test' })),
  timeout: [
    { host: 'kms.example.test' },
    { host: 'kms.example.test', proxy: 'http://proxy.test:3128' },
    ...['sts', 'iam', 'lambda', 'cloudtrail', 'secretsmanager', 'securityhub', 's3', 'other', ''].map(
      (service) => ({ action: `${service}:Call` }),
    ),
  ],
  unavailable: [{}],
  wrong_host: [{ host: 'localhost' }],
  aborted: [{}],
  not_called: [{}],
  other: [{}],
};

function failure(cause: FailureCause, changes: Partial<EvidenceFailure>): EvidenceFailure {
  return { cause, code: 'Code', message: 'no', action: 'kms:DescribeKey', ...changes };
}

const row = (
  action: string,
  decision: PermissionReport['decision'],
  message: string,
  remedy = '',
): PermissionReport => ({
  action,
  decision,
  method: 'simulate',
  evidence: '',
  layer: null,
  message: `${message} ${remedy}`.trim(),
  remedy,
  needed_for: '',
  sets: [],
  principal_arn: vaultUser,
  region,
  kms: ['aws'],
});
const identity = { account_id: account, arn: vaultUser };
const allow = (action: string) => `Add to the policy: {"Effect":"Allow","Action":"${action}","Resource":"*"}`;

const facts: RequestFacts = {
  action: 'kms:DisableKey',
  kind: 'key',
  region,
  principal_arn: vaultUser,
  account_id: account,
  now: new Date(now),
  principal: null,
  key: keyFacts(kmsKey(keyId(1)), ['alias/hashicorp/db-1']),
  replica_region: null,
};
const usage = {
  last_used: null,
  operation: null,
  created: '2023-11-01T00:00:00Z',
  tracked_since: '2023-12-01T00:00:00Z',
};
const details = { arn: vaultUser, unique_id: 'AIDAEXAMPLE', tags: { Team: 'vault' } };
const contexts: Readonly<Record<string, Partial<RequestFacts>>> = {
  'a user': {},
  'a user that was read': { principal: details },
  'a role that was read': {
    principal_arn: `arn:aws:iam::${account}:role/vault`,
    principal: { ...details, tags: {} },
  },
  'a session': { principal_arn: `arn:aws:sts::${account}:assumed-role/vault/one` },
  'the root user of another account': { principal_arn: 'arn:aws:iam::999988887777:root' },
  'nobody known': { principal_arn: null },
  'a new key': { kind: 'new_key', action: 'kms:TagResource' },
  'a new key to import into': { kind: 'new_key', action: 'kms:importkeymaterial' },
  'an alias': { kind: 'alias', action: 'kms:CreateAlias', key: null },
  'DeleteAlias of a key': { action: 'kms:deletealias' },
  CreateKey: { kind: 'any', action: 'kms:CreateKey' },
  ListAliases: { kind: 'any', action: 'kms:ListAliases', key: null },
  ScheduleKeyDeletion: { action: 'kms:ScheduleKeyDeletion' },
  ReplicateKey: { action: 'kms:ReplicateKey', replica_region: 'eu-west-1' },
  'an action that KMS does not have': { action: 'kms:Fly' },
  'a multi-region key without aliases': {
    key: keyFacts(
      kmsKey(keyId(1), {
        multi_region: { type: 'PRIMARY', primary_region: region, replica_regions: [] },
        origin: null,
        key_spec: null,
        key_usage: null,
      }),
      [],
    ),
  },
  'a replica whose aliases are not known': {
    key: keyFacts(
      kmsKey(keyId(1), { multi_region: { type: 'REPLICA', primary_region: region, replica_regions: [] } }),
      null,
    ),
  },
  'a key with tags that was never used': { key: { ...facts.key!, tags: { owner: 'x' }, last_usage: usage } },
  'a key that was used': {
    key: { ...facts.key!, tags: {}, last_usage: { ...usage, last_used: '2023-12-30T12:00:00Z' } },
  },
  'a key that will be used': {
    key: { ...facts.key!, last_usage: { ...usage, last_used: '2024-02-01T00:00:00Z' } },
  },
  'a key older than the record': {
    key: { ...facts.key!, last_usage: { ...usage, tracked_since: '2023-10-01T00:00:00Z' } },
  },
};
/** Only what differs from the first context. */
function contextOf(changes: Partial<RequestFacts>) {
  const { values, absent } = requestContext({ ...facts, ...changes });
  const base = requestContext(facts);
  return {
    values: Object.fromEntries(
      Object.entries(values).filter(
        ([key, value]) => changes === contexts['a user'] || String(base.values[key]) !== String(value),
      ),
    ),
    gone: Object.keys(base.values).filter((key) => values[key] === undefined),
    absent: absent.filter((key) => changes === contexts['a user'] || !base.absent.includes(key)),
    present: base.absent.filter((key) => !absent.includes(key)),
  };
}
const simulated = (allowed_by_organization: boolean | null): SimulationRow => ({
  action: 'kms:CreateKey',
  resource: '*',
  decision: 'allowed',
  allowed_by_organization,
  allowed_by_boundary: null,
  missing_context: [],
  matched: [],
});
const small = { keys: [], total: 0 };
const denial = failed<never>(
  failure('denied', { code: 'AccessDenied', action: 'organizations:DescribePolicy' }),
);
const named = (name: string, kms: string, versions: Record<string, string> = {}) =>
  expectation({ name, kms, versions });
const list = [named('b', 'aws'), named('a', 'west'), named('a', 'aws'), named('c', 'aws')];
const names = (some: readonly { name: string; kms: string }[]) =>
  some.map(({ name, kms }) => `${kms}/${name}`);
const cursor = { after: 'aws/b', permissions_done: true };
const target = remedies.remedyTarget(expectation(), region, kmsKey(keyId(1)));
const checkContext = {
  region,
  account_id: account,
  expected_account_id: account,
  principal_arn: vaultUser,
  now,
  expiry_notice_days: 30,
  expiry_fail_days: 7,
};
const kinds = [
  ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT'],
  ['RSA_2048', 'ENCRYPT_DECRYPT'],
  ['RSA_3072', 'SIGN_VERIFY'],
  ['ECC_NIST_P384', 'SIGN_VERIFY'],
  ['HMAC_256', 'GENERATE_VERIFY_MAC'],
].map(([spec, usage]) => ({ spec: spec!, usage: usage! }));
const odd = expectation({
  name: "d'b; x",
  path: 'a b',
  namespace: 'team a',
  alias: '$(alias)',
  versions: {},
});
const statement = (changes: object) => ({
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::999988887777:root' },
  Action: 'kms:Decrypt',
  ...changes,
});
const foreign: Readonly<Record<string, unknown>> = {
  'that uses the key': statement({}),
  'that lists and reads': statement({
    Action: ['kms:List*', 'kms:GetKeyPolicy', 'kms:ReEncrypt*', 'kms:GenerateDataKeyWithoutPlaintext'],
  }),
  'that manages the key': statement({ Action: ['kms:Decrypt', 'kms:ScheduleKeyDeletion'] }),
  'that does everything': statement({ Action: 'kms:*' }),
  'that does all but one': statement({ Action: undefined, NotAction: 'kms:Decrypt' }),
  'that is denied': statement({ Effect: 'Deny' }),
  'by its id, a role and a session': statement({
    Principal: {
      AWS: [
        '999988887777',
        'arn:aws:iam::999988887778:role/x',
        'arn:aws-cn:sts::999988887779:assumed-role/x/y',
      ],
    },
  }),
  'that is our own': statement({ Principal: { AWS: [account, vaultUser] } }),
  'that is nobody': statement({ Principal: { AWS: ['*', 'AIDAEXAMPLE', '1234', 7] } }),
  'as a service': statement({ Principal: { Service: 's3.amazonaws.com' } }),
  'without principal': statement({ Principal: null }),
};

new Transcript('test/verify/parts.txt').tests({
  ...Object.fromEntries(
    Object.entries(byCause).map(([cause, all]) => [
      `remedy: ${cause}`,
      () => all.map((changes) => failureRemedy(failure(cause as FailureCause, changes))),
    ]),
  ),
  'remedy: of each layer': () => layerRemedies,
  'remedy: commands': () => ({
    onKey: remedies.onKey('enable-key', target),
    findEvents: remedies.findEvents(target),
    rotate: remedies.rotate(target),
    replicate: remedies.replicate(target),
    readDistribution: remedies.readDistribution(target),
    readKeyPolicy: remedies.readKeyPolicy(target),
    putKeyPolicy: remedies.putKeyPolicy(target),
    staysOnRecord: remedies.staysOnRecord,
    placeholders: remedies.placeholders,
  }),
  ...Object.fromEntries(
    kinds.flatMap((kind) =>
      kinds.map((vault_kind) => [
        `remedy: move data from ${kind.spec} ${kind.usage} to ${vault_kind.spec} ${vault_kind.usage}`,
        () => moveData({ ...target, kind, vault_kind }).split('\n'),
      ]),
    ),
  ),
  'remedy: keep or distribute again': () =>
    kinds.map((kind) => [keepKey({ ...target, kind }), ...distributeAgain({ ...target, kind })]),
  'remedy: names that a shell would read': () => {
    const one = remedies.remedyTarget(odd, region);
    return { ...one, rotate: remedies.rotate(one) };
  },
  'remedy: names that are not given': () => remedies.remedyTarget(expectation(), region),
  'remedy: the id in place of the ARN': () =>
    remedies.remedyTarget(expectation(), region, { key_id: keyId(9) }),

  'credentials: rejected': () => evaluateIdentity(failed(failure('invalid_credentials', {})), []),
  'credentials: not checked': () => evaluateIdentity(failed(failure('timeout', { host: 'sts.test' })), []),
  'credentials: of any account': () => evaluateIdentity(found(identity), []),
  'credentials: of an allowed account': () => evaluateIdentity(found(identity), ['999988887777', account]),
  'credentials: of another account': () =>
    evaluateIdentity(found(identity), ['999988887777', '888877776666']),
  'credentials: everything allowed': () =>
    evaluatePermissions(identity, [row('kms:CreateKey', 'allowed', '')]),
  'credentials: something denied, something open': () =>
    evaluatePermissions(identity, [
      row('kms:CreateKey', 'denied', 'No policy allows it.', allow('kms:CreateKey')),
      row('kms:TagResource', 'denied', 'No policy allows it.', allow('kms:TagResource')),
      row('kms:ListAliases', 'indeterminate', 'It depends.', 'Look.'),
      row('kms:EnableKey', 'allowed', ''),
    ]),
  'credentials: not simulated': () =>
    evaluatePermissions(identity, [row('kms:CreateKey', 'indeterminate', 'Open.')], true),

  ...Object.fromEntries(
    Object.entries(contexts).map(([name, changes]) => [`context: ${name}`, () => contextOf(changes)]),
  ),
  'context: as a simulation takes it at first': () =>
    contextEntries(requestContext({ ...facts, ...contexts['a key with tags that was never used'] }), false),
  'context: as a simulation takes it on demand': () =>
    contextEntries(
      requestContext({ ...facts, ...contexts['a key with tags that was never used'] }),
      true,
    ).filter(({ key }) => isOnDemand(key)),

  'actions: the sets': () => Object.fromEntries(permissionSets.map((set) => [set, actionsOf([set])])),
  'actions: needs': () =>
    permissionNeeds(
      ['vault', 'multi_region'],
      [
        'KMS:encrypt',
        'kms:Encrypt',
        'kms:untagresource',
        'kms:createkey',
        'kms:CreateAlias',
        'kms:GenerateRandom',
        'kms:Fly',
      ],
    ),
  'actions: missing from the Terraform list': () => missingFromTerraform,
  'actions: of KMS': () =>
    Object.fromEntries(
      ['kms:decrypt', 'kms:CreateKey', 'kms:ListKeys', 'KMS:UpdateAlias', 'kms:Fly'].map((name) => [
        spelled(name),
        kmsAction(name),
      ]),
    ),
  'actions: the keys of their requests': () => requestKeys,
  'actions: the calls that show them': () => permissionCalls,

  'limits: of a user': () => evidenceLimits(vaultUser, [simulated(null)], null, small),
  'limits: of a role in an organization': () =>
    evidenceLimits(`arn:aws:iam::${account}:role/vault`, [simulated(true)], null, { keys: [], total: 1_000 }),
  'limits: an organization that was not read': () =>
    evidenceLimits(vaultUser, [simulated(true)], denial, small).slice(2),
  'limits: an organization that was read': () =>
    evidenceLimits(vaultUser, [simulated(true)], found([]), small).length,
  'limits: nothing was simulated': () => evidenceLimits(vaultUser, [], null, { keys: [], total: 2 }),
  'sample: of 45 keys': () =>
    sampleKeys(
      Array.from({ length: 15 }, (_, at) =>
        named(`k${at}`, 'aws', { '10': `${at}.10`, '2': `${at}.2`, '1': `${at}.1` }),
      ),
      'standard',
    ).keys.map(({ key_id }) => key_id),
  'sample: of 20 keys': () =>
    sampleKeys(
      Array.from({ length: 20 }, (_, at) => named(`k${at}`, 'aws', { '1': `${at}` })),
      'standard',
    ).keys.length,
  'sample: of all keys': () =>
    sampleKeys(
      Array.from({ length: 30 }, (_, at) => named(`k${at}`, 'aws', { '1': `${at}` })),
      'full',
    ).keys.length,

  'cursor: order': () => names(inOrder(list)),
  'cursor: what remains': () => [
    names(remaining(inOrder(list), start)),
    names(remaining(inOrder(list), cursor)),
  ],
  'cursor: read back': () => readCursor(writeCursor(cursor, region), region),
  'cursor: of another region': () => readCursor(writeCursor(cursor, region), 'eu-west-1'),
  'cursor: other text': () => [
    readCursor('', region),
    readCursor(Buffer.from('{}').toString('base64url'), region),
    readCursor(`${writeCursor(cursor, region)}AAAA`, region),
  ],
  'batches: by versions': () =>
    batchesOf(
      [named('a', 'x', { '1': '', '2': '' }), named('b', 'x', { '1': '' }), named('c', 'x', { '1': '' })],
      { bytes: 1e6, versions: 3 },
    ).map(names),
  'batches: by bytes': () => {
    const one = named('a', 'x');
    const size = Buffer.byteLength(JSON.stringify(one)) + 1;
    return [2 * size, 2 * size - 1, 1].map((bytes) =>
      batchesOf([one, one, one], { bytes, versions: 9 }).map(({ length }) => length),
    );
  },
  'batches: of nothing': () => batchesOf([], { bytes: 1, versions: 1 }),

  'expectation: specs': () =>
    [
      'aes256-gcm96',
      'rsa-2048',
      'rsa-3072',
      'rsa-4096',
      'ecdsa-p256',
      'ecdsa-p384',
      'ecdsa-p521',
      'other',
    ].map(keySpecOf),
  'expectation: usages': () =>
    [['encrypt'], ['decrypt'], ['wrap'], ['unwrap'], ['sign'], ['verify'], ['sign', 'encrypt'], []].map(
      keyUsageOf,
    ),
  'expectation: states': () =>
    [0, 1, 2, 3].map((min) => keyStateOf(expectation({ min_enabled_version: min }), 2)),
  'expectation: the latest version': () => [
    latestRecorded(expectation({ versions: { '10': 'a', '9': 'b' } })),
    latestRecorded(odd),
  ],
  'expectation: of a distribution': () => {
    const distribution = {
      id: '',
      namespace: 'team',
      path: 'keymgmt',
      kms: 'aws',
      key: 'db',
      region,
      alias: 'alias/hashicorp/db-1',
      type: 'rsa-2048',
      purpose: ['sign'],
      protection: 'hsm',
      latest_version: 2,
      min_enabled_version: 1,
      replica_regions: ['eu-west-1'],
      distribution_time: '',
      versions: { '2': 'id' },
    };
    return [
      expectationOf(distribution, { '2': 'PEM' }),
      expectationOf({ ...distribution, distribution_time: now }, {}).distribution_time,
    ];
  },
  'expectation: ARNs in place of ids': () =>
    withKeyIds(
      expectation({ versions: { '1': arnOf('x'), '2': 'y', '3': `${arnOf('x')}/z`, '4': `x${arnOf('x')}` } }),
    ).versions,
  'expectation: the region of an ARN': () => [
    regionOf({ arn: arnOf('x', 'eu-west-1') }),
    regionOf({ arn: '' }),
  ],
  'expectation: the usual permissions': () => [
    defaultPermissions([expectation()]),
    defaultSets([]),
    defaultSets([expectation(), expectation({ replica_regions: ['eu-west-1'] })]),
  ],

  ...Object.fromEntries(
    Object.entries(foreign).map(([name, one]) => [
      `foreign account ${name}`,
      () => foreignAccess({ Statement: [one] }, account),
    ]),
  ),
  'foreign account in two statements': () =>
    foreignAccess(
      { Statement: [statement({}), statement({ Action: ['kms:Decrypt', 'kms:EnableKey'] })] },
      account,
    ),
  'foreign account in what is no policy': () => [
    foreignAccess(null, account),
    foreignAccess({ Statement: [null, 7] }, account),
    foreignAccess({ Statement: statement({}) }, account),
  ],

  'verifier identity: rejected, denied, unreachable': () =>
    (['invalid_credentials', 'denied', 'not_found', 'timeout', 'no_credentials'] as const).flatMap((cause) =>
      ['sts:GetCallerIdentity', 'sts:AssumeRole'].map((action) =>
        evaluateVerifierIdentity(failed(failure(cause, { action })), checkContext),
      ),
    ),
  'verifier identity: accounts': () =>
    [null, account, '999988887777'].map((expected_account_id) =>
      evaluateVerifierIdentity(found(identity), { ...checkContext, expected_account_id }),
    ),

  'out of time: keys and permissions': () =>
    timeFinding({ keys: 2, permissions: true, moved: true, failure: null }),
  'out of time: one key': () => timeFinding({ keys: 1, permissions: false, moved: true, failure: null }),
  'out of time: no progress': () => timeFinding({ keys: 0, permissions: true, moved: false, failure: null }),
  'out of time: no progress, and why': () =>
    timeFinding({
      keys: 1,
      permissions: false,
      moved: false,
      failure: failure('timeout', { host: 'kms.test' }),
    }),
});
