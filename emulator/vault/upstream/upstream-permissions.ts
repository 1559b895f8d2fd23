import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type AclPolicy, allowsMount, type Capability, rootPolicy } from '../policy/acl.ts';
import { parseAclPolicy } from '../policy/parse.ts';
import { permissionDenied, VaultError } from '../vault-error.ts';
import type { UpstreamClient, UpstreamRequest, UpstreamResponse } from './upstream-client.ts';

/**
 * Checks with the upstream that the token has one of the capabilities on the path.
 *
 * @throws VaultError when it has none, or with the error of the upstream
 */
export async function requireCapability(
  upstream: UpstreamClient,
  caller: UpstreamRequest,
  path: string,
  needed: readonly Capability[],
): Promise<void> {
  const { status, body } = await fromWithin(caller, (asking, prefix) =>
    upstream.send('POST', 'sys/capabilities-self', { ...asking, body: { paths: [prefix + path] } }),
  );
  if (status !== 200) throw new VaultError(status as ContentfulStatusCode, ...(body?.errors ?? []));
  const granted: string[] = body.data?.capabilities ?? body.capabilities ?? [];
  if (!granted.includes('root') && !needed.some((one) => granted.includes(one))) throw permissionDenied();
}

/**
 * Whether the policies of a token reach a mount. `sys/internal/ui/mounts` depends on it.
 *
 * @param reader a token that can read the policies of the upstream
 */
export async function canUseMount(
  upstream: UpstreamClient,
  caller: UpstreamRequest,
  reader: string,
  mount: string,
): Promise<boolean> {
  const { status, body } = await fromWithin(caller, (asking) =>
    upstream.send('GET', 'auth/token/lookup-self', asking),
  );
  if (status !== 200) return false;
  const home: string = body.data.namespace_path ?? '';
  const names: string[] = [...body.data.policies, ...(body.data.identity_policies ?? [])];
  const policies = await Promise.all(
    names.map((name) => readPolicy(upstream, { token: reader, namespace: home }, name)),
  );
  const within = caller.namespace.startsWith(home) ? caller.namespace.slice(home.length) : null;
  return within !== null && allowsMount(policies.flat(), within + mount);
}

async function readPolicy(
  upstream: UpstreamClient,
  asking: UpstreamRequest,
  name: string,
): Promise<AclPolicy[]> {
  if (name === 'root') return [rootPolicy];
  const { status, body } = await upstream.send('GET', `sys/policies/acl/${encodeURIComponent(name)}`, asking);
  return status === 200 ? [parseAclPolicy(name, body.data.policy)] : [];
}

/**
 * A token can look itself up only in its own namespace, which may be above that of the path. So this asks there first,
 * and then in each namespace above while the upstream denies it.
 */
async function fromWithin(
  { token, namespace }: UpstreamRequest,
  ask: (asking: UpstreamRequest, prefix: string) => Promise<UpstreamResponse>,
): Promise<UpstreamResponse> {
  const answer = await ask({ token, namespace }, '');
  let above = namespace;
  while (answer.status === 403 && above !== '') {
    above = above.replace(/[^/]+\/$/, '');
    const further = await ask({ token, namespace: above }, namespace.slice(above.length));
    if (further.status !== 403) return further;
  }
  return answer;
}
