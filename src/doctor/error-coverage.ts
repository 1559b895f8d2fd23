import type { ErrorCode } from '../model/codes/catalogue.ts';

/** Which check finds the cause of an error before another command meets it; or why none can. */
export type Coverage = { readonly check: string } | { readonly none: string };

const by = (check: string): Coverage => ({ check });
const none = (reason: string): Coverage => ({ none: reason });

const atValidation = none('every command, `doctor` included, reports it before its first request');
const dependsOnPlan = none('it depends on what is declared and on what Vault has: run `plan`');
const dependsOnMoment = none('it depends on the moment of the request');
const answersAWrite = none('Vault says it only in answer to a write');
const isAnOutcome = none('it is the outcome of a run, not its precondition');

/** For each error code of `docs/troubleshooting.md`. */
export const errorCoverage: Readonly<Record<ErrorCode, Coverage>> = {
  invalid_input: atValidation,
  no_id_token: by('github_oidc'),
  no_aws_credentials: by('vault_login'),
  no_service_account_token: by('vault_login'),
  no_token: by('vault_login'),
  mfa_required: by('vault_login'),
  login_rejected: by('vault_login'),
  wrapping_token_invalid: by('vault_login'),
  token_uses: by('vault_token'),
  token_invalid: by('vault_token'),
  token_too_large: by('vault_token'),
  permission_denied: by('vault_capabilities'),
  approval_required: answersAWrite,

  invalid_proxy: by('proxy'),
  proxy_refused: by('vault_tls'),
  proxy_unreachable: by('vault_tcp'),
  host_not_found: by('vault_dns'),
  connection_refused: by('vault_tcp'),
  unreachable: by('vault_tcp'),
  connection_lost: by('vault_tls'),
  timeout: by('vault_tls'),
  run_timeout: dependsOnMoment,
  redirected: by('vault_http'),
  not_vault: by('vault_http'),
  tls_untrusted: by('vault_tls'),
  tls_expired: by('vault_tls'),
  tls_server_name: by('vault_tls'),
  tls_not_spoken: by('vault_tls'),
  tls_required: by('vault_http'),
  tls_client_certificate: by('vault_tls'),

  sealed: by('vault_seal'),
  standby: by('vault_standby'),
  not_caught_up: dependsOnMoment,
  rate_limited: dependsOnMoment,
  unavailable: by('vault_http'),
  aws_throttled: dependsOnMoment,
  namespace_not_found: by('vault_namespace'),
  enterprise_required: by('vault_edition'),
  no_engine: by('keymgmt_mount'),
  not_keymgmt: by('keymgmt_mount'),
  not_found: dependsOnPlan,
  unexpected_answer: dependsOnMoment,
  invalid_path: atValidation,
  request_rejected: answersAWrite,
  mount_rejected: answersAWrite,
  key_rejected: answersAWrite,
  provider_rejected: answersAWrite,
  distribution_rejected: answersAWrite,
  replication_rejected: answersAWrite,
  rotation_rejected: answersAWrite,
  removal_rejected: answersAWrite,
  deletion_rejected: answersAWrite,
  not_read_back: answersAWrite,
  rotated_meanwhile: dependsOnMoment,

  immutable_field: dependsOnPlan,
  key_on_another_provider: dependsOnPlan,
  version_not_there: dependsOnPlan,
  provider_in_use: dependsOnPlan,
  mount_missing: by('keymgmt_mount'),
  provider_missing: dependsOnPlan,
  key_missing: dependsOnPlan,
  vault_too_old: by('vault_edition'),
  credentials_invalid: by('declared_credentials'),
  credentials_denied: by('declared_credentials'),
  credentials_unknown: by('declared_credentials'),

  plan_refused: dependsOnPlan,
  drift: isAnOutcome,
  undeclared: isAnOutcome,
  plan_changed: isAnOutcome,
  not_confirmed: isAnOutcome,
  recently_used: dependsOnPlan,
  step_failed: isAnOutcome,
  cancelled: isAnOutcome,
  import_unfaithful: dependsOnPlan,
  manifest_unwritable: none('`doctor` writes nothing'),
  not_ready: none('it is what `doctor` fails with'),
  unexpected: none('nobody foresaw it'),

  not_compliant: isAnOutcome,
  not_established: by('verifier_permissions'),
  nothing_to_verify: dependsOnPlan,
  invalid_cursor: none('only the Lambda takes a cursor'),
  invalid_vault: none('the Lambda reports it for the `vault` of its event'),
  not_awskms: dependsOnPlan,
  other_region: dependsOnPlan,
  lambda_denied: by('lambda_function'),
  lambda_not_found: by('lambda_function'),
  lambda_throttled: by('lambda_function'),
  lambda_unreachable: by('lambda_function'),
  lambda_failed: by('lambda_function'),
  lambda_event_refused: by('lambda_function'),
  lambda_no_report: by('lambda_function'),
  lambda_timed_out: none('it depends on how many keys there are'),
};
