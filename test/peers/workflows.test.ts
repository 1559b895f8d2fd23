import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { parse, stringify } from 'yaml';
import { GitHubServer } from '../github/server.ts';
import { runAction } from '../support/action.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { type Listening, serve } from '../vault/support/server.ts';
import { peer, tool } from './peer.ts';

const run = promisify(execFile);
const folder = 'docs/workflows';
const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml'));
const files = names.map((name) => join(folder, name));

/** A repository with a workflow of ours, whose steps use the action as it is here; others' actions are left out. */
async function repository(text: string, change: (text: string) => string = (text) => text): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'workflow-'));
  await mkdir(join(root, '.github/workflows'), { recursive: true });
  const parsed = parse(text);
  for (const job of Object.values<{ steps: { uses?: string }[] }>(parsed.jobs)) {
    job.steps = job.steps
      .filter(({ uses = '' }) => !/^(aws-actions|github\/codeql-action|actions\/upload-artifact)/.test(uses))
      .map((step) => (step.uses?.startsWith('your-org/') ? { ...step, uses: './' } : step));
  }
  await writeFile(join(root, '.github/workflows/it.yaml'), change(stringify(parsed)));
  await cp('action.yml', join(root, 'action.yml'));
  await cp('dist', join(root, 'dist'), { recursive: true });
  for (const args of [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '.'],
    ['-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '--quiet', '--message=all'],
  ]) {
    await run('git', args, { cwd: root });
  }
  return root;
}

const actionlint = tool('actionlint');
(actionlint === null ? describe.skip : describe)('actionlint', () => {
  test.each(files)('finds nothing in %s', async (file) => {
    await run(actionlint!, [file]);
  });

  test.each(files)('knows every input and output that %s uses', async (file) => {
    await run(actionlint!, ['-color', '.github/workflows/it.yaml'], {
      cwd: await repository(await readFile(file, 'utf8')),
    });
  });

  test('would find an input that does not exist', async () => {
    const root = await repository(await readFile(files[0]!, 'utf8'), (text) =>
      text.replaceAll('command:', 'comand:'),
    );
    await expect(run(actionlint!, [], { cwd: root })).rejects.toMatchObject({
      stdout: expect.stringContaining('comand'),
    });
  });
});

const zizmor = peer('zizmor');
(zizmor === null ? describe.skip : describe)('zizmor', () => {
  test('finds nothing in the workflows to copy, at its strictest but one', async () => {
    await run(zizmor!, ['--offline', '--persona=pedantic', ...files]);
  });

  test('finds nothing in what runs here', async () => {
    await run(zizmor!, ['--offline', '.github/workflows', 'action.yml', 'emulator/action.yml']);
  });
});

