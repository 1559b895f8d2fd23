/** A call that decisions about permissions take, and what it is allowed on. */
export interface PermissionCall {
  /** As IAM names it. */
  readonly action: string;
  readonly on: 'principals' | 'users' | 'roles' | 'keys' | 'any';
  /** What it is made for, in the documentation. */
  readonly when: string;
}

/**
 * The calls that decisions about permissions take, beside those of the checks. The verifier makes those after the
 * first only when a policy or a finding asks for what they answer.
 */
export const permissionCalls: readonly PermissionCall[] = [
  { action: 'iam:SimulatePrincipalPolicy', on: 'principals', when: 'always' },
  {
    action: 'iam:GetRole',
    on: 'roles',
    when: "`principal_arn` is a session, whose ARN lacks the role's path; a policy asks for tags of the role",
  },
  { action: 'iam:GetUser', on: 'users', when: "a policy asks for the user's tags or unique id" },
  { action: 'kms:GetKeyPolicy', on: 'keys', when: 'a key of the sample' },
  { action: 'kms:ListResourceTags', on: 'keys', when: 'a policy asks for `aws:ResourceTag/…`' },
  {
    action: 'kms:GetKeyLastUsage',
    on: 'keys',
    when: 'a policy asks for `kms:TrailingDaysWithoutKeyUsage`',
  },
  {
    action: 'kms:ListGrants',
    on: 'keys',
    when: 'no policy allows an action that a grant can allow, such as `kms:DescribeKey`',
  },
];

/** The call of `history: true`. */
export const historyCall: PermissionCall = {
  action: 'cloudtrail:LookupEvents',
  on: 'any',
  when: '`history: true`, and nothing else decides; at depth `full` also for who created the keys of the inventory',
};
