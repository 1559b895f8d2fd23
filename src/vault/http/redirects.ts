import type { VaultRequest } from './vault-error.ts';
import { VaultError } from './vault-error.ts';

/** Vault redirects with 307; the others keep the method as well when Vault's own client follows them. */
const followed: ReadonlySet<number> = new Set([301, 302, 307, 308]);

/** An answer that redirects: its status and its `Location`. */
export interface Redirect {
  readonly status: number;
  readonly location: string;
}

/**
 * Where a standby sends a request: followed once, as Vault's own client does, to an address of the same scheme under
 * `/v1/`.
 *
 * Source: https://developer.hashicorp.com/vault/docs/concepts/ha#client-redirection
 *
 * @param from the address that answered
 * @param mayRedirectTo whether requests to another host are allowed
 * @throws VaultError `redirected` for every other target
 */
export function redirectTarget(
  asked: VaultRequest,
  from: URL,
  { status, location }: Redirect,
  mayRedirectTo: (target: URL) => boolean,
): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : null;
  const isVault = to !== null && /\/v1\//.test(to.pathname);
  if (isVault && to.protocol === from.protocol && followed.has(status)) {
    if (to.origin === from.origin || mayRedirectTo(to)) return to;
    throw new VaultError(
      'redirected',
      asked,
      `${from.origin} redirects to ${to.origin}, which is not allowed; nothing was sent there`,
      'Allow the address of every Vault node, or correct `api_addr` of the active node.',
      { status },
    );
  }
  const target = to === null ? `"${location.slice(0, 200)}", which is not a URL` : addressOf(to);
  throw new VaultError(
    'redirected',
    asked,
    `${addressOf(from)} redirects to ${target} (${status}), which is not followed`,
    isVault
      ? `Set \`url\` to ${to.origin}, if that is your Vault.`
      : 'A sign-in page or a gateway stands before Vault: set `url` to the address of Vault itself, or let the runner pass it (`extra_headers`, `client_certificate`).',
    { status },
  );
}

/** The error for a redirect that the target of another redirect answers. */
export function redirectedTwice(asked: VaultRequest, hops: readonly [URL, URL], next: Redirect): VaultError {
  const end = URL.canParse(next.location, hops[1].href)
    ? addressOf(new URL(next.location, hops[1]))
    : next.location;
  return new VaultError(
    'redirected',
    asked,
    `${addressOf(hops[0])} redirects to ${addressOf(hops[1])}, which redirects to ${end.slice(0, 500)}; only one redirect is followed`,
    'Set `url` to the active node, or to a load balancer that sends requests there. If the addresses are those of your nodes, check `api_addr` of the active one: it must name its own address.',
    { status: next.status },
  );
}

/** Without a query, which may hold what a gateway put there. */
function addressOf({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}
