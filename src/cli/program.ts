import { Command, Option } from 'commander';
import { allInputs, inputGroups } from '../action/all-inputs.ts';
import type { InputSpec } from '../inputs/input-spec.ts';
import { commands } from '../model/run.ts';
import { version } from '../version.ts';
import { shortHelp } from './help.ts';
import { optionOf, variableOf } from './option-texts.ts';

/** What the user typed. */
export interface Arguments {
  /** Texts of the inputs, by name. */
  readonly options: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly json: boolean;
  readonly debug: boolean;
  readonly detailed_exitcode: boolean;
}

/**
 * The command line: each input of `action.yml` is an option, under the heading that the reference has.
 *
 * @param run called once when the arguments can be parsed
 */
export function createProgram(run: (given: Arguments) => Promise<void>): Command {
  const program = new Command('keymgmt')
    .description(
      'Registers AWS KMS providers in HashiCorp Vault (keymgmt), distributes keys to them, and verifies the copies in AWS KMS.',
    )
    .usage('<command> [options]')
    .version(version)
    .argument('<command>', allInputs.command.description)
    .helpOption('-h, --help', 'Show this help.')
    .configureHelp(shortHelp)
    .showHelpAfterError('Run keymgmt --help for the commands and options.')
    .addHelpText(
      'after',
      `\nAn option that is left out is read from its variable: ${optionOf('url')} from ${variableOf('url')}, then from the variable named in its description. <@file> is @ and the path of a file that holds the secret. Repeat an option for a list. Exit codes: 0 done, 1 failed, 2 the plan has changes (--detailed-exitcode).`,
    );
  for (const [heading, specs] of Object.entries(inputGroups)) {
    for (const [name, spec] of Object.entries(specs)) {
      if (name !== 'command') program.addOption(optionFor(name, spec).helpGroup(`${heading}:`));
    }
  }
  const output = 'Output:';
  program
    .addOption(new Option('--json', 'Print the report as JSON on standard output.').helpGroup(output))
    .addOption(new Option('--debug', 'Log each request, without headers and bodies.').helpGroup(output))
    .addOption(
      new Option('--detailed-exitcode', 'plan: exit with 2 when the plan has changes.').helpGroup(output),
    );
  program.action(async (command: string) => {
    if (!commands.some((known) => known === command))
      program.error(`error: "${command}" is not one of ${commands.join(', ')}.`);
    const values = program.opts<Record<string, string | string[] | boolean | undefined>>();
    const inputs = Object.keys(allInputs).map((name) => [name, textOf(values[camelCase(name)])]);
    await run({
      options: { ...Object.fromEntries(inputs), command },
      json: values['json'] === true,
      debug: values['debug'] === true,
      detailed_exitcode: values['detailedExitcode'] === true,
    });
  });
  return program;
}

function optionFor(name: string, spec: InputSpec): Option {
  const { type = 'text', description, secret, variable } = spec;
  const placeholder =
    type === 'boolean' ? '[true|false]' : secret === undefined || secret === 'pem' ? '<value>' : '<@file>';
  const fallback =
    spec.default === undefined || spec.default.startsWith('${{') ? '' : ` Default: ${spec.default}.`;
  const standIn = variable === undefined ? '' : ` Environment: ${variable}.`;
  const option = new Option(`${optionOf(name)} ${placeholder}`, `${description}${fallback}${standIn}`);
  if (type !== 'list') return option;
  return option.argParser((line: string, before: string[] | undefined) => [...(before ?? []), line]);
}

/** `--prune` alone means `--prune true`. */
function textOf(value: string | string[] | boolean | undefined): string | string[] | undefined {
  return typeof value === 'boolean' ? String(value) : value;
}

/** Commander's name of an option's value: `lambda_function` → `lambdaFunction`. */
function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
