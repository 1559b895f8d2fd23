import { expect } from '@jest/globals';
import { readEvent } from '../../../lambda/read-check-event.ts';
import { declareManifest } from '../../../src/declare/manifest.ts';
import type { Emulator } from '../../support/emulator.ts';
import type { Block } from './blocks.ts';
import type { Cloud } from './cloud.ts';
import type { ShellResult } from './run-shell.ts';
import { secrets, type World } from './world.ts';

/** What is done with a block: it is run as it is printed, or it is parsed and used. */
export interface Entry {
  /** How its text begins, or what it holds. */
  readonly has: string | RegExp;
  readonly how: 'run' | 'parsed';
  readonly by: (block: Block) => Promise<void>;
}

/** Where blocks run: set up once, before the first. */
export interface Stage {
  world: World;
  cloud: Cloud;
  emulator: Emulator;
  /** Another one, for the pages on the command line. */
  laptop: Emulator;
  blocks: readonly Block[];
  /** The variables that a user of these pages has set. */
  readonly variables: Record<string, string>;
}

export const stage = {
  variables: {
    ARTIFACT_BUCKET: 'artifacts',
    EXTERNAL_ID: 'keymgmt-4711',
    FLEET_BUCKET: 'fleet',
    FUNCTION_ROLE_ARN: 'arn:aws:iam::111122223333:role/keymgmt-verifier-FunctionRole',
  },
} as unknown as Stage;

export const succeeds = ({ ok, stderr }: ShellResult) => expect(ok ? '' : stderr).toBe('');
export const inCloud = async ({ text }: Block) => succeeds(await stage.cloud.run(text, stage.variables));
export const onEmulator = async ({ text }: Block) =>
  succeeds(
    await stage.cloud.run(text, {
      ...stage.variables,
      VAULT_ADDR: stage.emulator.vaultAddr,
      VAULT_TOKEN: stage.emulator.vaultToken,
      AWS_ENDPOINT_URL: stage.emulator.awsEndpoint,
      AWS_ACCESS_KEY_ID: stage.emulator.accessKeyId,
      AWS_SECRET_ACCESS_KEY: stage.emulator.secretAccessKey,
    }),
  );
export const event = async ({ text }: Block) => {
  expect(readEvent(JSON.parse(text), { ALLOWED_VAULT_URLS: 'https://vault.example.com:8200' }).region).toBe(
    'us-west-2',
  );
};
export const mermaid = async ({ text }: Block) => {
  expect(text).toMatch(/^flowchart LR\n/);
  expect(text.match(/^\s*subgraph /gm)?.length ?? 0).toBe(text.match(/^\s*end$/gm)?.length ?? 0);
};
export const manifest = async ({ text }: Block) => {
  const { desired } = declareManifest([{ text, file: null, input: 'manifest' }], secrets);
  expect(desired.mounts[0]!.keys).not.toEqual([]);
};
/** A step, or several, as the only ones of a job that may do what the documented ones may. */
export const asJob = (steps: string, environment = 'production') =>
  `name: Printed\non: push\njobs:\n  printed:\n    runs-on: ubuntu-latest\n    environment: ${environment}\n    permissions: {contents: read, id-token: write}\n    steps:\n      - uses: actions/checkout@v1\n${steps.replaceAll(/^ *(?=- uses)/gm, '').replaceAll(/^/gm, '      ')}`;
export const runs = async (workflow: string, name = 'push', env = {}, more = {}) => {
  const { ok, log } = await stage.world.run(workflow, { name, ...more }, env);
  expect(ok ? '' : log).toBe('');
  expect(log).not.toContain('::warning');
  return log;
};

export const allowed = {
  ALLOWED_VAULT_URLS: 'https://vault.example.com:8200',
  ALLOWED_ROLE_ARNS: 'arn:aws:iam::*:role/keymgmt-verifier',
};
