import type { Env } from '../../model/effects.ts';
import { Secret } from '../../model/secret.ts';
import type { ConnectionInputs } from './connection-inputs.ts';
import { ConnectionInputReader } from './connection-inputs.ts';

/**
 * Every secret among the inputs of the connection and the variables that stand in for them, valid or not, to be
 * masked before anything else is done. The password of a proxy is one of them.
 */
export function connectionSecrets(inputs: ConnectionInputs, env: Env): Secret[] {
  const reader = new ConnectionInputReader(inputs, env);
  const key = reader.text('client_key');
  const headers = reader.text('extra_headers').split('\n').map(secretHeader);
  const texts = [
    ...secretInputs.map((input) => reader.text(input)),
    isPath(key) ? '' : key,
    ...headers,
    ...proxyVariables.flatMap((name) => passwords(env[name] ?? env[name.toUpperCase()] ?? '')),
  ];
  return [...new Set(texts)].filter((text) => text !== '').map((text) => new Secret(text));
}

const secretInputs = ['token', 'secret_id', 'jwt', 'password', 'vault_github_token', 'auth_payload'] as const;

const proxyVariables = ['https_proxy', 'http_proxy'];

function isPath(text: string): boolean {
  return text.length <= 256 && !text.includes('-----BEGIN');
}

/** The value of a header whose name says that it is secret, such as `CF-Access-Client-Secret`. */
function secretHeader(line: string): string {
  return /^[^:]*(secret|token|authorization|password|cookie|key)[^:]*:(.*)$/i.exec(line)?.[2]?.trim() ?? '';
}

/** As it stands in the URL, and as the proxy gets it. */
function passwords(proxy: string): string[] {
  const { password } = URL.canParse(proxy) ? new URL(proxy) : { password: '' };
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}
