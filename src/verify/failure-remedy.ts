import type { EvidenceFailure, FailureCause } from '../model/evidence.ts';
import { classifyDenial } from './permissions/access-denied.ts';

/**
 * What to do about a call to AWS that gave no answer. The remedy follows from the cause, and names the host or the
 * identity; every check and every permission that could not read something uses it.
 */
export function failureRemedy(failure: EvidenceFailure): string {
  return remedies[failure.cause](failure);
}

const remedies: Readonly<Record<FailureCause, (failure: EvidenceFailure) => string>> = {
  denied: deniedRemedy,
  not_found: ({ action }) => `Check that the account and the region of ${action} are those of the provider.`,
  expired: () => 'Renew the AWS credentials that made the call, or assume the role for a longer session.',
  no_credentials: () =>
    'Give the verifier AWS credentials: on a runner with aws-actions/configure-aws-credentials before this step, in Lambda with an execution role.',
  invalid_credentials: invalidCredentialsRemedy,
  wrong_partition: () =>
    "Use an identity of the region's own partition: no AWS identity reaches another one.",
  unsupported: () => 'Nothing: the object does not support this call.',
  throttled: ({ action }) =>
    `Run again when fewer callers use ${action} in this account and region, or request a higher quota for it.`,
  unreachable: unreachableRemedy,
  proxy: ({ proxy, host }) =>
    `Check the proxy ${proxy ?? 'in HTTPS_PROXY or HTTP_PROXY'}: its address, its password and its rules for ${to(host)}; or list that host in NO_PROXY to connect to it directly.`,
  tls: tlsRemedy,
  timeout: ({ host, proxy, action }) =>
    `Open a way to ${to(host)}${proxy === undefined ? '' : ` through the proxy ${proxy}`}: a route through a NAT gateway or, where AWS has one, a VPC endpoint for ${serviceOf(action)}; and port 443 in security groups, network ACLs and firewalls.`,
  unavailable: ({ host }) =>
    `Run again; if ${to(host)} keeps answering with server errors, look at the AWS Health Dashboard for the region.`,
  wrong_host: ({ host, action }) =>
    `Something other than AWS ${serviceOf(action)} answers at ${to(host)}: check AWS_ENDPOINT_URL, the declared endpoint and DNS.`,
  aborted: ({ host }) =>
    `Give the run more time (the function's timeout, or the input timeout), and check that ${to(host)} answers from where the verifier runs.`,
  not_called: () => 'Fix the finding that the message names, then run again.',
  other: () => 'Run again; if it stays, look up the error code on the API page of the call.',
};

function deniedRemedy({ action, message }: EvidenceFailure): string {
  const denial = classifyDenial(message);
  const call = denial.action ?? action;
  const identity = denial.principal ?? 'the verifier identity';
  if (call === 'sts:AssumeRole')
    return `Let the role's trust policy name ${identity}, and allow sts:AssumeRole on the role in that identity's own policy; check external_id.`;
  if (denial.layer === 'service control policy' || denial.layer === 'resource control policy')
    return `Ask the organization's administrators to allow ${call} for ${identity}: a ${denial.layer} denies it.`;
  const where = denial.layer ?? (keyActions.has(call) ? 'identity policy or key policy' : 'identity policy');
  if (denial.explicit)
    return `Remove the explicit deny of ${call} for ${identity} from the ${where}${denial.policy_arn === null ? '' : ` ${denial.policy_arn}`}.`;
  if (denial.layer === 'identity policy' && keyActions.has(call))
    return `Allow ${call} for ${identity} in its IAM policy; if the key policy does not delegate to the account, allow it there as well.`;
  return `Allow ${call} for ${identity} in the ${where}.`;
}

/** Calls on one KMS key, which its key policy decides as well. */
const keyActions = new Set([
  'kms:DescribeKey',
  'kms:GetKeyPolicy',
  'kms:GetPublicKey',
  'kms:ListKeyRotations',
  'kms:ListGrants',
]);

function invalidCredentialsRemedy({ code }: EvidenceFailure): string {
  if (code === 'InvalidSecret')
    return 'Store a JSON object with access_key and secret_key in the secret; session_token is optional.';
  if (/signature|RequestExpired/i.test(code))
    return "Check the secret key of these AWS credentials, and this machine's clock: AWS accepts signatures for five minutes.";
  return 'Check the access key of these AWS credentials (it may be deleted, inactive or of another partition), the session token of temporary ones, and that the region is enabled in the account.';
}

function unreachableRemedy({ code, host, action }: EvidenceFailure): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `The name of ${to(host)} does not resolve here: check the region and AWS_ENDPOINT_URL, and that this network's DNS knows AWS.`;
  if (code === 'ECONNREFUSED')
    return `Nothing listens at ${to(host)}: check AWS_ENDPOINT_URL and the declared endpoint, and what rejects connections in between.`;
  return `Check the way to ${to(host)}: routes, firewalls, and the VPC endpoint for ${serviceOf(action)} if there is one; then run again.`;
}

function tlsRemedy({ code, host }: EvidenceFailure): string {
  if (code.startsWith('CA_BUNDLE_'))
    return 'Name a PEM file with the certificates of CAs in AWS_CA_BUNDLE, or unset it.';
  if (/HAS_EXPIRED|NOT_YET_VALID/.test(code))
    return `The TLS certificate of ${to(host)} is out of date: renew it, and check this machine's clock.`;
  if (/ALTNAME|HOSTNAME/.test(code))
    return `The TLS certificate of ${to(host)} is for another host: check AWS_ENDPOINT_URL, the declared endpoint and DNS.`;
  return `Put the CA that signed the TLS certificate of ${to(host)} into a PEM file, and name the file in AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS.`;
}

function to(host: string | undefined): string {
  return host ?? 'AWS';
}

function serviceOf(action: string): string {
  const service = action.split(':')[0] ?? '';
  return names[service] ?? service;
}

const names: Readonly<Record<string, string>> = {
  kms: 'KMS',
  sts: 'STS',
  iam: 'IAM',
  lambda: 'Lambda',
  cloudtrail: 'CloudTrail',
  secretsmanager: 'Secrets Manager',
  securityhub: 'Security Hub',
  s3: 'S3',
};
