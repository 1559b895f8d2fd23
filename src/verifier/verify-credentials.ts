import type { AwsEffects } from '../aws/aws-effects.ts';
import { type ClientSettings, openClients } from '../aws/clients.ts';
import { createAwsReader } from '../aws/read-evidence.ts';
import type { AwsReader } from '../model/aws-reader.ts';
import type { AwsCredentials } from '../model/desired.ts';
import { type Evidence, failed, type Identity } from '../model/evidence.ts';
import { findAuditedPrincipal } from '../verify/audited-principal.ts';
import type { CredentialVerdict } from '../verify/permissions/credentials-verdict.ts';
import { evaluateIdentity, evaluatePermissions } from '../verify/permissions/credentials-verdict.ts';
import { decidePermissions } from '../verify/permissions/decide-permissions.ts';
import type { PermissionSet } from '../verify/permissions/permission-sets.ts';

/** Credentials to check before they are written to Vault. */
export interface CredentialsRequest {
  readonly credentials: AwsCredentials;
  readonly region: string;
  /** Empty: any account. */
  readonly allowed_account_ids: readonly string[];
  readonly sets: readonly PermissionSet[];
}

/**
 * How long AWS may take, in milliseconds, to identify the credentials, and then to decide their permissions. A
 * runner without a way to AWS goes on without an answer.
 */
const timeouts = { identity: 5_000, permissions: 15_000 };

/**
 * Checks declared credentials: their identity, whether its account is allowed, and which actions of the permission
 * sets are confirmed or denied. Reads only, and throws for no answer of AWS.
 */
export async function verifyCredentials(
  { credentials, region, allowed_account_ids, sets }: CredentialsRequest,
  { env, run_id, shared, clock }: Pick<AwsEffects, 'env' | 'run_id' | 'shared' | 'clock'>,
): Promise<CredentialVerdict> {
  const { access_key, secret_key, session_token, endpoint } = credentials;
  const settings: Omit<ClientSettings, 'signal'> = {
    env,
    credentials: async () => ({
      accessKeyId: access_key.reveal(),
      secretAccessKey: secret_key.reveal(),
      ...(session_token === null ? {} : { sessionToken: session_token.reveal() }),
    }),
    run_id,
    ...shared,
    kms_endpoint: endpoint,
  };
  const readerFor = (milliseconds: number) =>
    createAwsReader(openClients({ ...settings, signal: AbortSignal.timeout(milliseconds) }), region);
  const identity = timedOut(await readerFor(timeouts.identity).identity());
  const verdict = evaluateIdentity(identity, allowed_account_ids);
  if (verdict !== null || !identity.ok) return verdict!;
  const { account_id } = identity.value;
  const reader = readerFor(timeouts.permissions);
  const [audited, aliases] = await Promise.all([
    findAuditedPrincipal({ principal_arn: null, audits_verifier: true }, identity, reader),
    reader.aliases(region),
  ]);
  let simulationDenied = false;
  const simulate: AwsReader['simulate'] = async (...query) => {
    const evidence = await reader.simulate(...query);
    simulationDenied ||= !evidence.ok && evidence.failure.cause === 'denied';
    return evidence;
  };
  const { rows } = await decidePermissions(
    { sets, actions: [], method: 'auto', history: false },
    { region, account_id, depth: 'standard', audited, expectations: [], keys: [], aliases, now: clock.now() },
    { ...reader, simulate },
  );
  return evaluatePermissions(identity.value, rows, simulationDenied);
}

/** The abort comes from the timeout above, so the cause is that STS did not answer in time. */
function timedOut(identity: Evidence<Identity>): Evidence<Identity> {
  if (identity.ok || identity.failure.cause !== 'aborted') return identity;
  const message = `no answer within ${timeouts.identity / 1_000} s`;
  return failed({ ...identity.failure, cause: 'timeout', code: 'TimeoutError', message });
}
