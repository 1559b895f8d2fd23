import type { AwsCredentials } from '../model/desired.ts';
import { type Answer, type Identity, refused } from '../verify/evidence.ts';
import { findJudged } from '../verify/judged.ts';
import { decidePermissions } from '../verify/permissions/gather.ts';
import type { CredentialVerdict } from '../verify/permissions/prove.ts';
import { judgeIdentity, judgePermissions } from '../verify/permissions/prove.ts';
import type { PermissionSet } from '../verify/permissions/sets.ts';
import { type ClientSettings, openClients } from './clients.ts';
import { createReader } from './read.ts';
import type { AwsEffects } from './verify.ts';

/** What to prove about credentials before they are written to Vault. */
export interface ProveRequest {
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
export async function proveCredentials(
  { credentials, region, allowed_account_ids, sets }: ProveRequest,
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
    createReader(openClients({ ...settings, signal: AbortSignal.timeout(milliseconds) }), region);
  const identity = inTime(await within(patience.identity).identity());
  const refusal = judgeIdentity(identity, allowed_account_ids);
  if (refusal !== null || !identity.ok) return refusal!;
  const { account_id } = identity.value;
  const reader = within(patience.permissions);
  const [judged, aliases] = await Promise.all([
    findJudged({ principal_arn: null, judge_looker: true }, identity, reader),
    reader.aliases(region),
  ]);
  const rows = await decidePermissions(
    { sets, actions: [], method: 'auto', history: false },
    { region, account_id, depth: 'standard', judged, keys: [], aliases },
    reader,
  );
  return judgePermissions(identity.value, rows);
}

/** Time that ran out is told as what it means: AWS is out of reach. */
function inTime(identity: Answer<Identity>): Answer<Identity> {
  if (identity.ok || identity.refusal.kind !== 'aborted') return identity;
  const message = `no answer within ${patience.identity / 1_000} s`;
  return refused({ ...identity.refusal, kind: 'unreachable', code: 'TimeoutError', message });
}
