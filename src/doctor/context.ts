import type { Desired, DesiredMount, DesiredProvider, VerifySettings } from '../model/desired.ts';
import type { Clock, Env, Log } from '../model/effects.ts';
import type { Secret } from '../model/secret.ts';
import type { ServerHealth } from '../vault/http/read-health.ts';
import type { Connection } from '../vault/http/vault.ts';
import type { VaultError } from '../vault/http/vault-error.ts';
import type { Session } from '../vault/login/login.ts';
import type { VaultSettings } from '../vault/settings/vault-settings.ts';
import type { VerifierFunction } from '../verifier/invoke-verifier.ts';
import type { PermissionSet } from '../verify/permissions/permission-sets.ts';

/** What a diagnosis is about. */
export interface DoctorRequest {
  readonly settings: VaultSettings;
  readonly desired: Desired;
  /** Which identity reads AWS, and whose permissions are audited, where a provider does not say. */
  readonly verify: VerifySettings;
  /** `null`: the sets that the declared keys need. */
  readonly permissions: readonly PermissionSet[] | null;
  /** Empty: any account. */
  readonly allowed_account_ids: readonly string[];
  /** `null`: no Lambda verifies. */
  readonly lambda: VerifierFunction | null;
}

export interface DoctorEffects {
  readonly clock: Clock;
  readonly env: Env;
  readonly log: Log;
  /** Aborted when the diagnosis has to end. */
  readonly signal: AbortSignal;
  /** Called with each secret that the login obtains, before anything else is done with it. */
  readonly mask: (secret: Secret) => void;
  /** Called with the session, so that its token is revoked at the run's end. */
  readonly onLogin: (session: Session) => void;
}

/** A declared provider, and which identity reads AWS for it. */
export interface ProviderSubject {
  readonly id: string;
  readonly provider: DesiredProvider;
  readonly verify: VerifySettings;
  /** `us-west-2, declared credentials`, `us-west-2, role arn:…`: providers that share it are checked once. */
  readonly reader: string;
}

/** What the checks share: the request, the effects, and what earlier checks found for later ones. */
export interface DoctorContext extends DoctorRequest, DoctorEffects {
  /** Without a token; opened once for all checks. */
  readonly connection: Connection;
  readonly found: {
    /** By `vault_tls`: the server's state, or the error that something other than Vault answers. */
    health?: ServerHealth;
    notVault?: VaultError;
    /** By `vault_login`: the connection with the session's token. */
    vault?: Connection;
    /** By `vault_namespace`: the declared mounts whose namespace is there. */
    mounts?: readonly DesiredMount[];
    /** By `keymgmt_mount`: the declared mounts that have a keymgmt engine. */
    engines?: readonly DesiredMount[];
    /** By `verifier_identity`: one provider for each verifier identity that AWS accepts. */
    readers?: readonly ProviderSubject[];
  };
}