const act = tool('act');
const node24 = tool('node24');
/** With the roles of the README, on the emulator, by tokens of a GitHub of our own. */
(act === null || node24 === null ? describe.skip : describe)('act runs', () => {
  const github = new GitHubServer();
  let emulator: Emulator;
  let oidc: Listening;
  /** What the next job's OIDC token says. */
  let signed: (claims: Record<string, string>) => Promise<string>;

  const manifest = (region: string) => `path: keymgmt
kms:
  aws-${region}:
    key_collection: ${region}
    credentials:
      access_key: \${AWS_ACCESS_KEY_ID_WEST}
      secret_key: \${AWS_SECRET_ACCESS_KEY_WEST}
keys:
  db-${region}:
    kms: aws-${region}
    rotate_after: 90d
`;

  const withoutCredentials = (text: string) => text.replace(/ {4}credentials:\n.*\n.*\n/, '');

  beforeAll(async () => {
    [emulator] = await Promise.all([startEmulator(), github.start()]);
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    signed = (claims) =>
      new SignJWT({ aud: 'vault', iss: 'https://token.actions.githubusercontent.com', ...claims })
        .setProtectedHeader({ alg: 'RS256' })
        .setExpirationTime('30m')
        .sign(privateKey);
    await put('sys/auth/jwt', { type: 'jwt' });
    await put('auth/jwt/config', {
      jwt_validation_pubkeys: [await exportSPKI(publicKey)],
      bound_issuer: 'https://token.actions.githubusercontent.com',
    });
    const policies = await policiesOf([manifest('us-west-2'), manifest('eu-central-1')]);
    for (const [job, policy] of Object.entries(policies)) {
      await put(`sys/policies/acl/keymgmt-${job}`, { policy });
    }
    const roles = await rolesOfReadme();
    expect([...roles.keys()]).toEqual(['keymgmt-plan', 'keymgmt-apply']);
    for (const [name, role] of roles) await put(`auth/jwt/role/${name}`, role);
    const ofApply = roles.get('keymgmt-apply')!;
    await put('auth/jwt/role/keymgmt-rotate', { ...ofApply, token_policies: ['keymgmt-rotate'] });
    const bound_claims = { ...ofApply.bound_claims, environment: 'destruction' };
    await put('auth/jwt/role/keymgmt-destroy', {
      ...ofApply,
      bound_claims,
      token_policies: ['keymgmt-destroy'],
    });
  });
  afterAll(() => Promise.all([emulator.stop(), github.stop()]));

  async function put(path: string, body: unknown): Promise<void> {
    const { status, body: answer } = await emulator.vault('PUT', path, { body });
    if (status > 299) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
  }

  async function policiesOf(manifests: readonly string[]): Promise<Record<string, string>> {
    const env = {
      AWS_ACCESS_KEY_ID_WEST: emulator.accessKeyId,
      AWS_SECRET_ACCESS_KEY_WEST: emulator.secretAccessKey,
    };
    const texts = await Promise.all(
      manifests.map(async (manifest) => {
        const { outputs } = await runAction({ command: 'policy', manifest }, { env });
        return JSON.parse(outputs['vault_policy']!) as Record<string, string>;
      }),
    );
    return Object.fromEntries(
      Object.keys(texts[0]!).map((job) => [job, texts.map((text) => text[job]).join('\n')]),
    );
  }

  interface Role {
    readonly bound_claims: Record<string, string>;
  }

  async function rolesOfReadme(): Promise<Map<string, Role>> {
    const text = await readFile(join(folder, 'README.md'), 'utf8');
    const roles = text.matchAll(/vault write auth\/jwt\/role\/(\S+) - <<'EOF'\n([\s\S]*?)\nEOF/g);
    return new Map([...roles].map(([, name, json]) => [name!, JSON.parse(json!) as Role]));
  }

  const repositoryClaims = {
    repository_id: '123456789',
    repository_owner_id: '987654',
    sub: 'repo:octo-org/keys',
  };
  const onMain = { ...repositoryClaims, ref: 'refs/heads/main' };

  interface ActRun {
    /** A file's name, or a whole workflow. */
    readonly workflow: string;
    readonly event: string;
    readonly claims: Record<string, string>;
    readonly inputs?: Record<string, string>;
    readonly payload?: unknown;
    readonly manifests?: Record<string, string>;
  }

  async function runWorkflow({ workflow, event, claims, inputs = {}, payload = {}, manifests }: ActRun) {
    const source = workflow.includes('\n') ? workflow : await readFile(join(folder, workflow), 'utf8');
    const root = await repository(source, (text) =>
      text.replaceAll('https://vault.example.com:8200', emulator.vaultAddr),
    );
    for (const [path, text] of Object.entries(manifests ?? { 'keys.yaml': manifest('us-west-2') })) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    const eventPath = join(root, '..', `${root.split('/').pop()}.json`);
    await writeFile(eventPath, JSON.stringify({ ...(payload as object), inputs }));
    const token = await signed(claims);
    oidc = await serve(Array.from({ length: 20 }, () => ({ status: 200, json: { value: token } })));
    const env = {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${oidc.url}?v=1`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request',
      AWS_ENDPOINT_URL: emulator.awsEndpoint,
      AWS_ACCESS_KEY_ID: emulator.accessKeyId,
      AWS_SECRET_ACCESS_KEY: emulator.secretAccessKey,
      GITHUB_API_URL: github.url,
      GITHUB_REPOSITORY: 'octo-org/keys',
    };
    const secrets = {
      GITHUB_TOKEN: 'ghs_test',
      AWS_ACCESS_KEY_ID_WEST: emulator.accessKeyId,
      AWS_SECRET_ACCESS_KEY_WEST: emulator.secretAccessKey,
      AWS_ACCESS_KEY_ID: emulator.accessKeyId,
      AWS_SECRET_ACCESS_KEY: emulator.secretAccessKey,
      VAULT_TOKEN: emulator.vaultToken,
    };
    const args = [
      event,
      '--platform=ubuntu-latest=-self-hosted',
      `--eventpath=${eventPath}`,
      ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      ...Object.entries(secrets).flatMap(([name, value]) => ['--secret', `${name}=${value}`]),
      ...Object.entries(inputs).flatMap(([name, value]) => ['--input', `${name}=${value}`]),
    ];
    try {
      const { stdout } = await run(act!, args, {
        cwd: root,
        env: {
          PATH: `${dirname(node24!)}:${process.env['PATH']}`,
          HOME: root,
          XDG_CACHE_HOME: join(root, '..'),
        },
        maxBuffer: 1e8,
      });
      return { ok: true, log: stdout };
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      return { ok: false, log: stdout + stderr };
    } finally {
      await oidc.close();
    }
  }

  const record = () => emulator.vault('GET', 'keymgmt/kms/aws-us-west-2/key/db-us-west-2');

  test('plan-and-apply.yaml on a pull request: plans, and writes nothing', async () => {
    const { log } = await runWorkflow({
      workflow: 'plan-and-apply.yaml',
      event: 'pull_request',
      claims: { ...repositoryClaims, ref: 'refs/pull/7/merge' },
      payload: { pull_request: { number: 7, head: { ref: 'keys' }, base: { ref: 'main' } } },
    });
    expect(log).toContain('distribute keymgmt/kms/aws-us-west-2/key/db-us-west-2');
    expect((await record()).status).toBe(404);
    expect(github.comments).toMatchObject([{ issue: 7, body: expect.stringContaining('db-us-west-2') }]);
  });

  test('the role for apply is not for a pull request', async () => {
    const { ok, log } = await runWorkflow({
      workflow: 'rotate.yaml',
      event: 'workflow_dispatch',
      claims: { ...repositoryClaims, ref: 'refs/pull/7/merge' },
    });
    expect(ok).toBe(false);
    expect(log).toMatch(/claim .*(ref|environment)/);
  });

  test('plan-and-apply.yaml on main: plans, and applies the plan', async () => {
    const { ok, log } = await runWorkflow({
      workflow: 'plan-and-apply.yaml',
      event: 'push',
      claims: { ...onMain, environment: 'production' },
    });
    expect(ok ? '' : log).toBe('');
    expect((await record()).body.data.versions).toHaveProperty('1');
  });

  test('rotate.yaml: rotates the given keys, and verifies them', async () => {
    const { ok, log } = await runWorkflow({
      workflow: 'rotate.yaml',
      event: 'workflow_dispatch',
      claims: { ...onMain, environment: 'production' },
      inputs: { keys: 'db-us-west-2@1' },
    });
    expect(ok ? '' : log).toBe('');
    expect((await record()).body.data.versions).toHaveProperty('2');
  });

  test('nightly-verify.yaml: all is well', async () => {
    const { ok, log } = await runWorkflow({
      workflow: 'nightly-verify.yaml',
      event: 'schedule',
      claims: onMain,
    });
    expect(ok ? '' : log).toBe('');
    expect(log).toContain('PASS');
    expect(github.open).toEqual([]);
  });

  test('regions.yaml: one job per region', async () => {
    const { ok, log } = await runWorkflow({
      workflow: 'regions.yaml',
      event: 'workflow_dispatch',
      claims: onMain,
      manifests: { 'keys/us-west-2.yaml': withoutCredentials(manifest('us-west-2')) },
    });
    expect(ok ? '' : log).toBe('');
    expect(log).toContain('Verify us-west-2');
  });

  test('reusable.yaml: called with a command and a manifest', async () => {
    const caller = `on: push
jobs:
  call:
    uses: ./.github/workflows/it.yaml
    with: {command: plan, environment: production}
`;
    const { ok, log } = await runWorkflow({
      workflow: 'reusable.yaml',
      event: 'push',
      claims: onMain,
      manifests: {
        '.github/workflows/caller.yaml': caller,
        'keys.yaml': withoutCredentials(manifest('us-west-2')),
      },
    });
    expect(ok ? '' : log).toBe('');
    expect(log).toContain('No changes: Vault matches the declaration.');
  });

  test('import.yaml: the manifest of the existing objects', async () => {
    const { ok, log } = await runWorkflow({
      workflow: 'import.yaml',
      event: 'workflow_dispatch',
      claims: onMain,
      inputs: { id: 'keymgmt/kms/aws-us-west-2' },
    });
    expect(ok ? '' : log).toBe('');
    expect(log).toContain('key_collection: us-west-2');
  });

  test('destroy.yaml: not with another id, and with the right one', async () => {
    const destroy = (confirm: string) =>
      runWorkflow({
        workflow: 'destroy.yaml',
        event: 'workflow_dispatch',
        claims: { ...onMain, environment: 'destruction' },
        inputs: { manifest: 'keys.yaml', confirm },
      });
    expect(await destroy('keymgmt/kms/aws-eu-central-1')).toMatchObject({ ok: false });
    expect((await record()).status).toBe(200);
    const { ok, log } = await destroy('keymgmt/kms/aws-us-west-2');
    expect(ok ? '' : log).toBe('');
    expect((await record()).status).toBe(404);
  });

  describe('what the README says', () => {
    let blocks: string[];
    beforeAll(async () => {
      const readme = await readFile('README.md', 'utf8');
      blocks = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text!);
    });
    const block = (start: RegExp) => blocks.find((text) => start.test(text))!;

    test('the workflow with the manifest', async () => {
      const keys = block(/^# keys\.yaml\n/);
      const { apply } = await policiesOf([keys]);
      await put('sys/policies/acl/keymgmt-ci', { policy: apply });
      await put('auth/jwt/role/keymgmt-ci', {
        role_type: 'jwt',
        user_claim: 'repository_id',
        bound_audiences: ['vault'],
        token_policies: ['keymgmt-ci'],
      });
      const { ok, log } = await runWorkflow({
        workflow: `name: README\non: push\n${block(/^jobs:/)}`,
        event: 'push',
        claims: onMain,
        manifests: { 'keys.yaml': keys },
      });
      expect(ok ? '' : log).toBe('');
      const { status } = await emulator.vault('GET', 'keymgmt/kms/aws-us-west-2/key/payments-db');
      expect(status).toBe(200);
    });

    test('one provider by inputs', async () => {
      const job =
        'jobs:\n  keys:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v1\n';
      const { ok, log } = await runWorkflow({
        workflow: `name: README\non: push\n${job}${block(/^ {6}- uses/)}`,
        event: 'push',
        claims: onMain,
      });
      expect(ok ? '' : log).toBe('');
      const { body } = await emulator.vault('GET', 'keymgmt/key/orders-db');
      expect(body.data).toMatchObject({ deletion_allowed: true });
    });
  });
});
