import { CreateGrantCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pLimit from 'p-limit';
import { vaultPolicy, verifierPolicy } from '../../src/policy/iam-statements.ts';
import { verification } from '../render/samples.ts';
import type { Template } from '../support/cloudformation.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { type Invocation, startFunction } from '../support/runtime-api.ts';
import { ruleEvent, scheduled } from './config-events.ts';
import { deployed, type Grant, grantsOf, isOwn, policiesOf, regrant, shown } from './grants.ts';
import { startRoleEndpoint } from './role-endpoint.ts';
import { accessKey, account, allow, distribute, policyScope, put, record, region, user } from './support.ts';

/** The function with the role that the template gives it, and with that role short of one permission. */
const other = { account: '444455556666', region: 'eu-west-1', kms: 'aws-eu-west-1' };
const verifierRole = `arn:aws:iam::${other.account}:role/keymgmt-verifier`;
const stack = deployed({
  AllowedVaultUrls: 'https://vault.example.com:8200',
  AllowedRoleArns: verifierRole,
  AllowedSecretArns: `arn:aws:secretsmanager:${region}:${account}:secret:verifier-*`,
  Event: '{}',
  'FleetBucket.Arn': 'arn:aws:s3:::fleet',
  ReportBucket: 'reports',
  'ReportBucket.Arn': 'arn:aws:s3:::reports',
});
const own = grantsOf(stack).filter(isOwn);

interface Job {
  readonly holder: 'FunctionRole' | 'FleetAggregateRole';
  event(): object;
  /** What comes of it with the whole role. */
  readonly result: object;
  /** The permissions that it needs: actions, and where several are granted on one, the resource. */
  readonly needs: readonly (string | readonly [action: string, resource: string])[];
}

const pass = { status: 'pass', compliant: true };
const roleJudged = `arn:aws:sts::${account}:assumed-role/vault-role/session`;
const userJudged = `arn:aws:iam::${account}:user/vault`;
const simulate = { sets: ['terraform', 'vault'], method: 'simulate' };

const jobs: Readonly<Record<string, Job>> = {
  'keys, and the role that Vault has': {
    holder: 'FunctionRole',
    event: () => ({ region, keys, principal_arn: roleJudged, depth: 'full', permissions: simulate }),
    result: pass,
    needs: [
      'access-analyzer:CheckNoPublicAccess',
      'kms:ListAliases',
      'kms:DescribeKey',
      'kms:GetKeyPolicy',
      'kms:GetPublicKey',
      'kms:ListKeyRotations',
      'iam:GetRole',
      ['iam:SimulatePrincipalPolicy', `arn:aws:iam::${account}:role/*`],
    ],
  },
  'what Vault says, and the user that Vault is': {
    holder: 'FunctionRole',
    event: () => ({
      region,
      vault: { url: emulator.vaultAddr, role: 'verifier' },
      principal_arn: userJudged,
      depth: 'full',
      permissions: simulate,
    }),
    result: { ...pass, orphans: [] },
    needs: ['kms:ListKeys', ['iam:SimulatePrincipalPolicy', `arn:aws:iam::${account}:user/*`]],
  },
  'a user whose policy has conditions': {
    holder: 'FunctionRole',
    event: () => ({
      region,
      keys,
      principal_arn: `arn:aws:iam::${account}:user/cautious`,
      permissions: { sets: [], actions: ['kms:EnableKey', 'kms:DisableKey'], method: 'simulate' },
    }),
    result: pass,
    needs: ['iam:GetUser', 'kms:ListResourceTags', 'kms:GetKeyLastUsage'],
  },
  'a user who has a grant': {
    holder: 'FunctionRole',
    event: () => ({
      region,
      keys,
      principal_arn: `arn:aws:iam::${account}:user/granted`,
      permissions: { sets: [], actions: ['kms:DescribeKey'], method: 'simulate' },
    }),
    result: { ...pass, permissions: [{ decision: 'allowed', method: 'grant' }] },
    needs: ['kms:ListGrants'],
  },
  'what CloudTrail remembers': {
    holder: 'FunctionRole',
    event: () => ({
      region,
      keys,
      principal_arn: userJudged,
      permissions: { sets: [], actions: ['kms:CreateKey'], method: 'probe', history: true },
    }),
    result: { ...pass, permissions: [{ decision: 'allowed', method: 'history' }] },
    needs: ['cloudtrail:LookupEvents'],
  },
  'another account': {
    holder: 'FunctionRole',
    event: () => ({
      region: other.region,
      account_id: other.account,
      keys: keysThere,
      depth: 'full',
      credentials: { role_arn: verifierRole, external_id: 'fleet' },
      permissions: { sets: [] },
    }),
    result: { ...pass, account_id: other.account },
    needs: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
  },
  'the credentials of a secret': {
    holder: 'FunctionRole',
    event: () => ({ region, keys, credentials: { secret_arn: secretArn }, permissions: { sets: [] } }),
    result: pass,
    needs: ['secretsmanager:GetSecretValue'],
  },
  'a finding for Security Hub': {
    holder: 'FunctionRole',
    // Nobody is named whose permissions are to be judged: each of them is left open.
    event: () => ({ region, keys }),
    result: { status: 'indeterminate' },
    needs: ['securityhub:GetFindings', 'securityhub:BatchImportFindings'],
  },
  'a rule of AWS Config': {
    holder: 'FunctionRole',
    event: () =>
      ruleEvent(scheduled, {
        ruleParameters: JSON.stringify({ region, keys, permissions: { sets: [] } }),
        accountId: account,
      }),
    result: { non_compliant: 0, not_applicable: 0 },
    needs: ['config:PutEvaluations'],
  },
  'a report to archive': {
    holder: 'FunctionRole',
    event: () => ({ region, keys, permissions: { sets: [] } }),
    result: { ...pass, notices: [] },
    needs: [
      's3:ListBucket',
      ['s3:GetObject', 'arn:aws:s3:::reports/*'],
      ['s3:PutObject', 'arn:aws:s3:::reports/*'],
    ],
  },
  'a list of keys to compare with its last report': {
    holder: 'FleetAggregateRole',
    event: () => ({ join: [verification([])], permissions: [], last: 's3://reports/last/keys.jsonl.json' }),
    result: { ...pass, notices: [] },
    needs: [
      's3:ListBucket',
      ['s3:GetObject', 'arn:aws:s3:::reports/last/*'],
      ['s3:PutObject', 'arn:aws:s3:::reports/last/*'],
    ],
  },
  "the fleet's report": {
    holder: 'FleetAggregateRole',
    event: () => ({
      fleet: { ResultWriterDetails: { Bucket: 'fleet', Key: 'results/manifest.json' } },
      save: { bucket: 'reports', key: 'reports/run.json' },
    }),
    result: { saved: { bucket: 'reports', key: 'reports/run.json' } },
    needs: [
      ['s3:GetObject', 'arn:aws:s3:::fleet/results/*'],
      ['s3:PutObject', 'arn:aws:s3:::reports/reports/*'],
    ],
  },
};
const objects = {
  'fleet/results/manifest.json': JSON.stringify({ DestinationBucket: 'fleet', ResultFiles: {} }),
};

/** Conditions that do not hold for what there is, and that only further reads can decide. */
const conditions = [
  { StringEquals: { 'aws:PrincipalTag/team': 'other' } },
  { StringEquals: { 'aws:ResourceTag/frozen': 'yes' } },
  { NumericGreaterThan: { 'kms:TrailingDaysWithoutKeyUsage': '3650' } },
];
const unless = (list: readonly object[]) => ({
  Version: '2012-10-17',
  Statement: list.map((Condition) => ({
    Effect: 'Deny',
    Action: ['kms:EnableKey', 'kms:DisableKey'],
    Resource: '*',
    Condition,
  })),
});

let emulator: Emulator;
let keys: Awaited<ReturnType<typeof record>>[];
let keysThere: typeof keys;
let secretArn: string;

/** What the function is in the emulator: a role for each permission that it lacks, and one that lacks none. */
const lacking = (grant: Grant | null) => (grant === null ? 'whole' : `lacks-${own.indexOf(grant)}`);
const stackWithout = (grant: Grant | null): Template => (grant === null ? stack : regrant(stack, grant, []));
const identities = [null, ...own.filter(({ holder }) => holder === 'FunctionRole')];
const trusting = (AWS: string, Condition?: object) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS },
      Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
      ...(Condition === undefined ? {} : { Condition }),
    },
  ],
});

