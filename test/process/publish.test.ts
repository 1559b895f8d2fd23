import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { runnerCommands } from '../action/runner-commands.ts';
import { seen } from '../render/github-markdown.ts';
import { hostile } from '../render/hostile.ts';
import { runAction } from '../support/action.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

const declaredOutputs = Object.keys(parse(await readFile('action.yml', 'utf8')).outputs).sort();

let emulator: Emulator;
let workspace: string;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'told-'));
  await emulator.clearFaults();
});

async function run(
  command: string,
  manifest: string,
  inputs: Record<string, string> = {},
  env: Record<string, string> = {},
) {
  await mkdir(join(workspace, 'keys'), { recursive: true });
  await writeFile(join(workspace, 'keys/it.yaml'), manifest);
  return runAction(
    { command, url: emulator.vaultAddr, token: emulator.vaultToken, manifest: 'keys/it.yaml', ...inputs },
    {
      env: {
        GITHUB_WORKSPACE: workspace,
        AWS_ENDPOINT_URL: emulator.awsEndpoint,
        AWS_ACCESS_KEY_ID: emulator.accessKeyId,
        AWS_SECRET_ACCESS_KEY: emulator.secretAccessKey,
        ...env,
      },
    },
  );
}

/** The errors that the runner makes annotations of, as `file:line text`. */
function annotations(stdout: string): string[] {
  return runnerCommands(stdout)
    .filter(({ command }) => command === 'error')
    .map(({ properties, data }) => `${properties['file'] ?? ''}:${properties['line'] ?? ''} ${data}`);
}

const declare = (key: string, type = 'aes256-gcm96') => `kms:
  aws:
    key_collection: us-west-2
keys:
  ${key}:
    kms: aws
    type: ${type}
    purpose: ${type === 'aes256-gcm96' ? '[encrypt, decrypt]' : '[sign, verify]'}
`;

describe('what is wrong stands on the manifest’s line', () => {
  test('a problem', async () => {
    const { stdout, exitCode } = await run(
      'plan',
      'kms:\n  aws:\n    key_collection: us-west-2\n    colour: red\n',
    );
    expect(exitCode).toBe(1);
    expect(annotations(stdout)).toEqual([expect.stringMatching(/^keys\/it\.yaml:4 .*colour/)]);
  });

  test('a refusal', async () => {
    await run('apply', declare('refused-1'));
    const { stdout, outputs } = await run('plan', declare('refused-1', 'rsa-2048'));
    expect(JSON.parse(outputs['error']!).code).toBe('plan_refused');
    expect(annotations(stdout)[0]).toMatch(/^keys\/it\.yaml:5 .*aes256-gcm96.*rsa-2048/);
  });

  test('a failed step', async () => {
    await emulator.setFaults({
      match: { method: 'PUT', path: 'key/step-1$' },
      fault: { status: 400, body: { errors: ['no'] } },
    });
    const { stdout } = await run('apply', declare('step-1'));
    expect(annotations(stdout)[0]).toMatch(/^keys\/it\.yaml:5 .*step-1.*no/);
  });

  test('a failed key', async () => {
    await run('apply', declare('broken-1'));
    const { body } = await emulator.vault('GET', 'keymgmt/kms/aws/key/broken-1');
    const { outputs: verified } = await run('verify', declare('broken-1'), {
      sarif_path: 'out/keys.sarif',
      html_path: 'out/evidence.html',
      junit_path: 'out/keys.xml',
      report_path: 'out/keys.jsonl',
    });
    expect(verified['compliant']).toBeDefined();
    const line = JSON.parse((await readFile(join(workspace, 'out/keys.jsonl'), 'utf8')).split('\n')[0]!);
    expect(line).toMatchObject({ name: 'broken-1', kms: 'aws', versions: body.data.versions });
    const page = await readFile(join(workspace, 'out/evidence.html'), 'utf8');
    for (const text of ['broken-1', line.versions['1'], emulator.vaultAddr]) expect(page).toContain(text);
    expect(await readFile(join(workspace, 'out/keys.xml'), 'utf8')).toContain('broken-1: version 1');

    await emulator.setFaults({
      match: { operation: 'DescribeKey' },
      times: 9,
      fault: { status: 400, body: { __type: 'NotFoundException', message: 'gone' } },
    });
    const { stdout } = await run('verify', declare('broken-1'), { sarif_path: 'out/keys.sarif' });
    expect(annotations(stdout).some((text) => /^keys\/it\.yaml:5 .*broken-1/.test(text))).toBe(true);
    const sarif = JSON.parse(await readFile(join(workspace, 'out/keys.sarif'), 'utf8'));
    expect(sarif.runs[0].results[0].locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri: 'keys/it.yaml' },
      region: { startLine: 5 },
    });
  });
});

describe('the outputs that action.yml declares are those that a run sets', () => {
  test.each([
    ['success', () => run('plan', declare('outputs-1'))],
    ['a problem of the inputs', () => run('aply', declare('outputs-1'))],
    ['a Vault that refuses', () => run('plan', declare('outputs-1'), { token: 'nobody' })],
    ['a policy', () => run('policy', declare('outputs-1'))],
  ])('%s', async (_, act) => {
    expect(Object.keys((await act()).outputs).sort()).toEqual(declaredOutputs);
  });
});

describe('texts of others do nothing', () => {
  /** What the log itself may say to the runner. */
  const ours = ['add-mask', 'debug', 'endgroup', 'error', 'group', 'notice', 'warning'];

  test('in an error of Vault and in a branch’s name', async () => {
    await emulator.setFaults({
      match: { method: 'GET', path: '/v1/' },
      times: 99,
      fault: { status: 400, body: { errors: hostile } },
    });
    const { stdout, summary, exitCode } = await run(
      'plan',
      declare('hostile-1'),
      {},
      { GITHUB_HEAD_REF: '::error::<b>@octocat</b>\n::set-output name=a::b', GITHUB_ACTOR: '##[error]x' },
    );
    expect(exitCode).toBe(1);
    expect(
      runnerCommands(stdout)
        .map(({ command }) => command)
        .filter((name) => !ours.includes(name)),
    ).toEqual([]);
    expect(seen(summary).elements).not.toEqual(expect.arrayContaining(['script']));
    expect(
      seen(summary).attributes.filter((attribute) => !attribute.startsWith('a href=https://github.com/')),
    ).toEqual([]);
  });

  test('in names of a manifest', async () => {
    const names = hostile
      .filter((text) => text.length < 500)
      .map((text) => JSON.stringify(text.replace(/\p{Cs}/gu, '')));
    const manifest = `kms:\n  aws: {key_collection: us-west-2}\nkeys:\n${[...new Set(names)].map((name) => `  ${name}: {kms: aws}`).join('\n')}\n`;
    const { stdout, summary, exitCode } = await run('plan', manifest);
    expect(exitCode).toBe(1);
    expect(annotations(stdout).length).toBeGreaterThan(20);
    expect(
      runnerCommands(stdout)
        .map(({ command }) => command)
        .filter((name) => !ours.includes(name)),
    ).toEqual([]);
    expect(new Set(seen(summary).elements)).toEqual(new Set(['h2', 'p', 'code', 'br', 'strong', 'span']));
  });
});
