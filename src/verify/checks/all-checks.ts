import type { FindingId } from '../../model/finding-id.ts';
import type { CheckDoc, KeyCheck, VersionCheck } from '../check.ts';
import { account } from './account.ts';
import { aliasExists } from './alias-exists.ts';
import { aliasForm } from './alias-form.ts';
import { aliasSingle } from './alias-single.ts';
import { aliasTarget } from './alias-target.ts';
import { canary } from './canary.ts';
import { creationDate } from './creation-date.ts';
import { deletionDate } from './deletion-date.ts';
import { distinctKeys } from './distinct-keys.ts';
import { exists } from './exists.ts';
import { expiry } from './expiry.ts';
import { credentials, verifierAccount } from './identity-checks.ts';
import { keyAge } from './key-age.ts';
import { grants } from './key-grants.ts';
import { keyManager } from './key-manager.ts';
import { keyPolicy } from './key-policy.ts';
import { keySpec } from './key-spec.ts';
import { keyState } from './key-state.ts';
import { keyStore } from './key-store.ts';
import { keyUsage } from './key-usage.ts';
import { lastUse } from './last-use.ts';
import { latestVersion } from './latest-version.ts';
import { material } from './material.ts';
import { materialHistory } from './material-history.ts';
import { materialId } from './material-id.ts';
import { multiRegion } from './multi-region.ts';
import { origin } from './origin.ts';
import { orphan, orphanKey } from './orphans.ts';
import { policyForeign } from './policy-foreign.ts';
import { policyPublic } from './policy-public.ts';
import { publicKey } from './public-key.ts';
import { replicas } from './replicas.ts';
import {
  baselineNotice,
  distributed,
  exceptionNotice,
  minKeys,
  noKeys,
  notChecked,
  outOfTime,
  permissionSetsNotice,
  shortened,
  unchecked,
} from './run-checks.ts';
import { versionRecord } from './version-record.ts';

/** In the order of the findings in a report. */
export const versionChecks: readonly VersionCheck[] = [
  account,
  keyState,
  material,
  origin,
  keySpec,
  keyUsage,
  keyManager,
  keyStore,
  deletionDate,
  expiry,
  materialId,
  materialHistory,
  multiRegion,
  replicas,
  publicKey,
  creationDate,
  keyPolicy,
  policyPublic,
  policyForeign,
  grants,
  lastUse,
  canary,
];

/** What holds for a replica as it does for its primary. */
export const replicaChecks: readonly VersionCheck[] = [
  account,
  keyState,
  origin,
  keySpec,
  keyUsage,
  keyManager,
  keyStore,
  deletionDate,
  expiry,
  keyPolicy,
  policyPublic,
  policyForeign,
];

/** In the order of the findings in a report. */
export const keyChecks: readonly KeyCheck[] = [
  latestVersion,
  keyAge,
  versionRecord,
  distinctKeys,
  aliasForm,
  aliasExists,
  aliasTarget,
  aliasSingle,
];

/** Every id that a report can carry, and what it stands for. */
export const checkCatalogue = {
  exists,
  account,
  key_state: keyState,
  material,
  origin,
  key_spec: keySpec,
  key_usage: keyUsage,
  key_manager: keyManager,
  key_store: keyStore,
  deletion_date: deletionDate,
  expiry,
  material_id: materialId,
  material_history: materialHistory,
  multi_region: multiRegion,
  replicas,
  public_key: publicKey,
  creation_date: creationDate,
  key_policy: keyPolicy,
  policy_public: policyPublic,
  policy_foreign: policyForeign,
  grants,
  last_use: lastUse,
  canary,
  distributed,
  latest_version: latestVersion,
  key_age: keyAge,
  version_record: versionRecord,
  distinct_keys: distinctKeys,
  alias_form: aliasForm,
  alias_exists: aliasExists,
  alias_target: aliasTarget,
  alias_single: aliasSingle,
  credentials,
  verifier_account: verifierAccount,
  orphan,
  orphan_key: orphanKey,
  unchecked,
  no_keys: noKeys,
  min_keys: minKeys,
  out_of_time: outOfTime,
  not_checked: notChecked,
  permission_sets: permissionSetsNotice,
  baseline: baselineNotice,
  exceptions: exceptionNotice,
  shortened,
} satisfies { readonly [Id in FindingId]: CheckDoc<Id> };
