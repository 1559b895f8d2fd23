import type { Help, Option, Command as Program } from 'commander';
import { inputGroups } from '../action/all-inputs.ts';
import { type Command, commands } from '../model/run.ts';

/** What each command does, in the order in which a new user needs them. */
const summaries: Readonly<Record<Command, string>> = {
  doctor: 'check what the other commands need, and say how to fix what is wrong',
  plan: 'show what apply would change',
  apply: 'create, distribute and update what is declared',
  verify: "compare the keys in AWS KMS with Vault's record",
  rotate: 'add a version to the keys that are due, and distribute it',
  destroy: 'remove the declared keys from KMS, then the provider',
  import: 'write the manifest of what Vault has',
  policy: 'print the least-privilege policies for Vault and IAM',
};

/** What most runs need; the help for a command has the rest. */
const common: readonly string[] = ['url', 'method', 'role', 'manifest', 'name', 'key_collection', 'keys'];

/** Help without a command is one screen: the commands, and the options that most runs need. */
export const shortHelp: Partial<Help> = {
  visibleArguments: () => [],
  commandDescription: (program) => `${program.description()}\n\n${commandsText(program)}`,
  visibleOptions: ({ args, options }) => {
    const command = commands.find((known) => args.includes(known));
    const names = command === undefined ? common : inputsOf(command);
    const isVisible = (option: Option) => {
      const input = option.long!.slice(2).replaceAll('-', '_');
      return !isInput(input) || names.includes(input);
    };
    return options.filter(isVisible);
  },
};

/** The commands, for help without a command; one of them otherwise. */
function commandsText({ args }: Program): string {
  const command = commands.find((known) => args.includes(known));
  if (command !== undefined) return `${command}: ${summaries[command]}`;
  const lines = Object.entries(summaries).map(([name, text]) => `  ${name.padEnd(10)}${text}`);
  return ['Commands:', ...lines, '', 'keymgmt <command> --help lists all options of a command.'].join('\n');
}

function isInput(name: string): boolean {
  return Object.values(inputGroups).some((specs) => name in specs);
}

/** The inputs under the headings that a command reads. */
function inputsOf(command: Command): string[] {
  const isRead = (heading: string) =>
    heading === 'Rotation and import'
      ? command === 'rotate' || command === 'import'
      : command !== 'policy' || !heading.endsWith('to Vault');
  return Object.entries(inputGroups).flatMap(([heading, specs]) =>
    isRead(heading) ? Object.keys(specs) : [],
  );
}
