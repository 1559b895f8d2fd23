import type { Policy } from './policy/document.ts';
import type { PrincipalNames } from './policy/principal.ts';
import type { NamedPolicy } from './policy/statements.ts';

/** An IAM user or role. */
export interface Identity {
  readonly kind: 'user' | 'role';
  readonly account: string;
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  /** `AIDA…` or `AROA…`. */
  readonly id: string;
  readonly created: Date;
  readonly policies: readonly NamedPolicy[];
  readonly boundary: NamedPolicy | null;
  readonly tags: Readonly<Record<string, string>>;
  /** The trust policy; `null` for users. */
  readonly trust: Policy | null;
}

/** The principal of a request. */
export interface Principal extends PrincipalNames {
  readonly type: 'Account' | 'User' | 'AssumedRole';
  /** STS's `UserId`. */
  readonly user_id: string;
  /** `null`: the account's root user. */
  readonly identity: Identity | null;
  readonly session: Session | null;
}

export interface Session {
  readonly name: string;
  readonly issued: Date;
  readonly source_identity: string | null;
  /** The session policies of AssumeRole; `null`: none. */
  readonly policies: readonly NamedPolicy[] | null;
}

export interface Credential {
  readonly access_key_id: string;
  readonly secret_access_key: string;
  readonly active: boolean;
  /** `null`: a long-term credential. */
  readonly session: { readonly token: string; readonly expires: Date } | null;
  readonly principal: Principal;
}

/** The caller of a request, with its time, source and region. */
export interface Caller {
  readonly principal: Principal;
  readonly access_key_id: string;
  readonly time: Date;
  readonly region: string;
  readonly source_ip: string;
  readonly user_agent: string;
}

export function userPrincipal(identity: Identity): Principal {
  const { account, arn, id } = identity;
  return { type: 'User', account, arn, role_arn: null, user_id: id, identity, session: null };
}

export function rootPrincipal(account: string): Principal {
  const arn = `arn:aws:iam::${account}:root`;
  return { type: 'Account', account, arn, role_arn: null, user_id: account, identity: null, session: null };
}

/** A session's ARN has the role's name without its path. */
export function sessionPrincipal(role: Identity, session: Session): Principal {
  return {
    type: 'AssumedRole',
    account: role.account,
    arn: `arn:aws:sts::${role.account}:assumed-role/${role.name}/${session.name}`,
    role_arn: role.arn,
    user_id: `${role.id}:${session.name}`,
    identity: role,
    session,
  };
}