beforeAll(async () => {
  const vault = vaultPolicy(policyScope('*'), ['terraform', 'vault']);
  const look = (of: string) => ({
    verifier: verifierPolicy(policyScope('*', of), { depth: 'full', history: false }),
  });
  emulator = await startEmulator({
    config: {
      keymgmt: { asymmetric: true },
      accounts: [
        {
          id: account,
          users: [
            user('vault', { vault }),
            user('looker', look(account)),
            user('cautious', { vault, never: unless(conditions) }),
            user('granted', {}),
          ],
          roles: [
            { name: 'vault-role', path: '/team/', trust: trusting(account), policies: { vault } },
            ...identities.map((grant) => ({
              name: lacking(grant),
              trust: trusting(account),
              policies: policiesOf(stackWithout(grant), 'FunctionRole'),
            })),
          ],
          secrets: [{ name: 'verifier-looker', region, value: keyPair('looker') }],
        },
        {
          id: other.account,
          users: [user('vault-there', { vault: allow(['kms:*']) })],
          roles: [
            {
              name: 'keymgmt-verifier',
              trust: trusting(account, {
                StringEquals: { 'sts:ExternalId': 'fleet', 'sts:SourceIdentity': 'keymgmt-verify' },
              }),
              policies: look(other.account),
            },
          ],
        },
      ],
    },
  });
  await distribute(emulator, 'symmetric');
  await put(emulator, 'keymgmt/key/signer', { type: 'ecdsa-p256' });
  await put(emulator, `keymgmt/kms/aws-${region}/key/signer`, { purpose: ['sign'], protection: 'hsm' });
  const { data } = (await emulator.vault('GET', 'keymgmt/key/signer')).body;
  const signer = { purpose: ['sign'], public_keys: { '1': data.versions['1'].public_key } };
  keys = [await record(emulator, 'symmetric'), { ...(await record(emulator, 'signer')), ...signer }];

  for (const KeyId of keys.flatMap(({ versions }) => Object.values(versions)))
    await new KMSClient(admin()).send(
      new CreateGrantCommand({
        KeyId,
        GranteePrincipal: `arn:aws:iam::${account}:user/granted`,
        Operations: ['DescribeKey'],
      }),
    );
  const provider = `keymgmt/kms/${other.kms}`;
  const credentials = keyPair('vault-there');
  await put(emulator, provider, { provider: 'awskms', key_collection: other.region, credentials });
  await put(emulator, 'keymgmt/key/there', { type: 'aes256-gcm96' });
  await put(emulator, `${provider}/key/there`, { purpose: ['encrypt', 'decrypt'], protection: 'hsm' });
  keysThere = [await record(emulator, 'there', other.kms)];

  const policy = ['kms', 'kms/+', 'kms/+/key/', 'kms/+/key/+', 'key/+']
    .map((path) => `path "keymgmt/${path}" { capabilities = ["read", "list"] }`)
    .join('\n');
  await put(emulator, 'sys/policies/acl/verifier', { policy });
  await put(emulator, 'sys/auth/aws', { type: 'aws' });
  await put(emulator, 'auth/aws/role/verifier', {
    auth_type: 'iam',
    bound_iam_principal_arn: identities.map((grant) => `arn:aws:iam::${account}:role/${lacking(grant)}`),
    token_policies: ['verifier'],
  });
  const secret = await new SecretsManagerClient(admin()).send(
    new GetSecretValueCommand({ SecretId: 'verifier-looker' }),
  );
  secretArn = secret.ARN!;
});
afterAll(() => emulator.stop());

