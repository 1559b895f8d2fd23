import { Hono } from 'hono';
import type { Exchange } from '../exchange.ts';
import { authMethods, type IdentitySources } from './auth/methods.ts';
import { tokenBackend } from './auth/token.ts';
import { type Backend, routes } from './backend.ts';
import type { Core } from './core.ts';
import { dispatcher } from './dispatch.ts';
import { type AwsAccess, awsKms } from './keymgmt/awskms.ts';
import { newEngineHost } from './keymgmt/engine-host.ts';
import { keymgmtBackend } from './keymgmt/keymgmt-backend.ts';
import type { Rules } from './keymgmt/transition.ts';
import { newMount } from './mount.ts';
import { type Namespaces, newNamespaces } from './namespaces.ts';
import { systemBackend } from './sys/system-backend.ts';
import { rootSpec, Tokens } from './tokens.ts';
import { upstreamApp } from './upstream/upstream-app.ts';
import { newUpstreamClient } from './upstream/upstream-client.ts';
import { rejected } from './vault-error.ts';
import { newWrappedResponses } from './wrapped-responses.ts';

export interface VaultOptions {
  readonly rootToken: string;
  readonly keymgmt: Rules;
  readonly aws: AwsAccess;
  readonly identities: IdentitySources;
  readonly upstream: URL | null;
  readonly clock: () => Date;
}

/**
 * A local Vault Enterprise: tokens, policies, namespaces, mounts, and `keymgmt` at `keymgmt/`. With an upstream, it serves
 * only the keymgmt mounts, and the root token is a token of the upstream.
 */
export function vaultApp(options: VaultOptions): Hono<{ Bindings: Exchange }> {
  const { rootToken, clock, upstream } = options;
  const kms = awsKms(options.aws, options.keymgmt.assumed);
  const newEngine = (): Backend => keymgmtBackend(newEngineHost(kms, clock, options.keymgmt));
  const tokens = new Tokens(clock);
  const namespaces: Namespaces = newNamespaces(
    () =>
      new Map([
        ['cubbyhole/', newMount('cubbyhole', absentEngine('cubbyhole'))],
        ['identity/', newMount('identity', absentEngine('identity'))],
        ['sys/', newMount('system', system)],
        ['auth/token/', newMount('token', tokenBackend(core))],
      ]),
  );
  const core: Core = {
    namespaces,
    tokens,
    wrapped: newWrappedResponses(clock),
    clock,
    engines: { keymgmt: newEngine },
    authMethods: authMethods(options.identities),
  };
  const system = systemBackend(core);
  namespaces.create('', {}).mounts.set('keymgmt/', newMount('keymgmt', newEngine()));
  if (upstream !== null) return upstreamApp(newUpstreamClient(upstream), rootToken, core);

  tokens.create(rootSpec(rootToken));
  return withoutCache().all('/v1/*', dispatcher(core));
}

/** Vault forbids clients and proxies to cache its responses. */
function withoutCache(): Hono<{ Bindings: Exchange }> {
  return new Hono<{ Bindings: Exchange }>().use(async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
  });
}

/** An engine that every Vault has and this one lacks. */
function absentEngine(type: string): Backend {
  const app = routes().all('*', () => {
    throw rejected(`this emulator does not have the ${type} engine; use --upstream`);
  });
  return { app, open: [] };
}
