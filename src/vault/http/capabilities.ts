import type { Call } from './exchange.ts';
import type { VaultData } from './vault.ts';
import { VaultError } from './vault-error.ts';
import { segmentsOf } from './vault-path.ts';

/**
 * What a request needs of a policy; any one of them will do where there are several.
 *
 * Source: https://developer.hashicorp.com/vault/docs/concepts/policies#capabilities
 */
function capabilitiesFor({ method, query }: Pick<Call, 'method' | 'query'>): readonly string[] {
  if (query !== '') return ['list'];
  return { GET: ['read'], PUT: ['create', 'update'], DELETE: ['delete'] }[method];
}

/**
 * A refusal for want of permission, explained by what the token may do on that path. It is asked in the connection's
 * own namespace: Vault's policy `default`, which allows that, is about the token's own namespace alone.
 *
 * @param ask sends one request to Vault, as the same token; its failure leaves the error as it is
 */
export async function explainDenial(
  error: VaultError,
  call: Call,
  ask: (call: Call) => Promise<VaultData | null>,
): Promise<VaultError> {
  const path = segmentsOf([call.namespace.slice(call.home.length), ...call.path]).join('/');
  const question: Call = {
    ...call,
    namespace: call.home,
    method: 'PUT',
    path: ['sys', 'capabilities-self'],
    query: '',
    body: { paths: [path] },
  };
  const answer = await ask(question).catch((cause: unknown) => cause);
  if (answer instanceof VaultError && answer.status === 403) {
    return error.with('the token may not even ask for its own capabilities', {
      code: 'token_invalid',
      remedy:
        'The token has expired, was revoked or belongs to another namespace, or its policies lack `default`: check it with `vault token lookup`.',
    });
  }
  const held = heldOn(path, answer);
  if (held === null) return error;
  const needed = capabilitiesFor(call);
  const has = held.length === 0 || held.includes('deny') ? 'no capability' : `only ${quoted(held, 'and')}`;
  if (needed.some((capability) => held.includes(capability)) || held.includes('root')) {
    return error.with(
      `the token has ${quoted(held, 'and')} on this path, so something beyond its policies refuses`,
      {
        remedy:
          'Look for required or denied parameters in its policies, for Sentinel policies, and for address bounds of the token.',
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
