import { type Entry, stage, succeeds } from '../stage.ts';

/** In place of what a finding knows. */
const values: Readonly<Record<string, string>> = { region: 'us-west-2', mount: 'keymgmt' };

/** The same command, read by its program but not sent. */
const readOnly = (command: string) =>
  command.startsWith('aws ')
    ? `${command} --generate-cli-skeleton input`
    : command.replace(/^vault (read|write|delete)/, 'vault $1 -output-curl-string');

/**
 * The remedies of docs/checks.md name what a finding knows in angle brackets, and test/remedies carries them out with
 * its ids. Here the programs themselves read each command: they know every operation, option and shorthand.
 */
export const checksPage: readonly Entry[] = [
  {
    has: /^(aws|vault) /,
    how: 'parsed',
    by: async ({ text }) => {
      const commands = text.trim().replaceAll(/<([^<>\n]+)>/g, (_, name: string) => values[name] ?? 'a-name');
      const files = "touch ciphertext message; echo '{}' > policy.json";
      const script = [files, ...commands.split('\n').map(readOnly)].join('\n');
      succeeds(await stage.cloud.run(script, { ...stage.variables, VAULT_ADDR: stage.emulator.vaultAddr }));
    },
  },
];
