import type { AwsCredentials } from '../model/desired.ts';
import type { Env } from '../model/effects.ts';
import type { Problem } from '../model/problem.ts';
import { Secret } from '../model/secret.ts';
import type { DocumentPath, DocumentTree } from './document-tree.ts';
import { locateNode } from './document-tree.ts';
import { makeProblem } from './make-problem.ts';
import type { ProviderData } from './manifest-schema.ts';
import { endpointPattern, referencePattern } from './manifest-schema.ts';
import type { UntypedMap } from './untyped.ts';
import { asMap } from './untyped.ts';

const fields = ['access_key', 'secret_key', 'session_token', 'endpoint'] as const;

/** Where `${NAME}` is looked up. */
export interface Variables {
  readonly env: Env;
  /**
   * What an unset or empty variable means: an `error`, or, for commands that never write credentials, `none`
   * declared.
   */
  readonly unset: 'error' | 'none';
}

/** Checks the value behind each credential. No message contains one. */
export function checkCredentialValues(tree: DocumentTree, { env, unset }: Variables): Problem[] {
  return values(tree.data).flatMap(([path, text]) => {
    const { at, value } = locateNode(tree.root, path);
    const name = variable(text);
    const resolved = resolve(text, env);
    if (resolved === '' && name !== null) {
      if (unset === 'none') return [];
      return [
        makeProblem('unset_variable', at, value, `the environment variable ${name} is not set, or is empty.`),
      ];
    }
    if (path.at(-1) === 'endpoint' && !endpointPattern.test(resolved))
      return [makeProblem('invalid_endpoint', at, value)];
    if (!/[^\x21-\x7e]/.test(resolved)) return [];
    const subject = name === null ? '' : `the value of ${name} `;
    const message = `${subject}contains a space, a line break or another character that AWS credentials cannot contain.`;
    return [makeProblem('invalid_credential', at, value, message)];
  });
}

/** The credentials that a provider declares in either form, with references resolved; `null` for none. */
export function credentialsOf(provider: ProviderData, { env }: Variables): AwsCredentials | null {
  const { access_key, secret_key, credentials = { access_key, secret_key } } = provider;
  if (credentials.access_key === undefined || credentials.secret_key === undefined) return null;
  const access = resolve(credentials.access_key, env);
  const secret = resolve(credentials.secret_key, env);
  if (access === '' || secret === '') return null;
  const session = resolve(provider.credentials?.session_token ?? '', env);
  return {
    access_key: new Secret(access),
    secret_key: new Secret(secret),
    session_token: session === '' ? null : new Secret(session),
    endpoint: resolve(provider.credentials?.endpoint ?? '', env) || null,
  };
}

function variable(text: string): string | null {
  return referencePattern.test(text) ? text.slice(2, -1) : null;
}

function resolve(text: string, env: Env): string {
  const name = variable(text);
  return name === null ? text : (env[name] ?? '');
}

/** The value of every credential field, with its path. */
function values(data: unknown): [DocumentPath, string][] {
  return Object.entries(asMap(asMap(data)['kms'])).flatMap(([name, provider]) => {
    const flat = texts(['kms', name], asMap(provider));
    return [...flat, ...texts(['kms', name, 'credentials'], asMap(asMap(provider)['credentials']))];
  });
}

function texts(path: DocumentPath, map: UntypedMap): [DocumentPath, string][] {
  return fields.flatMap((field) => {
    const text = map[field];
    return typeof text === 'string' && text !== '' ? [[[...path, field], text]] : [];
  });
}
