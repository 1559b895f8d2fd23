import { applyCommand } from '../../src/action/commands/apply-command.ts';
import { destroyCommand } from '../../src/action/commands/destroy-command.ts';
import { importCommand } from '../../src/action/commands/import-command.ts';
import type { CommandResult, Job } from '../../src/action/commands/job.ts';
import { rotateCommand } from '../../src/action/commands/rotate-command.ts';
import { verifyCommand } from '../../src/action/commands/verify-command.ts';

/** One script of the campaign: what is there before, what is run, and what it is run on. */
export interface Script {
  readonly name: string;
  readonly run: (job: Job) => Promise<CommandResult>;
  /** What an earlier apply has declared; `null`: nothing was there. */
  readonly before: Declared | null;
  readonly declared: Declared;
  readonly inputs: (path: string) => Readonly<Record<string, string>>;
}

interface Declared {
  readonly create_mount?: boolean;
  readonly keys: readonly string[];
  readonly settings?: object;
}

const three = ['a', 'b', 'c'] as const;
const none = () => ({});

/** The seven scripts, on three keys. */
export const scripts: readonly Script[] = [
  {
    name: 'create',
    run: applyCommand,
    before: null,
    declared: { create_mount: true, keys: three, settings: { deletion_allowed: true } },
    inputs: none,
  },
  {
    name: 'update',
    run: applyCommand,
    before: { keys: three },
    declared: { keys: three, settings: { deletion_allowed: true, min_enabled_version: 0 } },
    inputs: none,
  },
  {
    name: 'rotate',
    run: rotateCommand,
    before: { keys: three },
    declared: { keys: three },
    inputs: (path) => ({ rotate_keys: three.map((key) => `${keyName(path, key)}@1`).join('\n') }),
  },
  {
    name: 'import',
    run: importCommand,
    before: { keys: three },
    declared: { keys: three },
    inputs: importId,
  },
  {
    name: 'prune',
    run: applyCommand,
    before: { keys: three },
    declared: { keys: ['a'] },
    inputs: (path) => ({
      prune: 'true',
      confirm: ['b', 'c'].map((key) => `${path}/kms/aws/key/${keyName(path, key)}`).join('\n'),
    }),
  },
  {
    name: 'destroy',
    run: destroyCommand,
    before: { keys: three },
    declared: { keys: three },
    inputs: (path) => ({ confirm: `${path}/kms/aws` }),
  },
  { name: 'verify', run: verifyCommand, before: { keys: three }, declared: { keys: three }, inputs: none },
];

function importId(path: string): Record<string, string> {
  return { import_id: path };
}

/** Names are unique in the whole account, since aliases are. */
export function keyName(path: string, key: string): string {
  return `${path}-${key}`;
}

/** The manifest of a script at one mount. */
export function manifestOf({ create_mount = false, keys, settings = {} }: Declared, path: string): object {
  return {
    path,
    create_mount,
    kms: { aws: { key_collection: 'us-west-2' } },
    keys: Object.fromEntries(keys.map((key) => [keyName(path, key), { kms: 'aws', ...settings }])),
  };
}
