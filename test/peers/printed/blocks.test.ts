import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { glob } from 'tinyglobby';
import { parse } from 'yaml';
import { readEvent } from '../../../lambda/read-check-event.ts';
import { declareManifest } from '../../../src/declare/manifest.ts';
import { verifierPolicy } from '../../../src/policy/iam-statements.ts';
import { policyScope } from '../../lambda/support.ts';
import { type Emulator, type FaultRequest, startEmulator } from '../../support/emulator.ts';
import { startLambdaEndpoint } from '../../support/lambda-endpoint.ts';
import { startFunction } from '../../support/runtime-api.ts';
import { hasOpenBao } from '../openbao.ts';
import { peer, tool } from '../peer.ts';
import { type Block, printedBlocks } from './blocks.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { firstJsonOf, runShell, type ShellResult } from './run-shell.ts';
import { secrets, startWorld, type World } from './world.ts';

const ministack = peer('ministack');
const ready = [hasOpenBao(), ministack !== null, peer('awscli') !== null, tool('sam') !== null].every(
  Boolean,
);

/** What is done with a block: it is run as it is printed, or it is parsed and used. */
interface Entry {
  readonly file: string;
  /** How its text begins, or what it holds. */
  readonly has: string | RegExp;
  readonly how: 'run' | 'parsed';
  readonly by: (block: Block) => Promise<void>;
}

let world: World;
let cloud: Cloud;
let emulator: Emulator;
/** The account's own: what a user has put into variables before. */
const variables: Record<string, string> = {
  ARTIFACT_BUCKET: 'artifacts',
  EXTERNAL_ID: 'keymgmt-4711',
  FLEET_BUCKET: 'fleet',
  FUNCTION_ROLE_ARN: 'arn:aws:iam::111122223333:role/keymgmt-verifier-FunctionRole',
};

const succeeds = ({ ok, stderr }: ShellResult) => expect(ok ? '' : stderr).toBe('');
const inCloud = async ({ text }: Block) => succeeds(await cloud.run(text, variables));
const onEmulator = async ({ text }: Block) =>
  succeeds(
    await cloud.run(text, {
      ...variables,
      VAULT_ADDR: emulator.vaultAddr,
      VAULT_TOKEN: emulator.vaultToken,
      AWS_ENDPOINT_URL: emulator.awsEndpoint,
      AWS_ACCESS_KEY_ID: emulator.accessKeyId,
      AWS_SECRET_ACCESS_KEY: emulator.secretAccessKey,
    }),
  );
const event = async ({ text }: Block) => {
  expect(readEvent(JSON.parse(text), { ALLOWED_VAULT_URLS: 'https://vault.example.com:8200' }).region).toBe(
    'us-west-2',
  );
};
const mermaid = async ({ text }: Block) => {
  expect(text).toMatch(/^flowchart LR\n/);
  expect(text.match(/^\s*subgraph /gm)?.length ?? 0).toBe(text.match(/^\s*end$/gm)?.length ?? 0);
};
const manifest = async ({ text }: Block) => {
  const { desired } = declareManifest([{ text, file: null, input: 'manifest' }], secrets);
  expect(desired.mounts[0]!.keys).not.toEqual([]);
};
/** A step, or several, as the only ones of a job that may do what the documented ones may. */
const asJob = (steps: string, environment = 'production') =>
  `name: Printed\non: push\njobs:\n  printed:\n    runs-on: ubuntu-latest\n    environment: ${environment}\n    permissions: {contents: read, id-token: write}\n    steps:\n      - uses: actions/checkout@v1\n${steps.replaceAll(/^ *(?=- uses)/gm, '').replaceAll(/^/gm, '      ')}`;
const runs = async (workflow: string, name = 'push', env = {}, more = {}) => {
  const { ok, log } = await world.run(workflow, { name, ...more }, env);
  expect(ok ? '' : log).toBe('');
  expect(log).not.toContain('::warning');
  return log;
};

/** The command line with the page's manifest, in a folder that has `dist/` also as a CI system checks it out. */
async function commandLine(script: string, env: Readonly<Record<string, string>>): Promise<ShellResult> {
  await cp('dist', join(cloud.folder, 'dist'), { recursive: true });
  await cp('dist', join(cloud.folder, 'keymgmt/dist'), { recursive: true });
  await cloud.write('keys.yaml', world.manifest);
  return cloud.run(script, { AWS_ENDPOINT_URL: emulator.awsEndpoint, ...secrets, ...env });
}

