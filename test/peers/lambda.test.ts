import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { DisableKeyCommand, EnableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pLimit from 'p-limit';
import { verifierPolicy } from '../../src/policy/iam-statements.ts';
import { allow, policyScope, put, record, vaultActions } from '../lambda/support.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { type Ministack, startMinistack } from './ministack.ts';
import { peer } from './peer.ts';
import { awsCli, deploy, type Stack } from './stack.ts';

const home = '111122223333';
const other = '444455556666';
const region = 'us-west-2';
const stackName = 'keymgmt-verifier';

/** A provider of Vault's for each place that is checked. */
const places = [
  { kms: `aws-${home}-us-west-2`, account: home, region: 'us-west-2' },
  { kms: `aws-${home}-eu-west-1`, account: home, region: 'eu-west-1' },
  { kms: `aws-${other}-us-west-2`, account: other, region: 'us-west-2' },
] as const;
const keysOfPlace = 100;
const verifierRole = `arn:aws:iam::${other}:role/keymgmt-verifier`;

const command = peer('ministack');
const cli = peer('awscli');

(command === null || cli === null ? describe.skip : describe)(
  'the stack on ministack, with IAM enforced',
  () => {
    let ministack: Ministack;
    let emulator: Emulator;
    let stack: Stack;
    let aws: ReturnType<typeof awsCli>;
    let secretArn: string;
    let folder: string;
    let since: number;

    const root = (account: string) => ({ accessKeyId: account, secretAccessKey: 'any' });
    const client = (account: string, at: string = region) => ({
      endpoint: ministack.endpoint,
      region: at,
      credentials: root(account),
    });

    /** The user that Vault works with in an account. */
    async function vaultUser(account: string) {
      const iam = new IAMClient(client(account));
      await iam.send(new CreateUserCommand({ UserName: 'vault' }));
      await iam.send(
        new PutUserPolicyCommand({
          UserName: 'vault',
          PolicyName: 'keymgmt',
          // AWS decides on aliases, keys and origins; ministack not on all of them.
          PolicyDocument: JSON.stringify(allow(vaultActions)),
        }),
      );
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'vault' }));
      return { access_key: AccessKey!.AccessKeyId!, secret_key: AccessKey!.SecretAccessKey! };
    }

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'lambda-'));
      ministack = await startMinistack(command!, { enforced: true });
      aws = awsCli(cli!, ministack.endpoint, {
        AWS_ACCESS_KEY_ID: home,
        AWS_SECRET_ACCESS_KEY: 'any',
        AWS_DEFAULT_REGION: region,
      });
      emulator = await startEmulator({ env: { AWS_ENDPOINT_URL_KMS: ministack.endpoint } });
      const users = new Map([
        [home, await vaultUser(home)],
        [other, await vaultUser(other)],
      ]);
      const limit = pLimit(8);
      await Promise.all(
        places.map(async ({ kms, account, region: key_collection }) => {
          const credentials = users.get(account);
          await put(emulator, `keymgmt/kms/${kms}`, { provider: 'awskms', key_collection, credentials });
          await Promise.all(
            keyNames(kms).map((name) =>
              limit(async () => {
                await put(emulator, `keymgmt/key/${name}`, { type: 'aes256-gcm96' });
                const purpose = ['encrypt', 'decrypt'];
                await put(emulator, `keymgmt/kms/${kms}/key/${name}`, { purpose, protection: 'hsm' });
              }),
            ),
          );
        }),
      );
      const secret = await new SecretsManagerClient(client(home)).send(
        new CreateSecretCommand({ Name: 'vault-in-aws', SecretString: JSON.stringify(users.get(home)) }),
      );
      secretArn = secret.ARN!;
    }, 300_000);
    afterAll(async () => {
      await emulator?.stop();
      await ministack?.stop();
      await rm(folder, { recursive: true });
    });

    /** What the schedule sends: the keys are read from Vault. */
    const event = () => ({
      region,
      principal_arn: `arn:aws:iam::${home}:user/vault`,
      vault: { url: emulator.vaultAddr, role: 'verifier', kms: [places[0].kms] },
      // ministack's simulation answers for the first of several resources only, which leaves the others open.
      permissions: { sets: [] },
    });

    test('one command deploys it', async () => {
      since = Date.now();
      stack = await deploy(aws, stackName, {
        Event: JSON.stringify(event()),
        Schedule: 'rate(1 minute)',
        AlarmEmail: 'somebody@example.com',
        AllowedVaultUrls: emulator.vaultAddr,
        AllowedRoleArns: verifierRole,
        AllowedSecretArns: secretArn,
        Fleet: 'enabled',
      });
      expect(stack.outputs).toMatchObject({
        FunctionName: stackName,
        FunctionRoleArn: expect.stringContaining(home),
      });
      const { MetricAlarms } = await aws('cloudwatch', 'describe-alarms');
      expect(
        MetricAlarms.map((alarm: { AlarmName: string }) =>
          alarm.AlarmName.replace(`${stackName}-`, ''),
        ).sort(),
      ).toEqual([
        'errors',
        'fleet-failed',
        'indeterminate',
        'new-findings',
        'no-run',
        'not-compliant',
        'undelivered',
      ]);
      const { Target } = await aws('scheduler', 'get-schedule', '--name', stack.resources['DailyCheck']!);
      expect(Target).toMatchObject({
        Input: JSON.stringify(event()),
        RetryPolicy: { MaximumRetryAttempts: 10 },
        DeadLetterConfig: { Arn: expect.stringContaining('DeadLetters') },
      });
      await trustTheFunction();
    });

    /** Vault's login and the other account's role name the function's role, which is there now. */
    async function trustTheFunction(): Promise<void> {
      await put(emulator, 'sys/policies/acl/verifier', {
        policy: `
        path "keymgmt/kms" { capabilities = ["list"] }
        path "keymgmt/kms/+" { capabilities = ["read"] }
        path "keymgmt/kms/+/key/" { capabilities = ["list"] }
        path "keymgmt/kms/+/key/+" { capabilities = ["read"] }
        path "keymgmt/key/+" { capabilities = ["read"] }
      `,
      });
      await put(emulator, 'sys/auth/aws', { type: 'aws' });
      await put(emulator, 'auth/aws/config/client', { sts_endpoint: ministack.endpoint });
      await put(emulator, 'auth/aws/role/verifier', {
        bound_iam_principal_arn: [stack.outputs['FunctionRoleArn']],
        token_policies: ['verifier'],
      });
      const iam = new IAMClient(client(other));
      const RoleName = 'keymgmt-verifier';
      const trust = {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: stack.outputs['FunctionRoleArn'] },
            Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
          },
        ],
      };
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
      const PolicyDocument = JSON.stringify(
        verifierPolicy(policyScope('*', other), { depth: 'full', history: false }),
      );
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'verifier', PolicyDocument }));
      // AWS decides on the principal that is simulated; ministack on no resource.
      await iam.send(new PutRolePolicyCommand({ ...simulateAnybody, RoleName }));
      const FunctionRole = stack.resources['FunctionRole'];
      await new IAMClient(client(home)).send(
        new PutRolePolicyCommand({ ...simulateAnybody, RoleName: FunctionRole }),
      );
    }

    /** What the function has logged since a time, line by line. */
    async function logged(since: number): Promise<Record<string, unknown>[]> {
      const group = `/aws/lambda/${stackName}`;
      const { events } = await aws(
        'logs',
        'filter-log-events',
        '--log-group-name',
        group,
        '--start-time',
        `${since}`,
      );
      return (events as { message: string }[])
        .flatMap(({ message }) => message.split('\n'))
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line));
    }

    /** Waits until an invocation that began after a time has ended, and gives its lines. */
    async function nextLines(since: number): Promise<Record<string, unknown>[]> {
      for (let tried = 0; tried < 40; tried++) {
        const lines = await logged(since);
        if (lines.some(({ message }) => `${message}`.startsWith('checked:'))) return lines;
        await sleep(2_000);
      }
      throw new Error(`the function was not invoked, or did not end: ${JSON.stringify(await logged(since))}`);
    }

    test('the schedule invokes it, it reads Vault, and all is well', async () => {
      const lines = await nextLines(since);
      expect(lines).toContainEqual(
        expect.objectContaining({
          message: 'checked: pass',
          account_id: home,
          summary: expect.objectContaining({ keys: keysOfPlace, passed: keysOfPlace }),
        }),
      );
      expect(lines).toContainEqual(expect.objectContaining({ service: stackName, Failing: 0, Unproved: 0 }));
    });

    test('a broken key is a fail, with the metrics that the alarm is made for', async () => {
      const key = await record(emulator, keyNames(places[0].kms)[0]!, places[0].kms);
      const kms = new KMSClient(client(home));
      await kms.send(new DisableKeyCommand({ KeyId: key.versions['1']! }));
      const broken = Date.now();
      // What the scheduler does, without the minute's wait.
      const { Target } = await aws('scheduler', 'get-schedule', '--name', stack.resources['DailyCheck']!);
      await invoke(Target.Input, 'Event');
      const lines = await nextLines(broken);
      await kms.send(new EnableKeyCommand({ KeyId: key.versions['1']! }));

      expect(lines).toContainEqual(expect.objectContaining({ message: 'checked: fail' }));
      const line = lines.find((entry) => entry['Failing'] === 1);
      const { Dimensions, MetricName, Namespace } = await alarm('not-compliant');
      expect(line).toMatchObject({
        _aws: { CloudWatchMetrics: [{ Namespace, Dimensions: [Dimensions.map(({ Name }) => Name)] }] },
        [MetricName]: 1,
        ...Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
      });
    });

    test('credentials from Secrets Manager are used, and their identity is audited', async () => {
      const keys = [await record(emulator, keyNames(places[0].kms)[1]!, places[0].kms)];
      const credentials = { secret_arn: secretArn };
      expect(await invoke(JSON.stringify({ region, credentials, keys }))).toMatchObject({
        account_id: home,
        principal_arn: `arn:aws:iam::${home}:user/vault`,
        // Vault's user may not read key policies, and need not.
        keys: [{ versions: [{ key_state: 'Enabled', findings: [{ check: 'key_policy' }] }] }],
      });
      const elsewhere = { secret_arn: `${secretArn}x` };
      expect(await invoke(JSON.stringify({ region, credentials: elsewhere, keys }))).toMatchObject({
        errorMessage: expect.stringContaining('ALLOWED_SECRET_ARNS'),
      });
    });

    test('the fleet: 300 keys of three accounts and regions, from Vault and from a list in S3', async () => {
      const bucket = stack.outputs['FleetBucketName']!;
      const upload = async (name: string, lines: object[]) => {
        await writeFile(join(folder, 'lines'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
        await aws('s3', 'cp', join(folder, 'lines'), `s3://${bucket}/${name}`);
      };
      const [first, second, third] = places;
      const target = ({ region: at, account }: (typeof places)[number]) => ({
        region: at,
        account_id: account,
        principal_arn: `arn:aws:iam::${account}:user/vault`,
        ...(account === home ? {} : { credentials: { role_arn: verifierRole } }),
      });
      const fromVault = (place: (typeof places)[number]) => ({
        event: { ...target(place), vault: { url: emulator.vaultAddr, role: 'verifier', kms: [place.kms] } },
      });
      const list = keyNames(second.kms).map((name) => record(emulator, name, second.kms));
      await upload('keys/second.jsonl', await Promise.all(list));
      await upload('targets.jsonl', [
        fromVault(first),
        { event: target(second), keys_file: 'keys/second.jsonl' },
        fromVault(third),
      ]);
      const machine = stack.outputs['FleetMachineArn']!;
      const { executionArn } = await aws('stepfunctions', 'start-execution', '--state-machine-arn', machine);
      const ended = await executionEnd(executionArn);
      expect(ended).toMatchObject({ status: 'SUCCEEDED' });
      const answer = JSON.parse(ended.output);
      expect(answer.summary).toMatchObject({
        targets: 3,
        not_checked: 0,
        keys: 3 * keysOfPlace,
        passed: 3 * keysOfPlace,
      });
      // Once an account and region, not once a batch; what ministack does not simulate is left open.
      const { allowed, denied, indeterminate } = answer.summary.permissions;
      expect([allowed + indeterminate, denied]).toEqual([3 * 14, 0]);
      await aws('s3', 'cp', `s3://${answer.saved.bucket}/${answer.saved.key}`, join(folder, 'report.json'));
      const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'));
      const seen = (report.targets as { account_id: string; region: string }[]).map(
        (row) => `${row.account_id} ${row.region}`,
      );
      expect(seen.sort()).toEqual(places.map((place) => `${place.account} ${place.region}`).sort());
    });

    async function invoke(payload: string, type = 'RequestResponse') {
      const answer = join(folder, 'answer.json');
      await aws(
        'lambda',
        'invoke',
        '--function-name',
        stackName,
        '--invocation-type',
        type,
        '--payload',
        payload,
        answer,
      );
      const text = await readFile(answer, 'utf8');
      return text === '' ? null : JSON.parse(text);
    }

    async function alarm(name: string) {
      const { MetricAlarms } = await aws(
        'cloudwatch',
        'describe-alarms',
        '--alarm-names',
        `${stackName}-${name}`,
      );
      return MetricAlarms[0] as {
        Namespace: string;
        MetricName: string;
        Dimensions: { Name: string; Value: string }[];
      };
    }

    async function executionEnd(executionArn: string) {
      for (;;) {
        const execution = await aws('stepfunctions', 'describe-execution', '--execution-arn', executionArn);
        if (execution.status !== 'RUNNING') return execution;
        await sleep(1_000);
      }
    }
  },
);

const simulateAnybody = {
  PolicyName: 'simulate-anybody',
  PolicyDocument: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'iam:SimulatePrincipalPolicy', Resource: '*' }],
  }),
};

function keyNames(kms: string): string[] {
  return Array.from({ length: keysOfPlace }, (_, index) => `${kms}-${index}`);
}
