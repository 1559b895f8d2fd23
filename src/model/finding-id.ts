/** The id of each check: what a finding, a notice about a check and `docs/checks.md` name it by. Stable. */
export type FindingId =
  // Of a key version.
  | 'exists'
  | 'account'
  | 'key_state'
  | 'material'
  | 'origin'
  | 'key_spec'
  | 'key_usage'
  | 'key_manager'
  | 'key_store'
  | 'deletion_date'
  | 'expiry'
  | 'material_id'
  | 'material_history'
  | 'multi_region'
  | 'replicas'
  | 'public_key'
  | 'key_policy'
  | 'policy_public'
  // Of a key.
  | 'distributed'
  | 'latest_version'
  | 'alias_form'
  | 'alias_exists'
  | 'alias_target'
  | 'alias_single'
  // Of a region.
  | 'credentials'
  | 'verifier_account'
  | 'orphan'
  | 'orphan_key'
  | 'unchecked'
  // Notes about a run.
  | 'not_checked'
  | 'permission_sets'
  | 'shortened';
