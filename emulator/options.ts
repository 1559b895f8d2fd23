import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { type Answers, answersWith } from '../assumptions/catalogue.ts';

/** The parsed command line. */
export interface Options {
  /** 0: any free port. */
  readonly vaultPort: number;
  readonly awsPort: number;
  /** `null`: a random token. */
  readonly rootToken: string | null;
  readonly configPath: string | null;
  /** A Vault or OpenBao that serves every request except those to keymgmt. */
  readonly upstream: URL | null;
  /** Multiplies AWS's request quotas; `null`: no quotas. */
  readonly quotas: number | null;
  /** The answers to what Vault's documentation leaves open. */
  readonly assumed: Answers;
}

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

const known = {
  'vault-port': { type: 'string' },
  'aws-port': { type: 'string' },
  'root-token': { type: 'string' },
  config: { type: 'string' },
  upstream: { type: 'string' },
  quotas: { type: 'string' },
  assume: { type: 'string', multiple: true },
  help: { type: 'boolean' },
} as const;

const checked = <T>(holds: (given: string) => boolean, message: string, convert: (given: string) => T) =>
  v.optional(v.pipe(v.string(), v.check(holds, message), v.transform(convert)));
const port = checked(
  (given) => /^\d{1,5}$/.test(given) && Number(given) < 65_536,
  'must be a port from 0 to 65535',
  Number,
);
const text = v.optional(v.string());
const schema = v.object({
  'vault-port': port,
  'aws-port': port,
  'root-token': text,
  config: text,
  upstream: checked(
    (given) => URL.canParse(given) && /^https?:/.test(given),
    'must be an http or https URL',
    (given) => new URL(given),
  ),
  quotas: checked(
    (given) => Number.isFinite(Number(given)) && Number(given) > 0,
    'must be a number greater than 0',
    Number,
  ),
});

/** The options, a request for help, or every problem of the command line. */
export type Parsed =
  | { readonly options: Options }
  | { readonly help: true }
  | { readonly problems: readonly string[] };

export function parseOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Parsed {
  const { values, tokens } = parseArgs({ args: [...args], options: known, strict: false, tokens: true });
  if (values.help === true) return { help: true };
  const problems = tokens.flatMap((token) => {
    if (token.kind === 'positional') return [`unexpected argument: ${token.value}`];
    if (token.kind !== 'option') return [];
    if (!Object.hasOwn(known, token.name)) return [`unknown option: ${token.rawName}`];
    return token.value === undefined || token.value === '' ? [`${token.rawName} needs a value`] : [];
  });
  const turned = answersWith((values.assume ?? []).map(String));
  if ('problems' in turned) problems.push(...turned.problems.map((problem) => `--assume ${problem}`));
  const given = Object.entries(values).filter(([, value]) => typeof value === 'string' && value !== '');
  const { success, output, issues } = v.safeParse(schema, Object.fromEntries(given));
  const rootToken = values['root-token'] || (values.upstream && env['VAULT_TOKEN']) || null;
  if (values.upstream && rootToken === null)
    problems.push(
      '--upstream needs a token of that server that can read its policies: set --root-token or VAULT_TOKEN',
    );
  problems.push(...(issues ?? []).map((one) => `--${v.getDotPath(one)} ${one.message}, not "${one.input}"`));
  if (!success || problems.length > 0 || 'problems' in turned) return { problems };
  return {
    options: {
      vaultPort: output['vault-port'] ?? 0,
      awsPort: output['aws-port'] ?? 0,
      rootToken: typeof rootToken === 'string' ? rootToken : null,
      configPath: output.config ?? null,
      upstream: output.upstream ?? null,
      quotas: output.quotas ?? null,
      assumed: turned.answers,
    },
  };
}
