import type { AwsEffects } from '../aws/aws-effects.ts';
import { type ClientSettings, openClients } from '../aws/clients.ts';
import { createAwsReader } from '../aws/read-evidence.ts';
import { resolveVerifierCredentials, type VerifierIdentity } from '../aws/verifier-identity.ts';
import type { AwsReader } from '../model/aws-reader.ts';
import type { AwsCredentials } from '../model/desired.ts';
import { type Evidence, found, showFailure } from '../model/evidence.ts';

/** The identity that reads AWS for a plan: Vault's own credentials where they are declared, else the verifier's. */
export type ReaderIdentity =
  | { readonly kind: 'declared'; readonly credentials: AwsCredentials }
  | Exclude<VerifierIdentity, { kind: 'read' }>;

/**
 * Opens a reader of one region. It calls nothing yet, except to assume a role.
 *
 * @param budget how long all calls of the reader may take, in milliseconds
 */
export async function openReader(
  identity: ReaderIdentity,
  region: string,
  { env, run_id, shared, clock }: Pick<AwsEffects, 'env' | 'run_id' | 'shared' | 'clock'>,
  budget = 10_000,
): Promise<Evidence<AwsReader>> {
  const settings: ClientSettings = {
    env,
    credentials: null,
    run_id,
    ...shared,
    signal: AbortSignal.timeout(budget),
    kms_endpoint: null,
  };
  if (identity.kind === 'declared') {
    const { access_key, secret_key, session_token, endpoint } = identity.credentials;
    const credentials = async () => ({
      accessKeyId: access_key.reveal(),
      secretAccessKey: secret_key.reveal(),
      ...(session_token === null ? {} : { sessionToken: session_token.reveal() }),
    });
    return found(createAwsReader(openClients({ ...settings, credentials, kms_endpoint: endpoint }), region));
  }
  const credentials = await resolveVerifierCredentials(
    identity,
    region,
    run_id,
    openClients(settings),
    clock,
  );
  if (!credentials.ok) return credentials;
  return found(createAwsReader(openClients({ ...settings, credentials: credentials.value }), region));
}

/**
 * Which of the regions lack a replica with key material for some of the KMS keys. A replica of imported material
 * needs its own import, and is unusable until then.
 *
 * @returns the regions, or why AWS gave no answer
 */
export async function missingReplicas(
  reader: AwsReader,
  keyIds: readonly string[],
  regions: readonly string[],
): Promise<{ readonly missing: readonly string[] } | { readonly unknown: string }> {
  const read = await Promise.all(
    regions.flatMap((region) => keyIds.map(async (id) => ({ region, answer: await reader.key(region, id) }))),
  );
  const missing = new Set<string>();
  for (const { region, answer } of read) {
    if (!answer.ok && answer.failure.cause !== 'not_found') return { unknown: showFailure(answer.failure) };
    if (!answer.ok || answer.value.key_state === 'PendingImport') missing.add(region);
  }
  return { missing: regions.filter((region) => missing.has(region)) };
}
