/** What an ARN says about who it names. */
export interface Principal {
  readonly kind: 'user' | 'role' | 'assumed-role' | 'root' | 'other';
  readonly partition: string;
  readonly account_id: string;
  /** Without path: what `iam:GetRole` and CloudTrail know it by. */
  readonly name: string;
}

/**
 * Takes a principal's ARN apart; `null` when it is none.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function parsePrincipal(arn: string): Principal | null {
  const match =
    /^arn:([^:]+):(?:iam|sts)::(\d{12}):(root|user|role|assumed-role|federated-user)(?:\/(.+))?$/.exec(arn);
  if (match === null) return null;
  const [, partition = '', account_id = '', kind = '', path = ''] = match;
  const parts = path.split('/');
  const name = kind === 'assumed-role' ? (parts[0] ?? '') : (parts.at(-1) ?? '');
  return {
    kind: kind === 'federated-user' ? 'other' : (kind as Principal['kind']),
    partition,
    account_id,
    name,
  };
}

/** The account in an ARN of any service; `null` when it names none. */
export function accountOf(arn: string): string | null {
  const account = arn.split(':')[4];
  return account === undefined || !/^\d{12}$/.test(account) ? null : account;
}

/**
 * Whether an ARN that STS gives is a session of, or the same as, a user or role: an assumed role's session does
 * not carry the role's path.
 */
export function samePrincipal(caller: string, principal: string): boolean {
  if (caller === principal) return true;
  const [a, b] = [parsePrincipal(caller), parsePrincipal(principal)];
  const isRole = (kind: string | undefined) => kind === 'role' || kind === 'assumed-role';
  return (
    a !== null &&
    b !== null &&
    isRole(a.kind) &&
    isRole(b.kind) &&
    a.account_id === b.account_id &&
    a.name === b.name
  );
}
