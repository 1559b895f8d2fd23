import { declaredKey } from '../../model/declared-key.ts';
import type {
  AwsCredentials,
  Desired,
  DesiredMount,
  DesiredProvider,
  VerifySettings,
} from '../../model/desired.ts';
import type { Distribution } from '../../model/distribution.ts';
import { formatDuration } from '../../model/duration.ts';
import type { Expectation } from '../../model/expectation.ts';
import { distributionId, keyId, mountId, providerId } from '../../model/id.ts';
import type { KeyReport, Report } from '../../model/report.ts';
import { distributionsOf, type VaultState } from '../../observe/vault-state.ts';
import { findingFrom } from '../../verify/check.ts';
import { distributed } from '../../verify/checks/run-checks.ts';
import { expectationOf } from '../../verify/expectations.ts';
import { withBaseline } from '../../verify/expectations-with-baseline.ts';
import type { Unchecked } from '../../verify/unchecked.ts';

/** What to verify of one provider. */
export interface VerificationTarget {
  /** The provider's id. */
  readonly id: string;
  readonly region: string;
  readonly settings: VerifySettings;
  /** The declared credentials of Vault, whose owner is Vault's principal; `null` for none. */
  readonly credentials: AwsCredentials | null;
  readonly expectations: readonly Expectation[];
  /** What Vault has that is not declared. */
  readonly unchecked: Unchecked;
  /** The declared keys that Vault has not distributed, each with a failed finding. */
  readonly undistributed: readonly KeyReport[];
}

/**
 * What to verify, by provider.
 *
 * @param common verifier identity and audited principal for providers that declare none
 * @param baseline an earlier report, whose key material has to be there still
 */
export function verificationTargets(
  desired: Desired,
  state: VaultState,
  common: VerifySettings,
  baseline: Report | null,
): VerificationTarget[] {
  const distributions = distributionsOf(desired, state);
  return desired.mounts.flatMap((mount) =>
    mount.kms.map((provider): VerificationTarget => {
      const id = providerId(mount, provider.name);
      const here = distributions.filter((distribution) => distribution.id.startsWith(`${id}/key/`));
      const keysHere = new Set(here.map(({ key }) => key));
      return {
        id,
        region: provider.key_collection,
        settings: {
          role_arn: provider.verify.role_arn ?? common.role_arn,
          external_id: provider.verify.external_id ?? common.external_id,
          principal_arn: provider.verify.principal_arn ?? common.principal_arn,
          account_id: provider.verify.account_id,
          ...(provider.verify.min_keys === undefined ? {} : { min_keys: provider.verify.min_keys }),
        },
        credentials: provider.credentials,
        expectations: withBaseline(
          here.map((distribution) => ({
            ...expectationOf(distribution, publicKeys(state, keyId(mount, distribution.key))),
            ...ageOf(mount, distribution, state),
          })),
          baseline,
        ),
        unchecked: uncheckedBy(mount, provider, state),
        undistributed: mount.keys
          .filter((key) => key.kms === provider.name && !keysHere.has(key.name))
          .map((key) =>
            undistributed(distributionId(mount, provider.name, key.name), key.name, provider.name),
          ),
      };
    }),
  );
}

function uncheckedBy(mount: DesiredMount, { name }: DesiredProvider, state: VaultState): Unchecked {
  const id = providerId(mount, name);
  const declaredKeys = new Set(mount.keys.map((key) => key.name));
  const declaredProviders = new Set(mount.kms.map((provider) => provider.name));
  return {
    id,
    mount: mountId(mount),
    keys: namesUnder(`${id}/key/`, state.distributed).filter((key) => !declaredKeys.has(key)),
    providers: namesUnder(providerId(mount, ''), state.providers).filter(
      (one) => !declaredProviders.has(one),
    ),
  };
}

function namesUnder(prefix: string, ids: ReadonlySet<string>): string[] {
  return [...ids].filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length));
}

function publicKeys({ keys }: VaultState, id: string): Record<string, string> {
  const versions = Object.entries(keys.get(id)?.versions ?? {});
  return Object.fromEntries(
    versions.flatMap(([version, { public_key }]) => (public_key === null ? [] : [[version, public_key]])),
  );
}

/** The declared cryptoperiod of a key, and the age of its latest version. */
function ageOf(
  mount: DesiredMount,
  { key, latest_version }: Distribution,
  { keys }: VaultState,
): Pick<Expectation, 'rotate_after' | 'latest_version_time'> {
  const rotate_after = declaredKey(mount, key)?.rotate_after ?? null;
  if (rotate_after === null) return {};
  const created = keys.get(keyId(mount, key))?.versions[latest_version]?.creation_time ?? '';
  return {
    rotate_after: formatDuration(rotate_after),
    ...(created === '' ? {} : { latest_version_time: created }),
  };
}

function undistributed(id: string, name: string, kms: string): KeyReport {
  return {
    id,
    name,
    kms,
    alias: '',
    status: 'fail',
    versions: [],
    findings: [
      findingFrom(distributed, 'fail', {
        expected: `on ${kms}`,
        actual: 'not distributed',
        message: `${id}: the key is declared, but Vault has not distributed it.`,
      }),
    ],
  };
}
