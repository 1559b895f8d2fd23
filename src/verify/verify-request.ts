import type { AwsReader } from '../model/aws-reader.ts';
import type { Clock } from '../model/effects.ts';
import type { Expectation } from '../model/expectation.ts';
import type { PermissionSet } from './permissions/permission-sets.ts';

/** What to verify in one region of one account. */
export interface VerifyRequest {
  readonly region: string;
  readonly expectations: readonly Expectation[];
  /** The providers that the caller named: each must have a key. `null`: none was named. */
  readonly providers: readonly string[] | null;
  /** Fewer keys than this fail; `null`: any number but none passes. */
  readonly min_keys: number | null;
  /** A user, a role or an assumed role; `null`: the verifier identity when `audits_verifier` is true, else none. */
  readonly principal_arn: string | null;
  /** The verifier identity is the audited principal, because its credentials were given for that. */
  readonly audits_verifier: boolean;
  /** The account the keys should be in; `null`: any. */
  readonly account_id: string | null;
  readonly depth: 'standard' | 'full';
  /** Uses each key once, for the check `canary`; left out: no key is used. */
  readonly canary?: boolean;
  /** Reads when each key was last used; left out: only at depth `full`. */
  readonly usage?: boolean;
  /** The expectations are all that Vault is known to have in the region: any other key is an orphan. */
  readonly exhaustive: boolean;
  /** `null`: permissions are not evaluated. */
  readonly permissions: PermissionsRequest | null;
  /** The cursor of an earlier report; `null`: from the start. */
  readonly next: string | null;
}

export interface PermissionsRequest {
  readonly sets: readonly PermissionSet[];
  /** Further actions, such as `kms:Encrypt`. */
  readonly actions: readonly string[];
  readonly method: 'auto' | 'simulate' | 'probe';
  /** Also reads CloudTrail for what nothing else decides. */
  readonly history: boolean;
}

export interface VerifyEffects {
  readonly reader: AwsReader;
  readonly clock: Clock;
  /** When to stop and return a cursor; `null`: never. */
  readonly deadline: Date | null;
  /** How many keys are read at a time. */
  readonly concurrency: number;
}

/** The permissions to evaluate when the caller names none. */
export function defaultPermissions(expectations: readonly Expectation[]): PermissionsRequest {
  return { sets: defaultSets(expectations), actions: [], method: 'auto', history: false };
}

/** `terraform` and `vault`, and `multi_region` where a key has replica regions. */
export function defaultSets(expectations: readonly Expectation[]): readonly PermissionSet[] {
  const replicated = expectations.some(({ replica_regions }) => replica_regions.length > 0);
  return replicated ? ['terraform', 'vault', 'multi_region'] : ['terraform', 'vault'];
}
