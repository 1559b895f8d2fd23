import { parseArgs } from 'node:util';

/** The command line, read. */
export interface Options {
  /** 0: any free one. */
  readonly vaultPort: number;
  readonly awsPort: number;
  /** `null`: a random one. */
  readonly rootToken: string | null;
  readonly configPath: string | null;
  /** A Vault or OpenBao that serves everything but keymgmt. */
  readonly upstream: URL | null;
  /** AWS's request quotas times this; `null`: no quotas. */
  readonly quotas: number | null;
}

export const usage = `A local Vault with a keymgmt engine, and a local AWS KMS, STS and IAM, on 127.0.0.1.

Usage: emulator [options]

  --vault-port N     port of the Vault side; 0, the default: any free one
  --aws-port N       port of the AWS side; 0, the default: any free one
  --root-token T     Vault's root token; default: a random one
  --config FILE      JSON: accounts, keymgmt, tls (docs/emulator.md)
  --upstream URL     a Vault or OpenBao that serves everything but keymgmt; --root-token is then one of its own
  --quotas FACTOR    AWS's request quotas times FACTOR; default: no quotas
  --help             this text

Once ready, one line of JSON on standard output says where everything is.`;

const known = {
  'vault-port': { type: 'string' },
  'aws-port': { type: 'string' },
  'root-token': { type: 'string' },
  config: { type: 'string' },
  upstream: { type: 'string' },
  quotas: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** Either the options, or `help`, or everything that is wrong with what was given. */
export type Parsed =
  | { readonly options: Options }
  | { readonly help: true }
  | { readonly problems: readonly string[] };

export function parseOptions(args: readonly string[]): Parsed {
  const { values, tokens } = parseArgs({ args: [...args], options: known, strict: false, tokens: true });
  if (values.help === true) return { help: true };
  const problems = tokens.flatMap((token) => {
    if (token.kind === 'positional') return [`unexpected argument: ${token.value}`];
    if (token.kind !== 'option') return [];
    if (!Object.hasOwn(known, token.name)) return [`unknown option: ${token.rawName}`];
    return token.value === undefined || token.value === '' ? [`${token.rawName} needs a value`] : [];
  });
  const read = <T>(
    name: Exclude<keyof typeof known, 'help'>,
    absent: T,
    parse: (text: string) => T | string,
  ): T => {
    const text = values[name];
    if (typeof text !== 'string' || text === '') return absent;
    const result = parse(text);
    if (typeof result !== 'string' || typeof absent === 'string') return result as T;
    problems.push(`--${name} ${result}, not ${JSON.stringify(text)}`);
    return absent;
  };
  const plain = (name: 'root-token' | 'config') => {
    const text = values[name];
    return typeof text === 'string' && text !== '' ? text : null;
  };
  const options: Options = {
    vaultPort: read('vault-port', 0, port),
    awsPort: read('aws-port', 0, port),
    rootToken: plain('root-token'),
    configPath: plain('config'),
    upstream: read<URL | null>('upstream', null, httpUrl),
    quotas: read<number | null>('quotas', null, factor),
  };
  if (options.upstream !== null && options.rootToken === null) {
    problems.push('--upstream needs --root-token, a token of that server which may read its policies');
  }
  return problems.length > 0 ? { problems } : { options };
}

function port(text: string): number | string {
  return /^\d{1,5}$/.test(text) && Number(text) < 65_536 ? Number(text) : 'is a port from 0 to 65535';
}

function httpUrl(text: string): URL | string {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && /^https?:$/.test(url.protocol) ? url : 'is an http or https URL';
}

function factor(text: string): number | string {
  const number = Number(text);
  return Number.isFinite(number) && number > 0 ? number : 'is a number greater than 0';
}
