import { fillTexts } from '../src/inputs/input-spec.ts';
import { distributionOf } from '../src/model/distribution.ts';
import type { Clock, Env, Log } from '../src/model/effects.ts';
import { RunError } from '../src/model/errors.ts';
import type { Expectation } from '../src/model/expectation.ts';
import { providerId } from '../src/model/id.ts';
import type { Secret } from '../src/model/secret.ts';
import { connect } from '../src/vault/http/connect.ts';
import { Keymgmt } from '../src/vault/keymgmt/keymgmt.ts';
import { login } from '../src/vault/login/login.ts';
import { revokeToken } from '../src/vault/login/revoke-token.ts';
import { vaultInputs, vaultSettings } from '../src/vault/settings/vault-settings.ts';
import { expectationOf } from '../src/verify/expectations.ts';
import { version } from '../src/version.ts';
import { isAllowedVault } from './allow-lists.ts';
import type { VaultSource } from './read-check-event.ts';

/** What reading from Vault needs of the world. */
export interface VaultEffects {
  readonly env: Env;
  readonly clock: Clock;
  readonly log: Log;
  /** Called with what must not be shown, before it is used. */
  readonly mask: (secret: Secret) => void;
  /** Milliseconds that reading may take. */
  readonly time: number;
  readonly run_id: string | null;
}

/**
 * Logs in to Vault with the function's own IAM identity, reads what is distributed to the region, and revokes the
 * token.
 *
 * @throws RunError when Vault denies or rejects a request, or a provider that was named is not in the region
 */
export async function expectationsFromVault(
  source: VaultSource,
  region: string,
  effects: VaultEffects,
): Promise<readonly Expectation[]> {
  const { clock, env, log, mask } = effects;
  const { connection: settings, login: how } = settingsOf(source, effects);
  const signal = new AbortController().signal;
  const mayRedirectTo = (target: URL) => isAllowedVault(target, env);
  const connection = connect(settings, { clock, log, env, signal, mayRedirectTo });
  try {
    const session = await login(how, connection, { clock, env, log, signal, mask });
    try {
      return await readAll(
        new Keymgmt(connection.with({ token: session.token }), mountOf(source)),
        source,
        region,
      );
    } finally {
      const warning = await revokeToken(connection, session);
      if (warning !== null) log.warning(warning);
    }
  } finally {
    await connection.close();
  }
}

/** The event in the words of the connection's inputs, so that both fronts reach Vault by the same code. */
function settingsOf(source: VaultSource, { time, run_id }: VaultEffects) {
  const inputs = fillTexts(vaultInputs, {
    url: source.url,
    vault_namespace: source.namespace,
    method: 'aws',
    auth_path: source.auth_path,
    auth_namespace: source.auth_namespace ?? '',
    role: source.role,
    aws_iam_server_id: source.aws_iam_server_id,
    ca_certificate: source.ca_certificate,
    tls_server_name: source.tls_server_name,
    request_timeout: '15s',
    timeout: `${Math.max(1, Math.floor(time / 1000))}s`,
  });
  // Only the event says where Vault is: no variable of the function's environment stands in for it.
  const run = run_id === null ? '' : ` (run ${run_id})`;
  const settings = vaultSettings(inputs, {}, `vault-keymgmt-aws-kms/${version}${run}`);
  if (!('problems' in settings)) return settings;
  const [problem] = settings.problems;
  throw new RunError(
    'invalid_vault',
    `vault: ${problem?.at ?? ''} ${problem?.message ?? ''}`,
    problem?.remedy ?? '',
  );
}

/** The connection is in the namespace already. */
function mountOf({ path }: VaultSource) {
  return { namespace: '', path };
}

async function readAll(keymgmt: Keymgmt, source: VaultSource, region: string): Promise<Expectation[]> {
  const names = source.kms ?? (await keymgmt.providers());
  const providers = await Promise.all(
    names.map(async (kms) => ({ kms, settings: await keymgmt.provider(kms) })),
  );
  const here = providers.filter(({ kms, settings }) => {
    const problem = misfit(kms, settings, source, region);
    if (problem !== null && source.kms !== undefined) throw problem;
    return problem === null;
  });
  const distributed = await Promise.all(here.map(({ kms }) => readProvider(keymgmt, kms, source, region)));
  return distributed.flat();
}

/** Why a provider is none of the region's; `null` when it is one. */
function misfit(
  kms: string,
  settings: { provider: string; key_collection: string } | null,
  { namespace, path }: VaultSource,
  region: string,
): RunError | null {
  const id = providerId({ namespace, path }, kms);
  if (settings === null)
    return new RunError(
      'provider_missing',
      `${id}: Vault has no such provider.`,
      'Check vault.path and vault.kms.',
    );
  if (settings.provider !== 'awskms')
    return new RunError(
      'not_awskms',
      `${id}: the provider is ${settings.provider}.`,
      'Name providers of AWS KMS only.',
    );
  if (settings.key_collection === region) return null;
  return new RunError(
    'other_region',
    `${id}: the provider is in ${settings.key_collection}, and the event asks about ${region}.`,
    'Send one event for each region.',
  );
}

async function readProvider(
  keymgmt: Keymgmt,
  kms: string,
  { namespace, path, rotate_after }: VaultSource,
  region: string,
): Promise<Expectation[]> {
  const mount = { namespace, path };
  const names = await keymgmt.distributions(kms);
  const read = await Promise.all(
    names.map(async (name) => {
      const [record, key] = await Promise.all([keymgmt.distribution(kms, name), keymgmt.key(name)]);
      // Removed from KMS since the list was read.
      if (record === null || key === null) return [];
      const publicKeys = Object.entries(key.versions).flatMap(([number, { public_key }]) =>
        public_key === null ? [] : [[number, public_key] as const],
      );
      const distribution = distributionOf(mount, { kms, region }, key, record);
      const created = key.versions[key.latest_version]?.creation_time ?? '';
      return [
        {
          ...expectationOf(distribution, Object.fromEntries(publicKeys)),
          ...(rotate_after === undefined ? {} : { rotate_after }),
          ...(created === '' ? {} : { latest_version_time: created }),
        },
      ];
    }),
  );
  return read.flat();
}
