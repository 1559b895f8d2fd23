import type { Evidence, EvidenceFailure, PolicyDocument } from '../../../src/model/evidence.ts';
import { failed, found } from '../../../src/model/evidence.ts';
import type { Observation, PermissionKey, SimulationRow } from '../../../src/model/permission-evidence.ts';
import { classifyDenial } from '../../../src/verify/permissions/access-denied.ts';
import { decideTarget } from '../../../src/verify/permissions/decide-target.ts';
import { openCloudTrail } from '../../../src/verify/permissions/from-cloudtrail.ts';
import { withGrants } from '../../../src/verify/permissions/grants.ts';
import { observe, observed, probe } from '../../../src/verify/permissions/observations.ts';
import {
  askedKeys,
  namesUniqueIds,
  readAskedFacts,
} from '../../../src/verify/permissions/permission-facts.ts';
import type { PermissionFinding } from '../../../src/verify/permissions/permission-finding.ts';
import { permissionRow } from '../../../src/verify/permissions/permission-row.ts';
import { permissionNeeds } from '../../../src/verify/permissions/permission-sets.ts';
import type { PermissionInput } from '../../../src/verify/permissions/permission-subject.ts';
import { simulateTargets } from '../../../src/verify/permissions/simulate-targets.ts';
import type { PermissionSubject, PermissionTarget } from '../../../src/verify/permissions/targets.ts';
import { Transcript } from '../../support/transcript.ts';
import {
  account,
  alias,
  arnOf,
  defaultPolicy,
  denied,
  expectation,
  keyId,
  kmsKey,
  notFound,
  now,
  region,
  vaultUser,
} from '../support/fixtures.ts';
import { type FakeAws, fakeReader } from '../support/reader.ts';

/** Each decision about one action on one resource, by every combination of what may be known about it. */

const role = `arn:aws:iam::${account}:role/path/vault`;
const root = `arn:aws:iam::${account}:root`;
const resource = arnOf(keyId(2));
const context = { values: { 'aws:username': ['vault'] }, absent: ['kms:viaservice'] };

function keyWith(
  policy: PermissionKey['policy'],
  key: PermissionKey['key'] = found(kmsKey(keyId(2))),
): PermissionKey {
  return { expectation: expectation(), key_id: keyId(2), arn: resource, region, key, policy, aliases: [] };
}

function target(changes: Partial<PermissionTarget> = {}): PermissionTarget {
  return { action: 'kms:DisableKey', kind: 'key', region, resource, key: null, context, ...changes };
}

function subject(changes: Partial<PermissionSubject> = {}): PermissionSubject {
  return {
    principal_arn: vaultUser,
    principal: null,
    partition: 'aws',
    account_id: account,
    region,
    now: new Date(now),
    keys: [],
    aliases: [],
    next_keys: [],
    replica_regions: [],
    details: {},
    unread: [],
    ...changes,
  };
}

function row(changes: Partial<SimulationRow> = {}): SimulationRow {
  return {
    action: 'kms:DisableKey',
    resource,
    decision: 'allowed',
    allowed_by_organization: null,
    allowed_by_boundary: null,
    missing_context: [],
    matched: [],
    ...changes,
  };
}

