/** One IAM situation, as data: who is judged, under which policies, and what the report must say. */
export interface Situation {
  readonly name: string;
  /** The AWS page that says so. */
  readonly source: string;
  readonly action: string;
  /** `session`: a role, named by the ARN of one of its sessions. */
  readonly who?: 'user' | 'role' | 'role with a path' | 'session' | 'user of another account';
  readonly policies?: readonly Statement[];
  readonly boundary?: readonly Statement[];
  readonly scps?: readonly Statement[];
  /** Beside the statement that lets the administrator and the one who looks in; left out: AWS's default. */
  readonly key_policy?: readonly Statement[];
  /** What the one who looks lacks. */
  readonly looker_lacks?: readonly string[];
  /** No key is distributed yet. */
  readonly without_key?: true;
  readonly expected: 'allowed' | 'denied' | 'indeterminate';
  readonly layer?: string;
  /** The call that shows what is true, when it is another than the action's own. */
  readonly truth?: 'CreateKey with tags';
}

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: Record<string, Record<string, string | readonly string[]>>;
}

/** `<account>` stands for the situation's account, `<key>` for the distributed key's id. */
export function allow(action: string | readonly string[], more: Partial<Statement> = {}): Statement {
  return { Effect: 'Allow', Action: action, Resource: '*', ...more };
}

export function deny(action: string | readonly string[], more: Partial<Statement> = {}): Statement {
  return { ...allow(action, more), Effect: 'Deny' };
}

export const pages = {
  evaluation: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  wildcards: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html',
  notAction: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html',
  resource: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html',
  notResource:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html',
  condition:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html',
  kmsConditions: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html',
  boundary: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
  scp: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html',
  keyPolicy: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html',
  keyAccess: 'https://docs.aws.amazon.com/kms/latest/developerguide/determining-access.html',
  alias: 'https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html',
  tags: 'https://docs.aws.amazon.com/kms/latest/developerguide/tag-permissions.html',
  crossAccount: 'https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html',
  simulator: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html',
} as const;
