import type { CheckDoc, KeyCheck, VersionCheck } from '../check.ts';
import { account } from './account.ts';
import { aliasExists } from './alias_exists.ts';
import { aliasForm } from './alias_form.ts';
import { aliasSingle } from './alias_single.ts';
import { aliasTarget } from './alias_target.ts';
import { deletionDate } from './deletion_date.ts';
import { exists } from './exists.ts';
import { expiry } from './expiry.ts';
import { keyManager } from './key_manager.ts';
import { keyPolicy } from './key_policy.ts';
import { keySpec } from './key_spec.ts';
import { keyState } from './key_state.ts';
import { keyStore } from './key_store.ts';
import { keyUsage } from './key_usage.ts';
import { latestVersion } from './latest_version.ts';
import { material } from './material.ts';
import { materialHistory } from './material_history.ts';
import { materialId } from './material_id.ts';
import { multiRegion } from './multi_region.ts';
import { origin } from './origin.ts';
import { policyPublic } from './policy_public.ts';
import { publicKey } from './public_key.ts';
import { regionChecks } from './region.ts';
import { replicas } from './replicas.ts';

/** In the order in which findings stand in a report. */
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
  keyPolicy,
  policyPublic,
];

export const keyChecks: readonly KeyCheck[] = [
  latestVersion,
  aliasForm,
  aliasExists,
  aliasTarget,
  aliasSingle,
];

/** Every check there is, for the documentation. */
export const allChecks: readonly CheckDoc[] = [exists, ...versionChecks, ...keyChecks, ...regionChecks];
