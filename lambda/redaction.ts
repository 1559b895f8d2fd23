import type { Env } from '../src/model/effects.ts';
import { Secret } from '../src/model/secret.ts';
import { Redactor } from '../src/redact/redactor.ts';

/** Knows the function's own credentials. Vault is sent the session token, in the signed request of a login. */
export function redactorOf(env: Env): Redactor {
  const redactor = new Redactor();
  const own = [env['AWS_SECRET_ACCESS_KEY'], env['AWS_SESSION_TOKEN']];
  redactor.add(own.flatMap((text) => (text ? [new Secret(text)] : [])));
  return redactor;
}

/** The same error, without secrets in what Lambda logs and answers of it: message and stack. */
export function redactError(error: Error, redactor: Redactor): Error {
  const { message, stack } = error;
  Object.assign(error, { message: redactor.text(message) });
  if (stack !== undefined) Object.assign(error, { stack: redactor.text(stack) });
  return error;
}
