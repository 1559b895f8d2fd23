import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type Capability, mayUseMount, type Policy, rootPolicy } from '../policy/acl.ts';
import { parsePolicy } from '../policy/parse.ts';
import { permissionDenied, Refusal } from '../refusal.ts';
import type { Asking, Remote, RemoteAnswer } from './remote.ts';

/** Who asks for what, by the words of the upstream. */
export interface Caller {
  readonly token: string;
  /** The namespace of the path: empty, or with a slash at its end. */
  readonly namespace: string;
}

/**
 * Lets a request through when the upstream says that the token has one of the capabilities on the path.
 *
 * @throws Refusal: no such permission, or the upstream's own answer
 */
export async function admit(
  remote: Remote,
  caller: Caller,
  path: string,
  needed: readonly Capability[],
): Promise<void> {
  const { status, body } = await fromWithin(caller, (asking, prefix) =>
    remote.ask('POST', 'sys/capabilities-self', { ...asking, body: { paths: [prefix + path] } }),
  );
  if (status !== 200) throw new Refusal(status as ContentfulStatusCode, ...(body?.errors ?? []));
  const granted: string[] = body.data?.capabilities ?? body.capabilities ?? [];
  if (!granted.includes('root') && !needed.some((one) => granted.includes(one))) throw permissionDenied();
}

/**
 * Whether a token may use a mount at all, by its policies: `sys/internal/ui/mounts` depends on it.
 *
 * @param reader the token that may read the upstream's policies
 */
export async function mayUse(
  remote: Remote,
  caller: Caller,
  reader: string,
  mount: string,
): Promise<boolean> {
  const { status, body } = await fromWithin(caller, (asking) =>
    remote.ask('GET', 'auth/token/lookup-self', asking),
  );
  if (status !== 200) return false;
  const home: string = body.data.namespace_path ?? '';
  const names: string[] = [...body.data.policies, ...(body.data.identity_policies ?? [])];
  const policies = await Promise.all(
    names.map((name) => readPolicy(remote, { token: reader, namespace: home }, name)),
  );
  const within = caller.namespace.startsWith(home) ? caller.namespace.slice(home.length) : null;
  return within !== null && mayUseMount(policies.flat(), within + mount);
}

async function readPolicy(remote: Remote, asking: Asking, name: string): Promise<Policy[]> {
  if (name === 'root') return [rootPolicy];
  const { status, body } = await remote.ask('GET', `sys/policies/acl/${encodeURIComponent(name)}`, asking);
  return status === 200 ? [parsePolicy(name, body.data.policy)] : [];
}

/**
 * A token may only be asked about itself in its own namespace, which may be one above that of the path: so the
 * question is asked there, and further up while it is refused.
 */
async function fromWithin(
  { token, namespace }: Caller,
  ask: (asking: Asking, prefix: string) => Promise<RemoteAnswer>,
): Promise<RemoteAnswer> {
  const answer = await ask({ token, namespace }, '');
  if (answer.status !== 403 || namespace === '') return answer;
  const segments = namespace.split('/').slice(0, -1);
  for (let depth = segments.length - 1; depth >= 0; depth--) {
    const above = segments
      .slice(0, depth)
      .map((segment) => `${segment}/`)
      .join('');
    const further = await ask({ token, namespace: above }, namespace.slice(above.length));
    if (further.status !== 403) return further;
  }
  return answer;
}