const policyOf = (...statements: object[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
});
const named = (AWS: string, more: object = {}) => ({
  Sid: 'One',
  Effect: 'Allow',
  Principal: { AWS },
  Action: 'kms:*',
  Resource: '*',
  ...more,
});
const Condition = { StringEquals: { 'aws:SourceVpce': 'vpce-1' } };
const policies: Readonly<Record<string, PermissionKey | null>> = {
  'no key': null,
  'a key that was not read': keyWith(null, denied('kms:DescribeKey')),
  'a key policy that was not read': keyWith(null),
  'a key policy that is denied': keyWith(denied('kms:GetKeyPolicy')),
  'a delegating key policy': keyWith(found(defaultPolicy)),
  'a key policy that names the principals': keyWith(found(policyOf(named(vaultUser), named(role)))),
  'a key policy that delegates and names': keyWith(
    found(policyOf(named(root), named(vaultUser), named(role))),
  ),
  'a key policy for somebody else': keyWith(found(policyOf(named(`${vaultUser}2`)))),
  'a key policy that delegates under a condition': keyWith(found(policyOf(named(root, { Condition })))),
  'a key policy that names under a condition': keyWith(
    found(policyOf(named(vaultUser, { Condition }), named(role, { Condition }))),
  ),
  'a key policy that denies under a condition': keyWith(
    found(policyOf(named(root), named('*', { Effect: 'Deny', Condition, Sid: 'Two' }))),
  ),
  'a key policy that names, and denies under a condition': keyWith(
    found(
      policyOf(
        named(vaultUser),
        named(role),
        named('*', { Effect: 'Deny', Condition, Sid: 'Two' }),
        named('*', { Effect: 'Deny', Condition, Sid: 'Three' }),
      ),
    ),
  ),
  'a key policy that denies': keyWith(
    found(
      policyOf(
        named(root),
        named('*', { Effect: 'Deny', Sid: 'Two' }),
        named('*', { Effect: 'Deny', Sid: 'Three' }),
      ),
    ),
  ),
};
const simulations: Readonly<Record<string, Evidence<SimulationRow>>> = {
  allowed: found(row()),
  'allowed by its boundary too': found(row({ allowed_by_boundary: true })),
  lacking: found(row({ decision: 'implicitDeny' })),
  'lacking in its boundary': found(row({ decision: 'implicitDeny', allowed_by_boundary: false })),
  'denied by a policy': found(row({ decision: 'explicitDeny', matched: ['one', 'two'] })),
  'denied by its boundary': found(row({ decision: 'explicitDeny', allowed_by_boundary: false })),
  'denied by the organization': found(row({ decision: 'implicitDeny', allowed_by_organization: false })),
  'allowed in the organization': found(row({ allowed_by_organization: true })),
  'depending on what is unknown': found(
    row({ missing_context: ['aws:username', 'aws:SourceIp', 'kms:ViaService', 'aws:ResourceTag/x'] }),
  ),
  denied: denied('iam:SimulatePrincipalPolicy'),
};
const told = ({ decision, method, evidence, layer, message, remedy, is_denial }: PermissionFinding) =>
  [decision, method, evidence, layer ?? '-', is_denial ? 'denial' : '-', message, remedy].join(' | ');
const decided = (
  parts: Partial<PermissionTarget>,
  simulation: Evidence<SimulationRow>,
  organization: PolicyDocument[][] = [],
  of = subject(),
) => told(decideTarget(target(parts), { simulation, organization }, of));

const everything = [policyOf({ Effect: 'Allow', Action: '*', Resource: '*' })];
const organizations: Readonly<Record<string, PolicyDocument[][]>> = {
  'allows everything': [everything, everything],
  'allows on one level only': [everything, [policyOf({ Effect: 'Allow', Action: 's3:*', Resource: '*' })]],
  'has a level without policies': [everything, []],
  denies: [[...everything, policyOf({ Effect: 'Deny', Action: 'kms:Disable*', Resource: '*' })]],
  'denies under a condition': [
    [...everything, policyOf({ Effect: 'Deny', Action: 'kms:*', Resource: '*', Condition })],
  ],
  'allows under a condition': [[policyOf({ Effect: 'Allow', Action: 'kms:*', Resource: '*', Condition })]],
  'cannot be read': [['nonsense']],
  'has an unknown effect': [[...everything, policyOf({ Effect: 'Perhaps', Action: '*', Resource: '*' })]],
};
const unread = [
  {
    key: 'aws:resourcetag/',
    failure: {
      cause: 'denied',
      code: 'AccessDenied',
      message: 'no',
      action: 'kms:ListResourceTags',
    } as EvidenceFailure,
  },
  {
    key: 'aws:principaltag/',
    failure: { cause: 'timeout', code: 'Timeout', message: 'slow', action: 'iam:GetUser' } as EvidenceFailure,
  },
];

const finding = (changes: Partial<PermissionFinding> = {}): PermissionFinding => ({
  decision: 'denied',
  method: 'simulate',
  evidence: 'implicitDeny',
  layer: 'identity policy',
  message: 'No policy allows it.',
  remedy: 'Allow it.',
  is_denial: false,
  ...changes,
});
const open = finding({ decision: 'indeterminate', layer: null });
const withKey = (action: string) => target({ action, key: keyWith(found(defaultPolicy)) });
async function granted(aws: FakeAws, action: string, before = finding()) {
  const { reader, calls } = fakeReader(aws);
  const after = await withGrants(withKey(action), before, vaultUser, reader);
  return [after === before ? 'unchanged' : told(after), `${calls['grants']} read`];
}
const grant = { grantee: vaultUser, operations: ['DescribeKey'], is_constrained: false };

