import type { PolicyDocument } from '../model/evidence.ts';

/** What a key policy lets another account do. */
export interface ForeignAccess {
  readonly account: string;
  readonly actions: readonly string[];
  /** Among the actions is one that changes the key, not only uses it. */
  readonly manages: boolean;
}

/**
 * The other accounts that a key policy names in its Allow statements. Conditions only narrow a statement, so they do
 * not count here; statements for everyone are `policy_public`'s.
 */
export function foreignAccess(document: PolicyDocument, account: string): ForeignAccess[] {
  const actionsByAccount = new Map<string, string[]>();
  for (const { Effect, Principal, Action, NotAction } of statementsOf(document)) {
    if (Effect !== 'Allow') continue;
    const actions = NotAction === undefined ? texts(Action) : ['kms:*'];
    for (const other of accountsOf(Principal))
      if (other !== account)
        actionsByAccount.set(other, [...(actionsByAccount.get(other) ?? []), ...actions]);
  }
  return [...actionsByAccount].map(([other, actions]) => ({
    account: other,
    actions: [...new Set(actions)],
    manages: actions.some((action) => !uses.test(action)),
  }));
}

/**
 * Actions that use or describe a key.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
const uses =
  /^kms:(encrypt|decrypt|reencrypt(from|to|\*)?|generatedatakey\w*\*?|generatemac|verifymac|sign|verify|derivesharedsecret|describekey|getpublickey|list\w*\*?|get(keypolicy|keyrotationstatus|keylastusage)|retiregrant)$/i;

interface Statement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
}

function statementsOf(document: PolicyDocument): Statement[] {
  const statements = (document as { Statement?: unknown } | null)?.Statement;
  return [statements].flat().filter((one): one is Statement => typeof one === 'object' && one !== null);
}

function accountsOf(principal: unknown): string[] {
  const aws = (principal as { AWS?: unknown } | null | undefined)?.AWS;
  const ids = texts(aws).flatMap(
    (text) => /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(text)?.[1] ?? [],
  );
  return [...new Set(ids)];
}

function texts(value: unknown): string[] {
  return [value].flat().filter((one): one is string => typeof one === 'string');
}
