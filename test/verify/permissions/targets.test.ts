import type { Evidence, KmsAlias } from '../../../src/model/evidence.ts';
import { failed, found } from '../../../src/model/evidence.ts';
import { findAuditedPrincipal } from '../../../src/verify/audited-principal.ts';
import { decidePermissions } from '../../../src/verify/permissions/decide-permissions.ts';
import { permissionNeeds } from '../../../src/verify/permissions/permission-sets.ts';
import {
  type PermissionInput,
  permissionSubject,
} from '../../../src/verify/permissions/permission-subject.ts';
import { sampleKeys } from '../../../src/verify/permissions/sample-keys.ts';
import { type PermissionSubject, targetsOf } from '../../../src/verify/permissions/targets.ts';
import { Transcript } from '../../support/transcript.ts';
import {
  account,
  alias,
  denied,
  expectation,
  keyId,
  kmsKey,
  now,
  region,
  vaultUser,
} from '../support/fixtures.ts';
import { type FakeAws, fakeReader, looker } from '../support/reader.ts';

/** Whose permissions are decided, and on which resources. */

const replicated = expectation({
  name: 'multi',
  alias: '',
  replica_regions: ['eu-west-1', 'ap-south-1'],
  versions: { '1': keyId(7) },
});
const mrk = { type: 'PRIMARY', primary_region: region, replica_regions: ['eu-west-1'] };
const aws: FakeAws = {
  keys: (id) =>
    id === keyId(2)
      ? denied('kms:DescribeKey')
      : found(kmsKey(id, id === keyId(7) ? { multi_region: mrk } : {})),
};

async function subjectOf(
  changes: Partial<PermissionInput> = {},
  principal = vaultUser,
): Promise<PermissionSubject> {
  const { reader } = fakeReader(aws);
  const expectations = changes.expectations ?? [expectation()];
  const input: PermissionInput = {
    region,
    account_id: account,
    depth: 'standard',
    audited: { principal_arn: principal, is_verifier: false, details: null, unresolved: null },
    expectations,
    keys: [],
    aliases: found([
      alias(),
      alias({ name: 'alias/second' }),
      alias({ name: 'alias/loose', target_key_id: null }),
    ]),
    now: new Date(now),
    ...changes,
  };
  return permissionSubject(principal, input, sampleKeys(expectations, 'standard'), reader);
}

async function subjectText(changes: Partial<PermissionInput> = {}, principal = vaultUser) {
  const { keys, now: time, ...rest } = await subjectOf(changes, principal);
  return {
    ...rest,
    time,
    keys: keys.map(({ key_id, arn, key, policy, aliases }) => [
      key_id,
      arn,
      key.ok,
      policy?.ok ?? null,
      aliases?.map(({ name }) => name) ?? null,
    ]),
  };
}

async function targetsText(changes: Partial<PermissionInput> = {}, actions: readonly string[] = []) {
  const subject = await subjectOf(changes);
  return Object.fromEntries(
    permissionNeeds(actions.length > 0 ? [] : ['terraform', 'vault', 'multi_region'], actions).map((need) => [
      need.action,
      targetsOf(need, subject).map(({ kind, region: at, resource, key, context }) =>
        [
          kind,
          at,
          resource.replace(/^arn:aws:kms:[^:]*:[^:]*:/, ''),
          key?.key_id ?? '-',
          context.values['kms:multiregionkeytype'] ?? '-',
          context.values['kms:replicaregion'] ?? '-',
        ].join(' '),
      ),
    ]),
  );
}

async function audited(
  principal_arn: string | null,
  more: FakeAws = {},
  audits_verifier = false,
  identity?: Evidence<{ account_id: string; arn: string }>,
) {
  const { reader, calls } = fakeReader(more);
  const result = await findAuditedPrincipal(
    { principal_arn, audits_verifier },
    identity ?? found({ account_id: account, arn: looker }),
    reader,
  );
  return { ...result, calls: calls['principal'] };
}
const session = `arn:aws:sts::${account}:assumed-role/vault/one`;
const role =
  (of = account) =>
  () =>
    found({ arn: `arn:aws:iam::${of}:role/path/vault`, unique_id: 'AROAEXAMPLE', tags: {} });

