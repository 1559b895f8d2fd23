import type { Env } from '../model/effects.ts';
import { Secret } from '../model/secret.ts';
import type { InputReader } from './input-reader.ts';
import { type InputSpecs, namesOf, type SecretForm } from './input-spec.ts';

/**
 * Every secret among the inputs and the variables that stand in for them, valid or not, and the passwords of the
 * environment's proxies: what has to be masked before anything else is done.
 */
export function inputSecrets<S extends InputSpecs>(reader: InputReader<S>, env: Env): Secret[] {
  const specs: InputSpecs = reader.specs;
  const texts = [
    ...namesOf(reader.specs).flatMap((name) => {
      const form = specs[name]?.secret;
      return form === undefined ? [] : secretParts[form](reader.text(name));
    }),
    ...proxyVariables.flatMap((name) => passwordsIn(env[name] ?? env[name.toUpperCase()] ?? '')),
  ];
  return [...new Set(texts)].filter((text) => text !== '').map((text) => new Secret(text));
}

const secretParts: Readonly<Record<SecretForm, (text: string) => string[]>> = {
  text: (text) => [text],
  structured: (text) => [text],
  pem: (text) => (isPath(text) ? [] : [text]),
  headers: (text) => text.split('\n').map(secretHeader),
};

const proxyVariables = ['https_proxy', 'http_proxy'];

function isPath(text: string): boolean {
  return text.length <= 256 && !text.includes('-----BEGIN');
}

/** The value of a header whose name says that it is secret, such as `CF-Access-Client-Secret`; else empty. */
function secretHeader(line: string): string {
  return /^[^:]*(secret|token|authorization|password|cookie|key)[^:]*:(.*)$/i.exec(line)?.[2]?.trim() ?? '';
}

/** The password as it stands in the URL, and as the proxy receives it. */
function passwordsIn(proxy: string): string[] {
  const { password } = URL.canParse(proxy) ? new URL(proxy) : { password: '' };
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}