async function onCommandLine(script: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
  const put = (path: string, body: object) => emulator.vault('PUT', path, { body });
  await put('sys/auth/approle', { type: 'approle' });
  await put('sys/policies/acl/ci', {
    policy: 'path "*" { capabilities = ["create", "read", "update", "delete", "list", "sudo"] }',
  });
  await put('auth/approle/role/ci', { token_policies: ['ci'] });
  await put('auth/approle/role/ci/role-id', { role_id: '5f1d8f0a-3c1e' });
  const { body } = await put('auth/approle/role/ci/secret-id', {});
  await cloud.write('secret-id.txt', body.data.secret_id);
  succeeds(
    await commandLine(script.replaceAll('https://vault.example.com:8200', emulator.vaultAddr), {
      VAULT_TOKEN: emulator.vaultToken,
      ...env,
    }),
  );
}

const entries: readonly Entry[] = [
  { file: 'README.md', has: /^flowchart/, how: 'parsed', by: mermaid },
  {
    file: 'README.md',
    has: 'git clone',
    how: 'run',
    by: async ({ text }) => {
      const result = await runShell(text, {
        cwd: cloud.folder,
        env: {
          GIT_CONFIG_COUNT: '1',
          GIT_CONFIG_KEY_0: `url.file://${process.cwd()}.insteadOf`,
          GIT_CONFIG_VALUE_0: 'https://github.com/your-org/vault-keymgmt-aws-kms',
        },
      });
      succeeds(result);
      expect(result.stdout).toContain('payments-db');
    },
  },
  {
    file: 'README.md',
    has: /^name: Keys\n/,
    how: 'run',
    by: async ({ text }) => {
      expect(await runs(text)).toContain('PASS');
    },
  },
  { file: 'README.md', has: /^# keys\.yaml\n/, how: 'parsed', by: manifest },
  {
    file: 'README.md',
    has: 'token: ${{ secrets.VAULT_TOKEN }}',
    how: 'run',
    by: async ({ text }) => {
      await runs(
        asJob(text.replaceAll(/^ {6}/gm, '')),
        'push',
        {},
        { secrets: { ...secrets, VAULT_TOKEN: 'root' } },
      );
      const { body } = await world.emulator.vault('GET', 'keymgmt/key/orders-db');
      expect(body.data).toMatchObject({ deletion_allowed: true });
    },
  },
  { file: 'README.md', has: /^\{\n {2}"region"/, how: 'parsed', by: event },

  {
    file: 'docs/command-line.md',
    has: 'export VAULT_ADDR',
    how: 'run',
    by: async ({ text }) => {
      await onCommandLine(text);
      const { status } = await emulator.vault('GET', 'keymgmt/kms/aws-us-west-2/key/payments-db');
      expect(status).toBe(200);
    },
  },
  {
    file: 'docs/command-line.md',
    has: 'id_tokens',
    how: 'run',
    by: async ({ text }) => {
      const { plan } = parse(text);
      const claims = { repository_id: '123456789', repository_owner_id: '987654', sub: 'project_path:g/p' };
      const { ok, stderr } = await commandLine(
        [
          ...plan.script.slice(0, -1),
          `${plan.script.at(-1)} || [ $? = ${plan.allow_failure.exit_codes} ]`,
        ].join('\n'),
        {
          ...plan.variables,
          VAULT_ADDR: world.emulator.vaultAddr,
          VAULT_ID_TOKEN: await world.idToken(claims),
        },
      );
      expect(ok ? '' : stderr).toBe('');
    },
  },
  {
    file: 'docs/command-line.md',
    has: 'withCredentials',
    how: 'run',
    by: async ({ text }) => {
      const secret = await cloud.read('secret-id.txt');
      await onCommandLine(/sh '([^']+)'/.exec(text)![1]!, { KEYMGMT_SECRET_ID: secret });
    },
  },

  { file: 'docs/architecture.md', has: /^flowchart/, how: 'parsed', by: mermaid },

  {
    file: 'docs/emulator.md',
    has: /^\$ npm run --silent emulator\n/,
    how: 'run',
    by: async ({ text }) => {
      const [command, printed] = text.trim().split('\n');
      const said = await firstJsonOf(command!.replace('$ ', ''), { cwd: process.cwd(), env: {} });
      expect(Object.keys(said)).toEqual(Object.keys(JSON.parse(printed!)));
    },
  },
  { file: 'docs/emulator.md', has: /^vault write keymgmt/, how: 'run', by: onEmulator },
  {
    file: 'docs/emulator.md',
    has: 'uses: your-org/vault-keymgmt-aws-kms/emulator',
    how: 'run',
    by: async ({ text }) => {
      expect(await runs(asJob(text))).toContain('Success!');
    },
  },
  {
    file: 'docs/emulator.md',
    has: '"accounts"',
    how: 'run',
    by: async ({ text }) => {
      await (await startEmulator({ config: JSON.parse(text) })).stop();
    },
  },
  {
    file: 'docs/emulator.md',
    has: '"duration_ms"',
    how: 'parsed',
    by: async ({ text }) => {
      const real = await emulator.requests();
      for (const line of JSON.parse(text))
        expect(real.map((request) => Object.keys(request).sort())).toContainEqual(Object.keys(line).sort());
    },
  },
  {
    file: 'docs/emulator.md',
    has: '"fault"',
    how: 'run',
    by: async ({ text }) => {
      await emulator.setFaults(...(JSON.parse(text) as FaultRequest[]));
      await emulator.clearFaults();
    },
  },
  {
    file: 'docs/emulator.md',
    has: /^bao server/,
    how: 'run',
    by: async ({ text }) => {
      const port = 20_000 + (process.pid % 20_000);
      const said = await firstJsonOf(text.replace('127.0.0.1:8200', `127.0.0.1:${port}`), {
        cwd: process.cwd(),
        env: { BAO_DEV_LISTEN_ADDRESS: `127.0.0.1:${port}` },
      });
      expect(said['VAULT_TOKEN']).toBe('root');
    },
  },

  {
    file: 'docs/lambda.md',
    has: 'sam deploy',
    how: 'run',
    by: async (block) => {
      await inCloud(block);
      const stack = await cloud.prepare('aws cloudformation describe-stacks --stack-name keymgmt-verifier');
      const { Parameters } = JSON.parse(stack).Stacks[0] as { Parameters: Record<string, string>[] };
      const sent = Parameters.find(({ ParameterKey }) => ParameterKey === 'Event')!['ParameterValue']!;
      expect(JSON.parse(sent).vault.url).toBe('https://vault.example.com:8200');
    },
  },
  {
    file: 'docs/lambda.md',
    has: 'aws cloudformation package',
    how: 'run',
    by: async (block) => {
      await cloud.prepare('aws s3 mb s3://artifacts');
      await inCloud(block);
    },
  },
  {
    file: 'docs/lambda.md',
    has: 'vault auth enable aws',
    how: 'run',
    by: async (block) => {
      const hcl = blocks.find(({ file, language }) => file === 'docs/lambda.md' && language === 'hcl')!;
      await cloud.write('verifier.hcl', hcl.text);
      await onEmulator(block);
    },
  },
  {
    file: 'docs/lambda.md',
    has: 'aws lambda invoke',
    how: 'run',
    by: async (block) => {
      const keys = blocks.find(({ file, text }) => file === 'docs/lambda.md' && text.includes('"keys"'))!;
      await cloud.write('event.json', keys.text);
      await inCloud(block);
      expect(JSON.parse(await cloud.read('report.json'))).toMatchObject({
        schema_version: 1,
        region: 'us-west-2',
      });
    },
  },
  { file: 'docs/lambda.md', has: 'sam delete', how: 'run', by: inCloud },
  {
    file: 'docs/lambda.md',
    has: 'verify_with: lambda',
    how: 'run',
    by: async ({ text }) => {
      const role = await startFunction({
        env: {
          AWS_ENDPOINT_URL: world.emulator.awsEndpoint,
          AWS_ACCESS_KEY_ID: world.emulator.accessKeyId,
          AWS_SECRET_ACCESS_KEY: world.emulator.secretAccessKey,
        },
      });
      const lambda = await startLambdaEndpoint({ 'keymgmt-verifier': role });
      try {
        expect(await runs(text, 'schedule', { AWS_ENDPOINT_URL_LAMBDA: lambda.url })).toContain('PASS');
        expect(lambda.events.length).toBeGreaterThan(0);
      } finally {
        await lambda.stop();
        await role.stop();
      }
    },
  },
  { file: 'docs/lambda.md', has: /^\{\n {2}"region"/, how: 'parsed', by: event },
  {
    file: 'docs/lambda.md',
    has: '"Statement"',
    how: 'parsed',
    by: async ({ text }) => {
      expect(JSON.parse(text)).toEqual(verifierPolicy(policyScope('*'), { depth: 'full', history: false }));
    },
  },
  { file: 'docs/lambda.md', has: /^path "/, how: 'run', by: async () => {} },

  {
    file: 'docs/fleet.md',
    has: 'sam deploy',
    how: 'run',
    by: async (block) => {
      await inCloud(block);
      variables['FLEET_BUCKET'] = await cloud.prepare(
        `aws cloudformation describe-stacks --stack-name keymgmt-verifier --output text --query "Stacks[0].Outputs[?OutputKey=='FleetBucketName'].OutputValue"`,
      );
    },
  },
  {
    file: 'docs/fleet.md',
    has: 'aws cloudformation deploy',
    how: 'run',
    by: async (block) => {
      await inCloud(block);
      const policy = await cloud.prepare(
        'aws iam get-role-policy --role-name keymgmt-verifier --policy-name verifier',
      );
      const actions = (statements: readonly { Action: readonly string[] }[]) =>
        statements.map(({ Action }) => Action);
      expect(actions(JSON.parse(policy).PolicyDocument.Statement)).toEqual(
        actions(verifierPolicy(policyScope('*'), { depth: 'full', history: false }).Statement),
      );
    },
  },
  {
    file: 'docs/fleet.md',
    has: 'create-stack-set',
    how: 'parsed',
    by: async ({ text }) => {
      // No peer has StackSets: the aws command line checks every option, and sends nothing.
      const checked = text
        .replaceAll(/ *\\\n */g, ' ')
        .replaceAll(/$(?<=.)/gm, ' --generate-cli-skeleton output');
      succeeds(await cloud.run(checked, { ...variables, ORGANIZATIONAL_UNIT_ID: 'ou-ab12-34567890' }));
    },
  },
  {
    file: 'docs/fleet.md',
    has: /^\{"event"/,
    how: 'parsed',
    by: async ({ text }) => {
      for (const line of text.trim().split('\n')) {
        const { event: fields, keys_file } = JSON.parse(line);
        const vault = { url: 'https://vault.example.com:8200' };
        readEvent(keys_file === undefined ? fields : { ...fields, vault }, allowed);
      }
    },
  },
  {
    file: 'docs/fleet.md',
    has: 'aws organizations list-accounts',
    how: 'run',
    by: async (block) => {
      await cloud.prepare('aws organizations create-organization || true');
      await cloud.prepare('aws organizations create-account --account-name a --email a@example.com');
      await inCloud(block);
      const targets = (await cloud.read('targets.jsonl')).trim().split('\n');
      expect(targets.length).toBeGreaterThanOrEqual(4);
      for (const target of targets) readEvent(JSON.parse(target).event, allowed);
    },
  },
  {
    file: 'docs/fleet.md',
    has: 'report_path: keys.jsonl',
    how: 'run',
    by: async ({ text }) => {
      const bucket = variables['FLEET_BUCKET']!;
      await runs(
        text,
        'schedule',
        { AWS_ENDPOINT_URL_S3: cloud.endpoint },
        { vars: { FLEET_BUCKET: bucket } },
      );
      expect(await cloud.prepare(`aws s3 cp s3://${bucket}/keys/us-west-2.jsonl -`)).toContain('payments-db');
    },
  },

  {
    file: 'docs/operations.md',
    has: /^aws iam create-access-key/,
    how: 'run',
    by: async (block) => {
      await cloud.prepare('aws iam get-user --user-name vault || aws iam create-user --user-name vault');
      await inCloud(block);
    },
  },
  {
    file: 'docs/operations.md',
    has: 'aws iam update-access-key',
    how: 'run',
    by: async (block) => {
      variables['OLD_ACCESS_KEY_ID'] = await cloud.prepare(
        "aws iam list-access-keys --user-name vault --output text --query 'AccessKeyMetadata[0].AccessKeyId'",
      );
      await inCloud(block);
    },
  },
  {
    file: 'docs/operations.md',
    has: 'rotate_keys',
    how: 'run',
    by: async ({ text }) => {
      await runs(asJob(text));
      const { body } = await world.emulator.vault('GET', 'keymgmt/key/payments-db');
      expect(body.data.latest_version).toBe(2);
    },
  },
  {
    file: 'docs/recovery.md',
    has: 'aws kms cancel-key-deletion',
    how: 'run',
    by: async ({ text }) => {
      const id = await cloud.prepare('aws kms create-key --query KeyMetadata.KeyId --output text');
      await cloud.prepare(`aws kms schedule-key-deletion --key-id ${id}`);
      succeeds(await cloud.run(text.replaceAll(/1234abcd-[0-9a-f-]+/g, id), variables));
    },
  },

  { file: 'docs/workflows/README.md', has: /^# keys\.yaml\n/, how: 'parsed', by: manifest },
  {
    file: 'docs/workflows/README.md',
    has: /^vault /,
    how: 'run',
    by: async ({ text }) => {
      succeeds(world.shell.find(({ block }) => block.text === text)!.result);
    },
  },
  {
    file: 'docs/workflows/README.md',
    has: 'aws iam create-user',
    how: 'run',
    by: async (block) => {
      await cp(join(world.folder, 'policies'), join(cloud.folder, 'policies'), { recursive: true });
      await cloud.prepare('aws iam delete-user --user-name vault || true');
      await inCloud({
        ...block,
        text: block.text.replace(
          'aws iam create-user --user-name vault',
          'aws iam get-user --user-name vault || $&',
        ),
      });
    },
  },
  {
    file: 'docs/workflows/README.md',
    has: 'sts:AssumeRoleWithWebIdentity',
    how: 'run',
    by: async ({ text }) => cloud.write('trust.json', text),
  },
  {
    file: 'docs/workflows/README.md',
    has: 'aws iam create-role',
    how: 'run',
    by: async (block) => {
      await cloud.prepare('aws cloudformation delete-stack --stack-name keymgmt-verifier-role');
      await inCloud(block);
    },
  },
];

const allowed = {
  ALLOWED_VAULT_URLS: 'https://vault.example.com:8200',
  ALLOWED_ROLE_ARNS: 'arn:aws:iam::*:role/keymgmt-verifier',
};

const entryOf = (block: Block) =>
  entries.find(
    ({ file, has }) =>
      file === block.file && (typeof has === 'string' ? block.text.includes(has) : has.test(block.text)),
  );
const nameOf = ({ file, line, text }: Block) => `${file}:${line} ${text.split('\n', 1)[0]!.slice(0, 60)}`;

const blocks = await printedBlocks();
const skipped = blocks.filter(({ notRun }) => notRun !== null);
const used = blocks.filter(({ notRun }) => notRun === null);

test('every printed block is run, parsed, or says why it cannot be', () => {
  const rows = [
    ...used.map((block) => `${entryOf(block)?.how ?? 'unknown'}: ${nameOf(block)}`),
    ...skipped.map((block) => `not run: ${nameOf(block)} (${block.notRun})`),
  ];
  process.stderr.write(`${rows.join('\n')}\n`);
  expect(used.filter((block) => entryOf(block) === undefined).map(nameOf)).toEqual([]);
});

test('every action is printed and used at one version and one commit', async () => {
  const files = await glob(['*.md', 'docs/**/*.{md,yaml}', '.github/**/*.yml'], { dot: true });
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const pins = new Map<string, Set<string>>();
  for (const [, name, pin] of texts.join('\n').matchAll(/uses: ([\w.-]+\/[\w./-]+)@(\S+(?: # \S+)?)/g)) {
    pins.set(name!, (pins.get(name!) ?? new Set()).add(pin!));
  }
  expect(pins.size).toBeGreaterThan(5);
  expect([...pins].filter(([, all]) => all.size > 1)).toEqual([]);
});

(ready ? describe : describe.skip)('the printed block', () => {
  beforeAll(async () => {
    [world, cloud, emulator] = await Promise.all([startWorld(), startCloud(ministack!), startEmulator()]);
  });
  afterAll(() => Promise.all([world?.stop(), cloud?.stop(), emulator?.stop()]));

  test.each(used.map((block) => [nameOf(block), block] as const))('%s', async (_, block) => {
    await entryOf(block)!.by(block);
  });
});