async function rows(
  principal_arn: string | null,
  account_id: string | null,
  method: 'auto' | 'probe' = 'auto',
) {
  const { reader } = fakeReader(aws);
  const { rows: decided, limits } = await decidePermissions(
    { sets: [], actions: ['kms:EnableKey', 'kms:CreateAlias'], method, history: false },
    {
      region,
      account_id,
      depth: 'standard',
      audited: { principal_arn, is_verifier: false, details: null, unresolved: null },
      expectations: [],
      keys: [],
      aliases: found([]),
      now: new Date(now),
    },
    reader,
  );
  return { decided, limits: limits.length };
}

const unlisted: Evidence<readonly KmsAlias[]> = denied('kms:ListAliases');
const two = { expectations: [expectation(), replicated] };

new Transcript('test/verify/permissions/targets.txt').tests({
  'subject: one key': () => subjectText(),
  'subject: a multi-region key without an alias': () => subjectText({ expectations: [replicated] }),
  'subject: two kinds of keys': () =>
    subjectText({
      expectations: [expectation(), replicated, expectation({ name: 'other', purpose: ['encrypt'] })],
    }),
  'subject: no keys': () => subjectText({ expectations: [] }),
  'subject: aliases that were not listed': () => subjectText({ aliases: unlisted }),
  'subject: an account that is not known': () => subjectText({ account_id: null }),
  'subject: of another partition': () => subjectText({}, 'arn:aws-cn:iam::111122223333:user/vault'),
  'subject: nothing is known of it': () => subjectText({ account_id: null }, 'nobody'),
  'targets: one key': () => targetsText(),
  'targets: one key and a multi-region key': () => targetsText(two),
  'targets: no keys': () => targetsText({ expectations: [] }),
  'targets: a multi-region key alone, further actions': () =>
    targetsText({ expectations: [replicated] }, [
      'kms:Encrypt',
      'kms:UpdateAlias',
      'kms:ListKeys',
      'kms:Fly',
    ]),
  'targets: an alias with digits in its name': () =>
    targetsText({ expectations: [expectation({ alias: 'alias/hashicorp/db-2-1700000000' })] }, [
      'kms:CreateAlias',
      'kms:DeleteAlias',
    ]),

  'principal: a user': () => audited(vaultUser),
  'principal: nobody': () => audited(null),
  'principal: the verifier identity': () => audited(null, {}, true),
  'principal: the verifier identity, which is not known': () =>
    audited(
      null,
      {},
      true,
      failed({ cause: 'timeout', code: 'Timeout', message: '', action: 'sts:GetCallerIdentity' }),
    ),
  'principal: named, while the verifier identity is not known': () =>
    audited(
      vaultUser,
      {},
      true,
      failed({ cause: 'timeout', code: 'Timeout', message: '', action: 'sts:GetCallerIdentity' }),
    ),
  'principal: named as the verifier identity': () => audited(looker),
  'principal: a session': () => audited(session, { principal: role() }),
  'principal: a session of a role that may not be read': () =>
    audited(session, { principal: () => denied('iam:GetRole') }),
  'principal: a session of a role in another account': () =>
    audited(session, { principal: role('999988887777') }),

  'rows: no principal': () => rows(null, account),
  'rows: a principal of another account': () => rows(vaultUser, '999988887777'),
  'rows: an account that is not known': async () =>
    (await rows(vaultUser, null)).decided.map(({ decision }) => decision),
  'rows: a principal that is no ARN': async () =>
    (await rows('nobody', account)).decided.map(({ decision, message }) => [decision, message]),
  'rows: probes alone': () => rows(vaultUser, account, 'probe'),
});