function keyPair(name: string) {
  const { access_key_id, secret_access_key } = accessKey(name);
  return { access_key: access_key_id, secret_key: secret_access_key };
}

function admin() {
  const { accessKeyId, secretAccessKey } = emulator;
  return { region, endpoint: emulator.awsEndpoint, credentials: { accessKeyId, secretAccessKey } };
}

/** The credentials that Lambda gives a function: a session of its role. */
async function session(role: string): Promise<Record<string, string>> {
  const { Credentials } = await new STSClient(admin()).send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/${role}`, RoleSessionName: 'verifier' }),
  );
  return {
    AWS_ACCESS_KEY_ID: Credentials!.AccessKeyId!,
    AWS_SECRET_ACCESS_KEY: Credentials!.SecretAccessKey!,
    AWS_SESSION_TOKEN: Credentials!.SessionToken!,
  };
}

/** Runs the bundle as the template says, but for one grant, and gives back all that it says. */
async function run(list: readonly Job[], grant: Grant | null) {
  const { holder } = list[0]!;
  const given = stackWithout(grant);
  const { Handler, Environment } =
    given.Resources[holder === 'FunctionRole' ? 'Function' : 'FleetAggregate'].Properties;
  const endpoint = await startRoleEndpoint(policiesOf(given, holder), objects);
  const verifier = await startFunction({
    handler: Handler,
    env: {
      ...Environment.Variables,
      // Its port is known only now; the template's parameter takes exact addresses.
      ALLOWED_VAULT_URLS: emulator.vaultAddr,
      ...(await session(holder === 'FunctionRole' ? lacking(grant) : 'whole')),
      AWS_ENDPOINT_URL: emulator.awsEndpoint,
      AWS_ENDPOINT_URL_S3: endpoint.url,
      AWS_ENDPOINT_URL_SECURITYHUB: endpoint.url,
      AWS_ENDPOINT_URL_CONFIG_SERVICE: endpoint.url,
    },
  });
  try {
    const invocations: Invocation[] = [];
    for (const job of list) invocations.push(await verifier.invoke(job.event()));
    const said = JSON.stringify(invocations.map(({ payload }) => payload)) + verifier.log();
    return { invocations, said };
  } finally {
    await verifier.stop();
    endpoint.stop();
  }
}

const refusal = 'not authorized to perform: ';

test.each(['FunctionRole', 'FleetAggregateRole'] as const)('%s is sufficient', async (holder) => {
  const list = Object.values(jobs).filter((job) => job.holder === holder);
  const { invocations, said } = await run(list, null);
  expect(invocations).toMatchObject(list.map(({ result }) => ({ failed: false, payload: result })));
  expect(said).not.toContain(refusal);
});

const rows = Object.entries(jobs).flatMap(([name, job]) =>
  job.needs.map((need) => {
    const [action, resource] = [need].flat() as [string, string?];
    const grants = own.filter(
      (one) =>
        one.holder === job.holder && one.action === action && (resource ?? one.resource) === one.resource,
    );
    return { name, job, grants };
  }),
);

test('each permission of the template has its row', () => {
  expect(rows.flatMap(({ grants }) => grants.map(shown)).sort()).toEqual(own.map(shown).sort());
});

/** In AWS's words, or as what to allow. */
function namedBy(said: string, action: string): boolean {
  return new RegExp(`${refusal}${action}|[Aa]llow [^."]*${action}`).test(said);
}

/**
 * Keys that Vault does not know are no part of the verification, a key policy can be read without Access Analyzer, and a
 * report arrives whether it is kept or not.
 */
function isOnlyNotice({ holder, action, resource }: Grant): boolean {
  return (
    ['kms:ListKeys', 'access-analyzer:CheckNoPublicAccess', 's3:ListBucket'].includes(action) ||
    (action.startsWith('s3:') && (holder === 'FunctionRole' || resource?.includes('/last/') === true))
  );
}

/** `npm run test:tables` takes away each permission, `npm test` the first of each job. */
const taken = rows.filter(
  ({ name }, index) =>
    process.env['TABLES'] === 'whole' || rows.findIndex((row) => row.name === name) === index,
);

test('without one of them the function says which', async () => {
  const limit = pLimit(4);
  const outcomes = await Promise.all(
    taken.map(({ job, grants: [grant] }) =>
      limit(async () => {
        const { invocations, said } = await run([job], grant!);
        const [{ failed, payload }] = invocations as [Invocation];
        const { action } = grant!;
        return { action, named: namedBy(said, action), passed: !failed && payload.compliant };
      }),
    ),
  );
  expect(outcomes).toEqual(
    taken.map(({ grants: [grant] }) => {
      const { action } = grant!;
      return { action, named: true, passed: isOnlyNotice(grant!) };
    }),
  );
}, 120_000);
