import type { CodeTable } from './code-entry.ts';

/** The run as a whole failed. */
export const runCodes = {
  invalid_input: {
    cause:
      'An input or a declaration cannot be used. Each problem is an error of its own, with file, line and column.',
    remedy: 'Correct what each line names. Nothing was sent to Vault.',
  },
  plan_refused: {
    cause: 'The plan is blocked. Each blocker is an error of its own. Nothing was written.',
    remedy: 'Follow the remedy of each blocker.',
  },
  drift: {
    cause: 'Vault differs from the declaration, and `fail_on_drift` is true.',
    remedy: 'Run `apply`, or change the declaration.',
  },
  undeclared: {
    cause: 'Vault has objects that are not declared, and `fail_on_undeclared` is true.',
    remedy: 'Declare them, or remove distributions and providers with `prune: true` and `confirm`.',
  },
  plan_changed: {
    cause: 'The plan differs from the one that `expected_plan_digest` approved. Nothing was written.',
    remedy: 'Review the new plan, approve it, and pass its digest.',
  },
  not_confirmed: {
    cause: 'The plan removes something that `confirm` does not list. Nothing was written.',
    remedy: 'List the full ids from the message in `confirm`, one per line.',
  },
  keys_lost: {
    cause:
      'KMS still has aliases of declared keys that Vault no longer has: the mount was replaced, Vault was restored without them, or another Vault of this AWS account uses the same names. Nothing was written.',
    remedy:
      'Restore Vault, or declare other names. To create keys with new key material under these names, list the ids of the keys in `confirm`.',
  },
  step_failed: {
    cause: 'A step failed for a reason that has no code of its own.',
    remedy: 'See the message. The next run continues with the remaining steps.',
  },
  recently_used: {
    cause: 'The plan removes or disables a KMS key that was used within `min_idle`, or whose use is unknown.',
    remedy: 'Find out who uses the key, and encrypt its data again with another one; or set `min_idle: 0s`.',
  },
  cancelled: {
    cause: 'The job was cancelled. Completed steps are kept.',
    remedy: 'Run again: the run continues with the remaining steps.',
  },
  import_unfaithful: {
    cause: 'Vault has something that a manifest cannot declare as it is; the manifest was written anyway.',
    remedy: 'Remove or correct what the message names before you apply the manifest.',
  },
  manifest_unwritable: {
    cause: 'The file at `manifest_path` could not be written.',
    remedy: 'Correct the path, or use the output `manifest`.',
  },
  not_ready: {
    cause: 'A check of `doctor` failed: a precondition of the other commands is missing.',
    remedy: 'Each failed check has its remedy. Fix the first one, and run `doctor` again.',
  },
  unexpected: {
    cause: 'A failure that this program did not foresee.',
    remedy: 'Please report it, with the log of a run with debug logging.',
  },
} as const satisfies CodeTable;

/** `verify`, or the verification after `apply` and `rotate`, failed or could not run. */
export const verificationCodes = {
  not_compliant: {
    cause: 'A check failed, a permission is denied, or the verification ran out of time.',
    remedy: 'Follow the remedy of each finding in the summary and the report.',
  },
  not_established: {
    cause: 'Part of the verification is inconclusive, and `fail_on_indeterminate` is true.',
    remedy: 'Grant the verifier identity the permissions that the findings name.',
  },
  nothing_to_verify: {
    cause: 'No declared key is on a KMS provider.',
    remedy: 'Declare keys with `kms`.',
  },
  invalid_cursor: {
    cause: '`next` does not come from a report of this check.',
    remedy: 'Pass `next` on unchanged, with the same event.',
  },
  exceptions_unreadable: {
    cause: 'The verifier cannot read the exceptions that its event names, or they are not valid.',
    remedy: 'Correct what the message names; the function needs `s3:GetObject` for the object.',
  },
  invalid_vault: {
    cause: 'The `vault` of a Lambda event cannot be used.',
    remedy: 'Correct the field that the message names.',
  },
  not_awskms: {
    cause: 'A provider that the Lambda event names is not an AWS KMS provider.',
    remedy: 'Name only providers of AWS KMS in `vault.kms`.',
  },
  other_region: {
    cause: 'A provider that the Lambda event names is in another region than the event.',
    remedy: 'Send one event per region.',
  },
  lambda_denied: {
    cause: 'These credentials may not invoke the Lambda function.',
    remedy: 'Allow `lambda:InvokeFunction` on it for the identity of the workflow.',
  },
  lambda_not_found: {
    cause: 'The Lambda function does not exist.',
    remedy: 'Check `lambda_function` and `lambda_region`.',
  },
  lambda_throttled: {
    cause: 'Lambda has no capacity for another invocation.',
    remedy: 'Raise the reserved concurrency of the function, or run again later.',
  },
  lambda_unreachable: {
    cause: 'AWS Lambda could not be reached.',
    remedy: 'Check the network from the runner to AWS, proxy included.',
  },
  lambda_failed: {
    cause: 'The Lambda function ended with an error.',
    remedy: 'Check its log group; the message has the request id.',
  },
  lambda_event_refused: {
    cause: 'The Lambda function rejected the event.',
    remedy: 'Deploy the function in the version of this action.',
  },
  lambda_no_report: {
    cause: 'The answer of the Lambda function is not a report.',
    remedy: "Check that `lambda_function` is this project's function.",
  },
  lambda_timed_out: {
    cause: 'The Lambda function timed out.',
    remedy: 'Raise its time-out or its memory.',
  },
} as const satisfies CodeTable;
