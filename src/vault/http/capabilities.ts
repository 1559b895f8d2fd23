import type { Call } from './exchange.ts';
import type { VaultData } from './vault.ts';
import { VaultError } from './vault-error.ts';
import { segmentsOf } from './vault-path.ts';

/**
 * The capabilities that a request needs; any one of them is enough.
 *
 * Source: https://developer.hashicorp.com/vault/docs/concepts/policies#capabilities
 */
function capabilitiesFor({ method, query }: Pick<Call, 'method' | 'query'>): readonly string[] {
  if (query !== '') return ['list'];
  return { GET: ['read'], PUT: ['create', 'update'], DELETE: ['delete'] }[method];
}

/**
 * Explains a 403 with the token's capabilities on that path. They are read in the connection's own namespace: Vault's
 * policy `default`, which allows that, covers the token's own namespace only.
 *
 * @param ask sends one request to Vault with the same token; when it fails, the error stays as it is
 */
export async function explainDenial(
  error: VaultError,
  call: Omit<Call, 'token'>,
  ask: (call: Omit<Call, 'token'>) => Promise<VaultData | null>,
): Promise<VaultError> {
  const path = segmentsOf([call.namespace.slice(call.home.length), ...call.path]).join('/');
  const question: Omit<Call, 'token'> = {
    ...call,
    namespace: call.home,
    method: 'PUT',
    path: ['sys', 'capabilities-self'],
    query: '',
    body: { paths: [path] },
  };
  const answer = await ask(question).catch((cause: unknown) => cause);
  if (answer instanceof VaultError && answer.status === 403) {
    return error.with('Vault does not accept this token', {
      code: 'token_invalid',
      remedy:
        'The token is mistyped, has expired, was revoked, belongs to another namespace, or lacks the policy `default`: check it with `vault token lookup`.',
    });
  }
  const held = heldOn(path, answer);
  if (held === null) return error;
  const needed = capabilitiesFor(call);
  const has = held.length === 0 || held.includes('deny') ? 'no capability' : `only ${quoted(held, 'and')}`;
  if (needed.some((capability) => held.includes(capability)) || held.includes('root')) {
    return error.with(
      `the token has ${quoted(held, 'and')} on this path, so something other than its policies denies the request`,
      {
        remedy:
          'Check its policies for required or denied parameters, Sentinel policies, and the CIDR bounds of the token.',
      },
    );
  }
  return error.with(`it needs ${quoted(needed, 'or')} on this path, and the token has ${has}`);
}

function heldOn(path: string, answer: unknown): readonly string[] | null {
  if (typeof answer !== 'object' || answer === null || !('data' in answer)) return null;
  const data = answer.data as VaultData | null;
  const held = data?.[path] ?? data?.['capabilities'];
  return Array.isArray(held) ? held.filter((capability) => typeof capability === 'string') : null;
}

function quoted(names: readonly string[], word: 'and' | 'or'): string {
  return names.map((name) => `"${name}"`).join(` ${word} `);
}
