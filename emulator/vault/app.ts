import { Hono } from 'hono';
import type { Exchange } from '../exchange.ts';
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
import { systemBackend } from './sys/backend.ts';
import { rootSpec, Tokens } from './tokens.ts';

export interface VaultOptions {
  readonly rootToken: string;
  readonly keymgmt: Rules;
  readonly aws: AwsAccess;
  readonly clock: () => Date;
}

/** A local Vault Enterprise: tokens, policies, namespaces, mounts, and `keymgmt` at `keymgmt/`. */
export function vaultApp({ rootToken, keymgmt, aws, clock }: VaultOptions): Hono<{ Bindings: Exchange }> {
  const kms = awsKms(aws);
  const newEngine = (): Backend => keymgmtBackend(new Host(kms, clock, keymgmt));
  const tokens = new Tokens(clock);
  const namespaces: Namespaces = new Namespaces(() => ({
    mounts: new Map([['sys/', newMount('system', system)]]),
    auths: new Map([['token/', newMount('token', token)]]),
  }));
  const core: Core = { namespaces, tokens, clock, engines: { keymgmt: newEngine }, authMethods: {} };
  const system = systemBackend(core);
  const token = tokenBackend(core);
  tokens.create(rootSpec(rootToken));
  namespaces.create('', {}).mounts.set('keymgmt/', newMount('keymgmt', newEngine()));

  return new Hono<{ Bindings: Exchange }>().all('/v1/*', dispatcher(namespaces, tokens));
}
