/** The layer of AWS's policy evaluation that denied the call. */
export type Layer =
  | 'identity policy'
  | 'permissions boundary'
  | 'session policy'
  | 'service control policy'
  | 'resource control policy'
  | 'key policy'
  | 'VPC endpoint policy'
  | 'role trust policy'
  | 'cross-account';

/** What the sentence of an AccessDenied says. */
export interface Denial {
  readonly principal: string | null;
  readonly action: string | null;
  readonly resource: string | null;
  /** `null`: the sentence names none. */
  readonly layer: Layer | null;
  readonly explicit: boolean;
  /** Named by AWS since 2026 for explicit denials. */
  readonly policy_arn: string | null;
}

/**
 * Reads AWS's AccessDenied message. It names one layer, even when several deny.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function classifyDenial(sentence: string): Denial {
  const subject = /^(?:User: )?(arn:\S+) is not authorized/.exec(sentence)?.[1] ?? null;
  const request =
    /not authorized to perform:? (?<action>[\w-]+:\w+)(?: on resource:? "?(?<resource>[^\s"]+?)"?(?=[\s,]|$))?/i.exec(
      sentence,
    )?.groups;
  const explicit =
    /(?:with|due to) an explicit deny in (?:an?|the) (?<layer>[a-z -]+?(?:policy|policies|boundary))(?: transitively through an? [a-z -]+? policy)?(?:: (?<policy>arn:[^\s,]+?))?(?=[.,\s]|$)/i.exec(
      sentence,
    )?.groups;
  const implicit = /because no (?<layer>.+?)(?: policy| policies)? allows? (?:the|access)/i.exec(
    sentence,
  )?.groups;
  const opaque = /resource does not exist in this Region, no resource-based policies allow access/i.test(
    sentence,
  );
  return {
    principal: subject,
    action: request?.['action'] ?? null,
    resource: request?.['resource'] ?? null,
    layer: opaque ? 'cross-account' : layerOf(explicit?.['layer'] ?? implicit?.['layer'] ?? ''),
    explicit: !opaque && explicit !== undefined,
    policy_arn: opaque ? null : (explicit?.['policy'] ?? null),
  };
}

const layers: readonly (readonly [RegExp, Layer])[] = [
  [/vpc endpoint/i, 'VPC endpoint policy'],
  [/service control/i, 'service control policy'],
  [/resource control/i, 'resource control policy'],
  [/permissions? boundary/i, 'permissions boundary'],
  [/sessions?\b/i, 'session policy'],
  [/role trust/i, 'role trust policy'],
  [/resource-based/i, 'key policy'],
  [/identity-based/i, 'identity policy'],
];

function layerOf(words: string): Layer | null {
  return layers.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

/** Who can change the decision of a layer. */
export const layerRemedies: Readonly<Record<Layer, string>> = {
  'identity policy':
    "Allow the action in the principal's IAM policy, or remove the statement that denies it.",
  'permissions boundary': "Allow the action in the principal's permissions boundary.",
  'session policy': 'Widen the session policy that AssumeRole was called with.',
  'service control policy':
    "Ask the organization's administrators: a service control policy denies the action.",
  'resource control policy':
    "Ask the organization's administrators: a resource control policy denies the action.",
  'key policy': 'Let the key policy delegate to the account, or name the principal.',
  'VPC endpoint policy': 'Allow the action in the policy of the VPC endpoint, or reach KMS another way.',
  'role trust policy': 'Let the role trust the one who assumes it.',
  'cross-account': "Check account and region; keymgmt's actions do not work across accounts.",
};
