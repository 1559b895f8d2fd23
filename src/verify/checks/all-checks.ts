import type { CheckDoc, KeyCheck, VersionCheck } from '../check.ts';
import { account } from './account.ts';
import { aliasExists } from './alias-exists.ts';
import { aliasForm } from './alias-form.ts';
import { aliasSingle } from './alias-single.ts';
import { aliasTarget } from './alias-target.ts';
import { deletionDate } from './deletion-date.ts';
import { exists } from './exists.ts';
import { expiry } from './expiry.ts';
import { keyManager } from './key-manager.ts';
import { keyPolicy } from './key-policy.ts';
import { keySpec } from './key-spec.ts';
import { keyState } from './key-state.ts';
import { keyStore } from './key-store.ts';
import { keyUsage } from './key-usage.ts';
import { latestVersion } from './latest-version.ts';
import { material } from './material.ts';
import { materialHistory } from './material-history.ts';
import { materialId } from './material-id.ts';
import { multiRegion } from './multi-region.ts';
import { origin } from './origin.ts';
import { policyPublic } from './policy-public.ts';
import { publicKey } from './public-key.ts';
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
