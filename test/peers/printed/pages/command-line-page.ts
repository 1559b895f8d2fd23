import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { parse } from 'yaml';
import type { ShellResult } from '../run-shell.ts';
import { type Entry, stage, succeeds } from '../stage.ts';
import { secrets } from '../world.ts';

/** The command line with the page's manifest, in a folder that has `dist/` also as a CI system checks it out. */
async function commandLine(script: string, env: Readonly<Record<string, string>>): Promise<ShellResult> {
  await cp('dist', join(stage.cloud.folder, 'dist'), { recursive: true });
  await cp('dist', join(stage.cloud.folder, 'keymgmt/dist'), { recursive: true });
  await stage.cloud.write('keys.yaml', stage.world.manifest);
  return stage.cloud.run(script, { AWS_ENDPOINT_URL: stage.laptop.awsEndpoint, ...secrets, ...env });
}

async function onCommandLine(script: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
  const put = (path: string, body: object) => stage.laptop.vault('PUT', path, { body });
  await put('sys/auth/approle', { type: 'approle' });
  await put('sys/policies/acl/ci', {
    policy: 'path "*" { capabilities = ["create", "read", "update", "delete", "list", "sudo"] }',
  });
  await put('auth/approle/role/ci', { token_policies: ['ci'] });
  await put('auth/approle/role/ci/role-id', { role_id: '5f1d8f0a-3c1e' });
  const { body } = await put('auth/approle/role/ci/secret-id', {});
  await stage.cloud.write('secret-id.txt', body.data.secret_id);
  succeeds(
    await commandLine(script.replaceAll('https://vault.example.com:8200', stage.laptop.vaultAddr), {
      VAULT_TOKEN: stage.laptop.vaultToken,
      ...env,
    }),
  );
}

/** The blocks of docs/command-line.md. */
export const commandLinePage: readonly Entry[] = [
  {
    has: 'export VAULT_ADDR',
    how: 'run',
    by: async ({ text }) => {
      await onCommandLine(text);
      const { status } = await stage.laptop.vault('GET', 'keymgmt/kms/aws-us-west-2/key/payments-db');
      expect(status).toBe(200);
    },
  },
  {
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
          VAULT_ADDR: stage.world.emulator.vaultAddr,
          VAULT_ID_TOKEN: await stage.world.idToken(claims),
        },
      );
      expect(ok ? '' : stderr).toBe('');
    },
  },
  {
    has: 'withCredentials',
    how: 'run',
    by: async ({ text }) => {
      const secret = await stage.cloud.read('secret-id.txt');
      await onCommandLine(/sh '([^']+)'/.exec(text)![1]!, { KEYMGMT_SECRET_ID: secret });
    },
  },
];