const call = { time: '2023-12-01T00:00:00Z', resources: [resource], denial: null as string | null };
const one = keyWith(null);
async function remembered(
  aws: FakeAws,
  parts: Partial<PermissionTarget> = {},
  isOnce = false,
  before = open,
) {
  const { reader, calls } = fakeReader(aws);
  const cloudTrail = openCloudTrail(vaultUser, [one, { ...one, arn: arnOf(keyId(3)) }], reader);
  const after = await cloudTrail(target(parts), before, isOnce);
  await cloudTrail(target(parts), before, isOnce);
  return [
    after === before ? 'unchanged' : told(after),
    `${calls['history']} and ${calls['policyChanges']} read`,
  ];
}
const past = (changes: object, policyChanges?: FakeAws['policyChanges']): FakeAws => ({
  history: () => found([{ ...call, ...changes }]),
  ...(policyChanges === undefined ? {} : { policyChanges }),
});

const observation = (
  outcome: Observation['outcome'],
  message = '',
  changes: Partial<Observation> = {},
): Observation => ({
  action: 'kms:DisableKey',
  resource,
  outcome,
  message,
  ...changes,
});
const sentence = (words: string) =>
  `User: ${vaultUser} is not authorized to perform: kms:DisableKey ${words}`;
const shown = (
  observations: readonly Observation[],
  parts: Partial<PermissionTarget> = {},
  home = region,
) => {
  const after = observed(target(parts), observations, home);
  return after === null ? null : told(after);
};
const publicKeyNeed = permissionNeeds(['terraform'], []);
async function probed(key: PermissionKey['key'], publicKey: FakeAws['publicKey'], needs = publicKeyNeed) {
  const { reader, calls } = fakeReader(publicKey === undefined ? {} : { publicKey });
  return [await probe(needs, subject({ keys: [keyWith(null, key)] }), reader), calls['publicKey']];
}
const unsupported = failed<never>({
  cause: 'unsupported',
  code: 'UnsupportedOperationException',
  message: '',
  action: 'kms:GetPublicKey',
});

const need = publicKeyNeed[0]!;
const input = {
  audited: { principal_arn: vaultUser },
  region,
  expectations: [expectation({ kms: 'b' }), expectation({ kms: 'a' }), expectation({ kms: 'b' })],
} as unknown as PermissionInput;
const rowOf = (...findings: PermissionFinding[]) => {
  const { decision, method, message, kms, action } = permissionRow(need, findings, input);
  return [action, decision, method, message, kms].join(' | ');
};
const methods = ['none', 'history', 'grant', 'key_policy', 'simulate', 'probe', 'observed'] as const;

async function simulated(
  principal: string,
  decision: FakeAws['decision'],
  targets: readonly PermissionTarget[],
  withAll = false,
) {
  const asked: string[] = [];
  const { reader } = fakeReader({});
  const results = await simulateTargets(principal, targets, withAll, {
    ...reader,
    simulate: async (_, { actions, resources, context: given }) => {
      asked.push(`${actions} on ${resources.length} with ${given.map(({ key }) => key)}`);
      return found(
        actions.flatMap((action) =>
          (resources.length === 0 ? ['*'] : resources).flatMap((on) => {
            const answer = decision?.(action, on, given) ?? {};
            return 'ok' in answer ? [] : [row({ action, resource: on, ...answer })];
          }),
        ),
      );
    },
  });
  return { asked, decisions: targets.map((each) => shownEvidence(results.get(each)!)) };
}
function shownEvidence(evidence: Evidence<SimulationRow>): string {
  return evidence.ok
    ? `${evidence.value.decision} on ${evidence.value.resource}`
    : `${evidence.failure.cause} ${evidence.failure.code}: ${evidence.failure.message}`;
}
async function failing(cause: EvidenceFailure['cause']) {
  const { reader, calls } = fakeReader({
    decision: () => failed({ cause, code: 'Code', message: 'no', action: 'iam:SimulatePrincipalPolicy' }),
  });
  const targets = ['a', 'b'].map((value) =>
    target({ context: { values: { 'aws:username': [value] }, absent: [] } }),
  );
  await simulateTargets(vaultUser, targets, false, reader);
  return calls['simulate'];
}
const many = Array.from({ length: 41 }, (_, index) => target({ resource: arnOf(keyId(index)) }));

