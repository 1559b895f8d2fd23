import { expect } from '@jest/globals';
import { runShell } from '../run-shell.ts';
import { type Entry, event, manifest, mermaid, runs, stage, succeeds } from '../stage.ts';

/** The blocks of README.md. */
export const readmePage: readonly Entry[] = [
  { has: /^flowchart/, how: 'parsed', by: mermaid },
  {
    has: 'git clone',
    how: 'run',
    by: async ({ text }) => {
      const result = await runShell(text, {
        cwd: stage.cloud.folder,
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
    has: /^name: Keys\n/,
    how: 'run',
    by: async ({ text }) => {
      expect(await runs(text)).toContain('PASS');
    },
  },
  { has: /^# keys\.yaml\n/, how: 'parsed', by: manifest },
  { has: /^\{\n {2}"region"/, how: 'parsed', by: event },
];
