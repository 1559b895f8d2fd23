import type { InputReader } from '../../inputs/input-reader.ts';
import type { Env } from '../../model/effects.ts';
import type { Secret } from '../../model/secret.ts';
import { segmentsOf } from '../http/vault-path.ts';
import { type LoginSettings, loginFields, methodNames, requiredInputs } from '../login/all-methods.ts';
import { missingIdToken } from '../login/id-token-permission.ts';
import type { connectionInputs } from './connection-inputs.ts';
import { namespaceOf } from './connection-settings.ts';
import type { loginInputs } from './login-inputs.ts';

type Reader = InputReader<typeof connectionInputs & typeof loginInputs>;

/** Reads the inputs of the login; problems are added to the reader. */
export function readLogin(reader: Reader, env: Env): LoginSettings {
  const method = reader.text('method');
  checkMethod(reader, method);
  if (reader.text('secret_id') !== '' && reader.text('wrapped_secret_id') !== '') {
    const remedy = 'Leave one of the two out.';
    reader.addProblem(
      'conflicting_inputs',
      'wrapped_secret_id',
      'is given together with `secret_id`.',
      remedy,
    );
  }
  const missing = method === 'jwt' && reader.text('jwt') === '' ? missingIdToken(env) : null;
  if (missing !== null) reader.addProblem('no_id_token', 'method', missing.message, missing.remedy);
  return {
    method,
    auth_path: mountOf(reader.text('auth_path')) || method,
    auth_namespace: segmentsOf([reader.text('auth_namespace')]).join('/') || namespaceOf(reader),
    ...(Object.fromEntries(
      Object.entries(loginFields).map(([name, spec]) => {
        const field = name as keyof typeof loginFields;
        return [field, 'secret' in spec ? reader.secret(field) : reader.text(field)];
      }),
    ) as unknown as Pick<LoginSettings, keyof typeof loginFields>),
  };
}

function checkMethod(reader: Reader, method: string): void {
  const payload = reader.secret('auth_payload');
  if (methodNames.includes(method) || payload !== null) {
    for (const [input, remedy] of Object.entries(requiredInputs(method))) {
      const name = input as Parameters<Reader['text']>[0];
      if (reader.text(name) !== '') continue;
      reader.addProblem('missing_input', name, `is missing, and method ${method} needs it.`, remedy);
    }
  } else {
    const remedy = `Choose one of ${methodNames.join(', ')}, or give \`auth_payload\` for any other.`;
    reader.addProblem('unknown_method', 'method', `is "${method}".`, remedy);
  }
  if (!methodNames.includes(method) && payload !== null && !isObject(payload)) {
    const remedy = 'Write it as `{"name": "value"}`.';
    reader.addProblem('invalid_json', 'auth_payload', 'is not a JSON object.', remedy);
  }
}

/** The mount's path: `jwt`, `auth/jwt` and `auth/jwt/` are the same mount. */
export function mountOf(authPath: string): string {
  const segments = segmentsOf([authPath]);
  return (segments[0] === 'auth' && segments.length > 1 ? segments.slice(1) : segments).join('/');
}

function isObject(payload: Secret): boolean {
  try {
    const value: unknown = JSON.parse(payload.reveal());
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