async function facts(
  asked: readonly string[],
  aws: FakeAws,
  changes: Partial<PermissionSubject> = {},
  namesIds = false,
) {
  const { reader, calls } = fakeReader(aws);
  const before = subject({ keys: [keyWith(null), keyWith(null, denied('kms:DescribeKey'))], ...changes });
  const after = await readAskedFacts(before, new Set(asked), namesIds, reader);
  return {
    unchanged: after === before,
    principal: after.principal,
    details: after.details,
    unread: after.unread.map(({ key, failure }) => `${key} ${failure.action}`),
    calls: [calls['principal'], calls['resourceTags'], calls['lastUsage']],
  };
}
const userDetails = { arn: vaultUser, unique_id: 'AIDAEXAMPLE', tags: { team: 'x' } };
const usage = { last_used: null, operation: null, created: now, tracked_since: now };

new Transcript('test/verify/permissions/decisions.txt').tests({
  ...Object.fromEntries(
    Object.entries(policies).map(([policy, key]) => [
      `a user and ${policy}`,
      () =>
        Object.fromEntries(
          Object.entries(simulations).map(([name, simulation]) => [name, decided({ key }, simulation)]),
        ),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(policies).map(([policy, key]) => [
      `a role and ${policy}`,
      () =>
        Object.fromEntries(
          ['lacking', 'lacking in its boundary'].map((name) => [
            name,
            decided({ key }, simulations[name]!, [], subject({ principal_arn: role })),
          ]),
        ),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(organizations).map(([name, organization]) => [
      `the organization ${name}`,
      () =>
        ['allowed', 'lacking', 'denied'].map((simulation) =>
          decided({}, simulations[simulation]!, organization),
        ),
    ]),
  ),
  'facts that could not be read': () => [
    decided({}, simulations['depending on what is unknown']!, [], subject({ unread })),
    decided({}, simulations['depending on what is unknown']!, [], subject({ unread: unread.slice(1) })),
    decided(
      { key: policies['a key policy that delegates under a condition']! },
      simulations['allowed']!,
      [],
      subject({ unread }),
    ),
  ],
  'an action without a resource': () =>
    decided({ resource: '*', action: 'kms:CreateKey' }, simulations['lacking']!),
  'the root user': () => decided({}, simulations['denied']!, [], subject({ principal_arn: root })),

  'grants: none': () => granted({}, 'kms:DescribeKey'),
  'grants: for the principal': () =>
    granted({ grants: () => found([{ ...grant, is_constrained: true }, grant]) }, 'kms:describekey'),
  'grants: with constraints': () =>
    granted({ grants: () => found([{ ...grant, is_constrained: true }]) }, 'KMS:DescribeKey'),
  'grants: for another operation': () =>
    granted({ grants: () => found([{ ...grant, operations: ['Decrypt'] }]) }, 'kms:DescribeKey'),
  'grants: for another principal': () =>
    granted({ grants: () => found([{ ...grant, grantee: role }]) }, 'kms:DescribeKey'),
  'grants: not read': () => granted({ grants: () => denied('kms:ListGrants') }, 'kms:DescribeKey'),
  'grants: of an action that none allows': () => granted({ grants: () => found([grant]) }, 'kms:DisableKey'),
  'grants: of an action that is denied': () =>
    granted({ grants: () => found([grant]) }, 'kms:DescribeKey', finding({ is_denial: true })),
  'grants: of an action that is allowed': () =>
    granted({ grants: () => found([grant]) }, 'kms:DescribeKey', finding({ decision: 'allowed' })),
  'grants: every operation': async () =>
    Promise.all(
      [
        'Decrypt',
        'Encrypt',
        'GenerateDataKey',
        'GenerateDataKeyWithoutPlaintext',
        'ReEncryptFrom',
        'ReEncryptTo',
        'Sign',
        'Verify',
        'GetPublicKey',
        'CreateGrant',
        'RetireGrant',
        'GenerateDataKeyPair',
        'GenerateDataKeyPairWithoutPlaintext',
        'GenerateMac',
        'VerifyMac',
        'DeriveSharedSecret',
        'EnableKey',
      ].map(async (name) => [name, (await granted({}, `kms:${name}`))[1]]),
    ),

  'history: a success': () => remembered(past({})),
  'history: a denial': () =>
    remembered(past({ denial: sentence('with an explicit deny in a service control policy') })),
  'history: on another key': () => remembered(past({ resources: [arnOf(keyId(3))] })),
  'history: on another key, of an action that each key sees once': () =>
    remembered(past({ resources: [arnOf(keyId(3))] }), {}, true),
  'history: of an alias': () =>
    remembered(past({ resources: ['other', arnOf(keyId(3))] }), { kind: 'alias' }),
  'history: of no resource': () => remembered(past({ resources: [] }), { kind: 'any', resource: '*' }),
  'history: none': () => remembered({}),
  'history: not read': () => remembered({ history: () => denied('cloudtrail:LookupEvents') }),
  'history: before the principal changed': () =>
    remembered(past({}, () => found({ principal: call.time, keys: {} }))),
  'history: after the principal changed': () =>
    remembered(past({}, () => found({ principal: '2023-11-30T00:00:00Z', keys: {} }))),
  'history: before the key changed': () =>
    remembered(past({}, () => found({ principal: null, keys: { [resource]: '2024-01-01T00:00:00Z' } }))),
  'history: before another key changed': () =>
    remembered(
      past({}, () => found({ principal: null, keys: { [arnOf(keyId(3))]: '2024-01-01T00:00:00Z' } })),
    ),
  'history: changes not read': () => remembered(past({}, () => denied('cloudtrail:LookupEvents'))),
  'history: not asked of a decision': () => remembered(past({}), {}, false, finding()),
  'history: not asked of a denial': () =>
    remembered(past({}), {}, false, finding({ decision: 'indeterminate', is_denial: true })),

  'observed: nothing': () => [
    shown([]),
    shown([observation('succeeded', '', { action: 'kms:EnableKey' })]),
    shown([observation('succeeded', '', { resource: '*' })]),
  ],
  'observed: in another region': () => shown([observation('succeeded')], {}, 'eu-west-1'),
  'observed: a success': () => [
    shown([observation('succeeded')]),
    shown([observation('succeeded', '', { resource: '*' })], { resource: '*' }),
  ],
  'observed: a denial beside a success': () =>
    [
      'with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/no',
      'because no identity-based policy allows the kms:DisableKey action',
      '',
    ].map((words) => shown([observation('succeeded'), observation('denied', sentence(words))])),
  'observed: what the run reads': () => [
    observe(
      subject({
        keys: [
          keyWith(null),
          keyWith(null, denied('kms:DescribeKey')),
          keyWith(null, notFound('kms:DescribeKey')),
        ],
      }),
      found([alias()]),
    ),
    observe(subject(), denied('kms:ListAliases')),
  ],
  'observed: a probe that is authorized': () => probed(found(kmsKey(keyId(2))), () => unsupported),
  'observed: a probe that succeeds': () => probed(found(kmsKey(keyId(2))), () => found('')),
  'observed: a probe that is denied': () => probed(found(kmsKey(keyId(2))), () => denied('kms:GetPublicKey')),
  'observed: a probe that shows nothing': () => probed(found(kmsKey(keyId(2))), undefined),
  'observed: no probe of a disabled key': () =>
    probed(found(kmsKey(keyId(2), { key_state: 'Disabled' })), () => unsupported),
  'observed: no probe of what is not asked': () =>
    probed(found(kmsKey(keyId(2))), () => unsupported, permissionNeeds(['vault'], [])),

  'row: the worst decision': () => [
    rowOf(finding({ decision: 'allowed', message: 'Yes.', remedy: '' })),
    rowOf(finding({ decision: 'allowed' }), open, finding({ decision: 'allowed' })),
    rowOf(open, finding(), finding({ decision: 'allowed' })),
  ],
  'row: the weakest method first': () =>
    methods
      .flatMap((a) =>
        methods.map((b) => rowOf(finding({ method: a }), finding({ method: b })).split(' | ')[2]),
      )
      .join(' '),
  'row: the same on further resources': () => [
    rowOf(finding(), finding({ message: 'Nor here.' })),
    rowOf(finding(), finding({ message: 'Nor here.' }), finding({ message: 'Nor there.' }), open),
    rowOf(finding(), finding()),
  ],

  'simulate: in as few calls as there are contexts': () =>
    simulated(vaultUser, undefined, [
      target(),
      target({ action: 'kms:EnableKey' }),
      target({ resource: '*', action: 'kms:CreateKey' }),
      target({ context: { values: { 'aws:username': ['other'] }, absent: [] } }),
    ]),
  'simulate: twenty resources at a time': async () => (await simulated(vaultUser, undefined, many)).asked,
  'simulate: the answer for every resource': () =>
    simulated(
      vaultUser,
      (action, on) => (on === '*' ? { action: action.toUpperCase() } : { resource: '*' }),
      [target(), target({ resource: '*' })],
    ),
  'simulate: an answer without the resource': () =>
    simulated(vaultUser, (_, on) => (on === resource ? failed({} as EvidenceFailure) : {}), [
      target(),
      target({ resource: arnOf(keyId(3)) }),
    ]),
  'simulate: an answer without the only resource': () =>
    simulated(vaultUser, () => failed({} as EvidenceFailure), [target()]),
  'simulate: neither user nor role': async () => ({
    root: await simulated(root, undefined, [target()]),
    session: await simulated(`arn:aws:sts::${account}:assumed-role/vault/x`, undefined, [target()]),
    role: await simulated(role, undefined, [target()]),
  }),
  'simulate: calls after a failure': async () =>
    Promise.all(
      (['denied', 'not_found', 'throttled', 'other', 'unsupported'] as const).map(async (cause) => [
        cause,
        await failing(cause),
      ]),
    ),

  'facts: nothing is asked': () => facts([], {}),
  'facts: of a user': () => facts(['aws:principaltag/team'], { principal: () => found(userDetails) }),
  'facts: the id of a user': () => facts(['aws:userid'], { principal: () => found(userDetails) }),
  'facts: a role': () =>
    facts(['aws:userid'], { principal: () => found({ ...userDetails, arn: role }) }, { principal_arn: role }),
  'facts: a role of another path': () =>
    facts(['aws:userid'], { principal: () => found(userDetails) }, { principal_arn: role }),
  'facts: a role that may not be read': () =>
    facts(['aws:userid'], { principal: () => denied('iam:GetRole') }, { principal_arn: role }),
  'facts: the root user': () =>
    facts(['aws:userid'], { principal: () => found(userDetails) }, { principal_arn: root }),
  'facts: no principal': () => facts(['aws:userid'], {}, { principal_arn: 'nobody' }),
  'facts: a principal that is known': () => facts(['aws:userid'], {}, { principal: userDetails }),
  'facts: a key policy names unique ids': () => facts([], { principal: () => found(userDetails) }, {}, true),
  'facts: tags and usage': () =>
    facts(['aws:resourcetag/owner', 'kms:trailingdayswithoutkeyusage'], {
      tags: () => found({ owner: 'x' }),
      usage: () => found(usage),
    }),
  'facts: tags and usage that may not be read': () =>
    facts(['aws:resourcetag/owner', 'kms:trailingdayswithoutkeyusage'], {
      tags: () => denied('kms:ListResourceTags'),
      usage: () => denied('kms:GetKeyLastUsage'),
    }),
  'facts: usage alone': () => facts(['kms:trailingdayswithoutkeyusage'], { usage: () => found(usage) }),
  'facts: keys that ask for something else': () =>
    facts(
      ['aws:principaltags', 'xaws:userid', 'kms:trailingdayswithoutkeyusages', 'my:aws:resourcetag/x'],
      {},
    ),
  'facts: what policies ask for': () => [
    ...askedKeys(
      [found(row({ missing_context: ['aws:SourceIp'] })), denied('iam:SimulatePrincipalPolicy')],
      [
        keyWith(found(policyOf(named(root, { Condition })))),
        keyWith(null),
        keyWith(denied('kms:GetKeyPolicy')),
      ],
      [[policyOf(named(root, { Resource: 'arn:aws:kms:*:*:key/${aws:PrincipalTag/key}' }))]],
    ),
  ],
  'facts: unique ids': () => [
    namesUniqueIds([keyWith(null), keyWith(found(policyOf(named('AIDAEXAMPLE123'))))]),
    namesUniqueIds([keyWith(found(policyOf(named('AROAEXAMPLE123'))))]),
    namesUniqueIds([
      keyWith(found(policyOf(named('AIDA'), named('BIDAEXAMPLE123'), named('AGPAEXAMPLE123')))),
      keyWith(denied('kms:GetKeyPolicy')),
    ]),
  ],

  'denial: sentences without what they usually have': () =>
    [
      `${vaultUser} is not authorized to perform kms:CreateKey on resource "*"`,
      `Error: User: ${vaultUser} is not authorized to perform: kms:CreateKey`,
      sentence('on resource: arn:x, with an explicit deny in the permissions boundary'),
      sentence('with an explicit deny in session policies: arn:aws:iam::1:policy/a, and more'),
      sentence('because no permission boundary allows access'),
      sentence('because no identity-based policies allow the kms:DisableKey action'),
      '',
    ].map((text) => classifyDenial(text)),
});
