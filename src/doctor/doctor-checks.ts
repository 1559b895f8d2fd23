import { auditedPermissions } from './checks/audited-permissions.ts';
import { clock } from './checks/clock-skew.ts';
import { declaredCredentials } from './checks/credentials-accepted.ts';
import { githubOidc } from './checks/github-oidc.ts';
import { keymgmtMount } from './checks/keymgmt-mount.ts';
import { lambdaFunction } from './checks/lambda-function.ts';
import { providerRegion } from './checks/provider-region.ts';
import { proxy } from './checks/proxy-in-effect.ts';
import { vaultCapabilities } from './checks/vault-capabilities.ts';
import { vaultDns } from './checks/vault-dns.ts';
import { vaultEdition } from './checks/vault-edition.ts';
import { vaultHttp } from './checks/vault-http.ts';
import { vaultLogin } from './checks/vault-login.ts';
import { vaultNamespace } from './checks/vault-namespace.ts';
import { vaultSeal } from './checks/vault-seal.ts';
import { vaultStandby } from './checks/vault-standby.ts';
import { vaultTcp } from './checks/vault-tcp.ts';
import { vaultTls } from './checks/vault-tls.ts';
import { vaultToken } from './checks/vault-token.ts';
import { verifierIdentity } from './checks/verifier-accepted.ts';
import { verifierPermissions } from './checks/verifier-permissions.ts';
import type { DoctorContext } from './context.ts';
import type { DoctorCheck } from './doctor-check.ts';

/** Every check, each after those that it needs: the order of the diagnosis. */
export const allChecks: readonly DoctorCheck<DoctorContext>[] = [
  proxy,
  vaultDns,
  vaultTcp,
  vaultTls,
  vaultHttp,
  vaultEdition,
  vaultSeal,
  vaultStandby,
  clock,
  githubOidc,
  vaultLogin,
  vaultToken,
  vaultNamespace,
  keymgmtMount,
  vaultCapabilities,
  providerRegion,
  declaredCredentials,
  verifierIdentity,
  verifierPermissions,
  auditedPermissions,
  lambdaFunction,
];
