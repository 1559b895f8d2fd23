import { type ClientSettings, openClients } from '../aws/clients.ts';
import { createAwsReader } from '../aws/read-evidence.ts';
import { resolveVerifierCredentials, type VerifierIdentity } from '../aws/verifier-identity.ts';
import type { AwsReader } from '../model/aws-reader.ts';
import type { AwsCredentials } from '../model/desired.ts';
import { type Evidence, found, showFailure } from '../model/evidence.ts';
import type { AwsEffects } from './verify-in-aws.ts';

/** Who looks into a region: Vault's own credentials where they are declared, else whoever verifies. */
export type ReaderIdentity =
  | { readonly kind: 'declared'; readonly credentials: AwsCredentials }
  | Exclude<VerifierIdentity, { kind: 'secret' }>;

/** How long AWS may take to answer all that is asked of one reader, in milliseconds: a plan does not wait for more. */
const patience = 10_000;

/** Opens AWS to read one region, for a while; nothing is asked yet, but for a role that is assumed. */
export async function openReader(
  eyes: ReaderIdentity,
  region: string,
  { env, run_id, shared, clock }: Pick<AwsEffects, 'env' | 'run_id' | 'shared' | 'clock'>,
): Promise<Evidence<AwsReader>> {
  const settings: ClientSettings = {
    env,
    credentials: null,
    run_id,
    ...shared,
    signal: AbortSignal.timeout(patience),
    kms_endpoint: null,
  };
  if (eyes.kind === 'declared') {
    const { access_key, secret_key, session_token, endpoint } = eyes.credentials;
    const credentials = async () => ({
      accessKeyId: access_key.reveal(),
      secretAccessKey: secret_key.reveal(),
      ...(session_token === null ? {} : { sessionToken: session_token.reveal() }),
    });
    return found(createAwsReader(openClients({ ...settings, credentials, kms_endpoint: endpoint }), region));
  }
  const credentials = await resolveVerifierCredentials(eyes, region, run_id, openClients(settings), clock);
  if (!credentials.ok) return credentials;
  return found(createAwsReader(openClients({ ...settings, credentials: credentials.value }), region));
}

/**
 * The regions, of those asked about, where some KMS key has no replica with key material: a replica of imported
 * material needs its own import, and until then it can do nothing.
 *
 * @returns the regions, or AWS's refusal in its own words
 */
export async function missingReplicas(
  reader: AwsReader,
  keyIds: readonly string[],
  regions: readonly string[],
): Promise<{ readonly missing: readonly string[] } | { readonly unknown: string }> {
  const seen = await Promise.all(
    regions.flatMap((region) => keyIds.map(async (id) => ({ region, answer: await reader.key(region, id) }))),
  );
  const missing = new Set<string>();
  for (const { region, answer } of seen) {
    if (!answer.ok && answer.failure.kind !== 'not_found') return { unknown: showFailure(answer.failure) };
    if (!answer.ok || answer.value.key_state === 'PendingImport') missing.add(region);
  }
  return { missing: regions.filter((region) => missing.has(region)) };
}
