import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { type Answers, answersWith } from '../assumptions/catalogue.ts';
import type { ProcessEnv } from './aws-access.ts';

export const usage = `A local Vault with a keymgmt engine, and a local AWS KMS, STS and IAM. It listens on 127.0.0.1 only.

Usage: emulator [options]

  --vault-port N     port of the Vault server; default 0: any free port
  --aws-port N       port of the AWS server; default 0: any free port
  --root-token T     Vault's root token; default: a random token
  --config FILE      JSON: accounts, keymgmt, kms, ldap, github, tls (docs/emulator.md)
  --upstream URL     a Vault or OpenBao that serves every request except those to keymgmt; --root-token
                     (or VAULT_TOKEN) is then a token of that server
  --quotas FACTOR    enforce AWS's request quotas, multiplied by FACTOR; default: no quotas
  --assume ID=ANSWER answer a question that Vault's documentation leaves open the other way (docs/assumptions.md);
                     may be repeated
  --help             print this text

When the emulator is ready, it prints its addresses and credentials as one line of JSON on standard output.`;

const checked = <T>(holds: (given: string) => boolean, message: string, convert: (given: string) => T) =>
  v.pipe(v.string(), v.check(holds, message), v.transform(convert));
const port = v.optional(
  checked(
    (given) => /^\d{1,5}$/.test(given) && Number(given) < 65_536,
    'must be a port from 0 to 65535',
    Number,
  ),
  '0',
);
const schema = v.object({
  'vault-port': port,
  'aws-port': port,
  'root-token': v.optional(v.string()),
  config: v.optional(v.string()),
  upstream: v.optional(
    checked(
      (given) => URL.canParse(given) && /^https?:/.test(given),
      'must be an http or https URL',
      (given) => new URL(given),
    ),
  ),
  quotas: v.optional(
    checked(
      (given) => Number.isFinite(Number(given)) && Number(given) > 0,
      'must be a number greater than 0',
      Number,
    ),
  ),
});
const known = {
  ...Object.fromEntries(Object.keys(schema.entries).map((name) => [name, { type: 'string' } as const])),
  assume: { type: 'string', multiple: true } as const,
  help: { type: 'boolean' } as const,
};

/** The command line, as {@link usage} describes it. */
export interface Options extends v.InferOutput<typeof schema> {
  /** The answers to what Vault's documentation leaves open. */
  readonly assumed: Answers;
}

/** The options, a request for help, or every problem of the command line. */
export type Parsed =
  | { readonly options: Options }
  | { readonly help: true }
  | { readonly problems: readonly string[] };

export function parseOptions(args: readonly string[], env: ProcessEnv): Parsed {
  const { values, tokens } = parseArgs({ args: [...args], options: known, strict: false, tokens: true });
  if (values['help'] === true) return { help: true };
  const problems = tokens.flatMap((token) => {
    if (token.kind === 'positional') return [`unexpected argument: ${token.value}`];
    if (token.kind !== 'option') return [];
    if (!Object.hasOwn(known, token.name)) return [`unknown option: ${token.rawName}`];
    return token.value === undefined || token.value === '' ? [`${token.rawName} needs a value`] : [];
  });
  const turned = answersWith([values['assume'] ?? []].flat().map(String));
  if ('problems' in turned) problems.push(...turned.problems.map((problem) => `--assume ${problem}`));
  const fromEnv = values['upstream'] && env['VAULT_TOKEN'] ? { 'root-token': env['VAULT_TOKEN'] } : {};
  const texts = Object.entries(values).filter(([, value]) => typeof value === 'string' && value !== '');
  const given: Record<string, unknown> = { ...fromEnv, ...Object.fromEntries(texts) };
  const { success, output, issues } = v.safeParse(schema, given);
  if (given['upstream'] && !given['root-token'])
    problems.push(
      '--upstream needs a token of that server that can read its policies: set --root-token or VAULT_TOKEN',
    );
  problems.push(...(issues ?? []).map((one) => `--${v.getDotPath(one)} ${one.message}, not "${one.input}"`));
  if (!success || problems.length > 0 || 'problems' in turned) return { problems };
  return { options: { ...output, assumed: turned.answers } };
}
