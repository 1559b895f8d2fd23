import { Hono } from 'hono';
import type { Exchange } from '../exchange.ts';
import { authMethods, type Outside } from './auth/methods.ts';
import { tokenBackend } from './auth/token.ts';
import type { Backend } from './backend.ts';
import type { Core } from './core.ts';
import { dispatcher } from './dispatch.ts';
import { type AwsAccess, awsKms } from './keymgmt/awskms.ts';
import type { Rules } from './keymgmt/distributions.ts';
import { Host } from './keymgmt/host.ts';
import { keymgmtBackend } from './keymgmt/routes.ts';
import { newMount } from './mount.ts';
import { Namespaces } from './namespaces.ts';
import { systemBackend } from './sys/system-backend.ts';
import { rootSpec, Tokens } from './tokens.ts';
import { Remote } from './upstream/remote.ts';
import { upstreamApp } from './upstream/upstream-app.ts';

export interface VaultOptions {
  readonly rootToken: string;
  readonly keymgmt: Rules;
  readonly aws: AwsAccess;
  readonly outside: Outside;
  readonly upstream: URL | null;
  readonly clock: () => Date;
}

/**
 * A local Vault Enterprise: tokens, policies, namespaces, mounts, and `keymgmt` at `keymgmt/`. With an upstream,
 * only the keymgmt mounts are served here, and the root token is one of the upstream's.
 */
export function vaultApp(options: VaultOptions): Hono<{ Bindings: Exchange }> {
  const { rootToken, clock, upstream } = options;
  const kms = awsKms(options.aws);
  const newEngine = (): Backend => keymgmtBackend(new Host(kms, clock, options.keymgmt));
  const tokens = new Tokens(clock);
  const namespaces: Namespaces = new Namespaces(() => ({
    mounts: new Map([['sys/', newMount('system', system)]]),
    auths: new Map([['token/', newMount('token', token)]]),
  }));
  const core: Core = {
    namespaces,
    tokens,
    clock,
    engines: { keymgmt: newEngine },
    authMethods: authMethods(options.outside),
  };
  const system = systemBackend(core);
  const token = tokenBackend(core);
  namespaces.create('', {}).mounts.set('keymgmt/', newMount('keymgmt', newEngine()));
  if (upstream !== null) return upstreamApp({ remote: new Remote(upstream), reader: rootToken, core });

  tokens.create(rootSpec(rootToken));
  return new Hono<{ Bindings: Exchange }>().all('/v1/*', dispatcher(namespaces, tokens));
}
