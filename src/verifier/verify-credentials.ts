import { type ClientSettings, openClients } from '../aws/clients.ts';
import { createAwsReader } from '../aws/read-evidence.ts';
import type { AwsCredentials } from '../model/desired.ts';
import { type Evidence, failed, type Identity } from '../model/evidence.ts';
import { findAuditedPrincipal } from '../verify/audited-principal.ts';
import type { CredentialVerdict } from '../verify/permissions/credentials-verdict.ts';
import { evaluateIdentity, evaluatePermissions } from '../verify/permissions/credentials-verdict.ts';
import { decidePermissions } from '../verify/permissions/decide-permissions.ts';
import type { PermissionSet } from '../verify/permissions/permission-sets.ts';
import type { AwsEffects } from './verify-in-aws.ts';

/** What to prove about credentials before they are written to Vault. */
export interface CredentialsRequest {
  readonly credentials: AwsCredentials;
  readonly region: string;
  /** Empty: any account. */
  readonly allowed_account_ids: readonly string[];
  readonly sets: readonly PermissionSet[];
}

/**
 * How long AWS may take, in milliseconds, to say whose credentials they are, and then to settle what they may do:
 * a runner that AWS is out of reach of goes on without an answer.
 */
const patience = { identity: 5_000, permissions: 15_000 };

/**
 * Proves explicit credentials (contract 1.4): who they are, whether that account is allowed, and what of the
 * permission sets is confirmed or denied. Reads only; nothing that AWS answers makes it throw.
 */
export async function verifyCredentials(
  { credentials, region, allowed_account_ids, sets }: CredentialsRequest,
  { env, run_id, shared }: Pick<AwsEffects, 'env' | 'run_id' | 'shared'>,
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
  const within = (milliseconds: number) =>
    createAwsReader(openClients({ ...settings, signal: AbortSignal.timeout(milliseconds) }), region);
  const identity = inTime(await within(patience.identity).identity());
  const refusal = evaluateIdentity(identity, allowed_account_ids);
  if (refusal !== null || !identity.ok) return refusal!;
  const { account_id } = identity.value;
  const reader = within(patience.permissions);
  const [audited, aliases] = await Promise.all([
    findAuditedPrincipal({ principal_arn: null, audits_verifier: true }, identity, reader),
    reader.aliases(region),
  ]);
  const rows = await decidePermissions(
    { sets, actions: [], method: 'auto', history: false },
    { region, account_id, depth: 'standard', audited, keys: [], aliases },
    reader,
  );
  return evaluatePermissions(identity.value, rows);
}

/** Time that ran out is told as what it means: AWS is out of reach. */
function inTime(identity: Evidence<Identity>): Evidence<Identity> {
  if (identity.ok || identity.failure.kind !== 'aborted') return identity;
  const message = `no answer within ${patience.identity / 1_000} s`;
  return failed({ ...identity.failure, kind: 'unreachable', code: 'TimeoutError', message });
}
