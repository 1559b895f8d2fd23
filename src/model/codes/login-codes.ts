import type { CodeTable } from './code-entry.ts';

/** The login failed, or the token cannot be used. */
export const loginCodes = {
  no_id_token: {
    cause: 'The runner gives this job no OIDC token.',
    remedy: 'Add `permissions: id-token: write` to the job. A pull request from a fork never gets a token.',
  },
  no_aws_credentials: {
    cause: '`method: aws` found no AWS credentials in the job.',
    remedy: 'Run `aws-actions/configure-aws-credentials` first, or set the `AWS_*` variables of the step.',
  },
  no_service_account_token: {
    cause: '`method: kubernetes` found no service account token.',
    remedy: 'Run in a pod that mounts one, or set `kubernetes_token_path`.',
  },
  no_token: {
    cause: 'Vault accepted the login and returned no token.',
    remedy: 'Check that `auth_path` is the mount of a login method.',
  },
  mfa_required: {
    cause: 'Vault requires a second factor, which a job cannot give.',
    remedy: 'Exclude this role from the MFA enforcement, or use another method.',
  },
  login_rejected: {
    cause: 'Vault rejected the login; the message quotes its answer.',
    remedy: 'Correct the inputs of the login that the message names.',
  },
  wrapping_token_invalid: {
    cause:
      '`wrapped_secret_id` is unknown to Vault, was used before, or was created at another path than the role’s `secret-id`.',
    remedy:
      'Create a new one (`vault write -wrap-ttl=10m -f auth/approle/role/<role>/secret-id`). If nobody of you used the old one, treat the secret id as stolen.',
  },
  token_uses: {
    cause: 'The token can be used fewer times than the plan needs. Nothing was written.',
    remedy: 'Set `token_num_uses` of the role to 0 (no limit), or raise it.',
  },
  token_invalid: {
    cause: 'Vault does not know the token: it has expired, was revoked, or belongs to another cluster.',
    remedy: 'Set a valid token, or log in with a method.',
  },
  token_too_large: {
    cause: 'The token is larger than the 8 KB that Vault accepts.',
    remedy: 'Use a service token, or a batch token with fewer policies and less metadata.',
  },
  permission_denied: {
    cause:
      'The token has no permission for this path. For a login: the bound claims, subject or audience of the role do not match this job.',
    remedy:
      'Attach the policy that the command `policy` prints. For `jwt`, compare the role with [workflows/README.md](workflows/README.md).',
  },
  approval_required: {
    cause: 'A control group requires the approval of a person.',
    remedy: 'Approve the request, or exclude the path from the control group for this role.',
  },
} as const satisfies CodeTable;
