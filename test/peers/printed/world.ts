import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { GitHubServer } from '../../github/server.ts';
import { authority, certificate } from '../../support/certificates.ts';
import { type Emulator, startEmulator } from '../../support/emulator.ts';
import { type OpenBao, rootToken, startOpenBao } from '../openbao.ts';
import { type Block, blocksOf } from './blocks.ts';
import { type OidcIssuer, startOidcIssuer } from './oidc-issuer.ts';
import { runShell, type ShellResult, shellPath } from './run-shell.ts';
import { type Host, type RunEvent, runWorkflow, type WorkflowRun } from './run-workflow.ts';
import { attestProvenance, configureAwsCredentials, uploadArtifact, uploadSarif } from './stand-ins.ts';
import type { Permissions } from './workflow.ts';

const page = 'docs/workflows/README.md';

/** The AWS credentials that the secrets of the repository hold: those of the user `vault`. */
export const secrets = {
  AWS_ACCESS_KEY_ID_WEST: 'AKIAVAULTWESTEXAMPLE',
  AWS_SECRET_ACCESS_KEY_WEST: 'secret-of-the-vault-user-in-the-west',
  AWS_ACCESS_KEY_ID_EU: 'AKIAVAULTWESTEXAMPLE',
  AWS_SECRET_ACCESS_KEY_EU: 'secret-of-the-vault-user-in-the-west',
};

/**
 * An organization that did what docs/workflows/README.md says: OpenBao with the printed auth method, roles and
 * policies, the emulator's keymgmt in front of it, and the emulator's IAM with the printed policies and nothing else.
 */
export interface World {
  readonly emulator: Emulator;
  readonly github: GitHubServer;
  /** The manifest that the page prints. */
  readonly manifest: string;
  /** Where the artifact of policies.yaml was downloaded: `policies/` is in it. */
  readonly folder: string;
  /** An OIDC token with these claims, as a CI system gives it to a job. */
  idToken(claims: Readonly<Record<string, string>>): Promise<string>;
  /** How the shell blocks of the page ended that speak with Vault. */
  readonly shell: readonly { readonly block: Block; readonly result: ShellResult }[];
  /** Runs a workflow: a file of docs/workflows, or a whole text. */
  run(
    workflow: string,
    event: Partial<RunEvent> & Pick<RunEvent, 'name'>,
    env?: Readonly<Record<string, string>>,
  ): Promise<WorkflowRun>;
  stop(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const blocks = blocksOf(page, await readFile(page, 'utf8'));
  const manifest = blocks.find(({ text }) => text.startsWith('# keys.yaml\n'))!.text;
  const [issuer, github, bao] = await Promise.all([
    startOidcIssuer(),
    new GitHubServer().start(),
    authority().then(async (ca) => startOpenBao(ca, await certificate(ca, '127.0.0.1'))),
  ]);
  const text = (workflow: string) =>
    workflow.includes('\n') ? workflow : readFile(join('docs/workflows', workflow), 'utf8');
  const files = { 'keys.yaml': manifest };

  const printed = await runWorkflow(
    await text('policies.yaml'),
    { name: 'workflow_dispatch', ref: 'refs/heads/main', files },
    hostOf({
      issuer,
      github,
      replacements: {},
      env: {},
      standIns: { 'actions/upload-artifact': uploadArtifact },
    }),
  );
  if (!printed.ok) throw new Error(printed.log);
  const folder = printed.workspaces[0]!;
  const emulator = await startFront(bao, folder);
  const trust = JSON.parse(blocks.find(({ text }) => text.includes('sts:AssumeRoleWithWebIdentity'))!.text);
  const host = hostOf({
    issuer,
    github,
    replacements: { 'https://vault.example.com:8200': emulator.vaultAddr },
    env: { AWS_ENDPOINT_URL: emulator.awsEndpoint },
    standIns: {
      'aws-actions/configure-aws-credentials': configureAwsCredentials(trust, {
        endpoint: emulator.awsEndpoint,
        accessKeyId: emulator.accessKeyId,
        secretAccessKey: emulator.secretAccessKey,
      }),
      'actions/upload-artifact': uploadArtifact,
      'actions/attest-build-provenance': attestProvenance,
      'github/codeql-action/upload-sarif': uploadSarif,
    },
  });

  const shell = [];
  for (const block of blocks.filter(
    ({ language, text }) => language === 'console' && text.startsWith('vault '),
  )) {
    const result = await runShell(
      block.text.replaceAll('https://token.actions.githubusercontent.com', issuer.url),
      {
        cwd: folder,
        env: { VAULT_ADDR: emulator.vaultAddr, VAULT_TOKEN: rootToken },
      },
    );
    shell.push({ block, result });
  }
  return {
    emulator,
    github,
    manifest,
    folder,
    shell,
    async idToken(claims) {
      const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } =
        issuer.grant(claims);
      const answer = await fetch(`${url}&audience=vault`, { headers: { authorization: `bearer ${token}` } });
      return ((await answer.json()) as { value: string }).value;
    },
    run: async (workflow, event, env = {}) =>
      runWorkflow(
        await text(workflow),
        { ref: 'refs/heads/main', secrets, files, ...event },
        { ...host, env: { ...host.env, ...env } },
      ),
    stop: async () => {
      await Promise.all([emulator.stop(), github.stop(), issuer.stop(), bao.stop()]);
    },
  };
}

/** The emulator before OpenBao, with the printed IAM policies; no mount is there yet. */
async function startFront(bao: OpenBao, folder: string): Promise<Emulator> {
  const policy = async (name: string) =>
    JSON.parse(await readFile(join(folder, 'policies', `${name}.json`), 'utf8'));
  const everyone = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
  const emulator = await startEmulator({
    args: ['--upstream', bao.plain, '--root-token', rootToken],
    config: {
      accounts: [
        {
          id: '111122223333',
          users: [
            {
              name: 'vault',
              policies: { keymgmt: await policy('iam-vault') },
              access_keys: [
                {
                  access_key_id: secrets.AWS_ACCESS_KEY_ID_WEST,
                  secret_access_key: secrets.AWS_SECRET_ACCESS_KEY_WEST,
                  status: 'Active',
                },
              ],
            },
          ],
          roles: [
            {
              name: 'keymgmt-verifier',
              trust: { Version: '2012-10-17', Statement: [everyone] },
              policies: { verifier: await policy('iam-verifier') },
            },
            {
              name: 'invoke-keymgmt-verifier',
              trust: { Version: '2012-10-17', Statement: [everyone] },
            },
          ],
        },
      ],
    },
  });
  await emulator.vault('DELETE', 'sys/mounts/keymgmt');
  return emulator;
}

function hostOf(given: {
  readonly issuer: OidcIssuer;
  readonly github: GitHubServer;
  readonly replacements: Host['replacements'];
  readonly env: Host['env'];
  readonly standIns: Host['standIns'];
}): Host {
  return {
    ...given,
    env: {
      PATH: shellPath,
      GITHUB_API_URL: given.github.url,
      AWS_EC2_METADATA_DISABLED: 'true',
      ...given.env,
    },
    reusable: (uses) => readFile(resolve('docs/workflows', /([\w-]+\.yaml)(?:@|$)/.exec(uses)![1]!), 'utf8'),
    onPermissions: (permissions: Permissions) => {
      given.github.mayWrite = permissions['issues'] === 'write' || permissions['pull-requests'] === 'write';
    },
  };
}
