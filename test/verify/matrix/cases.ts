import { lookerPolicy } from '../../lambda/support.ts';
import { conditionSituations } from './conditions.ts';
import { identitySituations } from './identity.ts';
import { keyPolicySituations } from './key-policies.ts';
import { layerSituations } from './layers.ts';
import type { Situation, Statement } from './situation.ts';
import { allow } from './situation.ts';

/** A situation in an account of its own. */
export interface Case extends Situation {
  readonly account: string;
}

/** Every situation of the matrix. */
export const cases: readonly Case[] = [
  ...identitySituations,
  ...conditionSituations,
  ...layerSituations,
  ...keyPolicySituations,
].map((situation, index) => ({ ...situation, account: `2000000000${String(index).padStart(2, '0')}` }));

/** The account of the user of another account, who may do everything there. */
export const stranger = '300000000000';

/** A policy names a key before there is one: this fits every key that there will be, and none that there is not. */
const anyKey = '????????-????-4???-????-????????????';

/** A policy document as IAM takes it. */
export interface Document {
  readonly Version: '2012-10-17';
  readonly Statement: readonly unknown[];
}

export function documentOf(Statement: readonly unknown[]): Document {
  return { Version: '2012-10-17', Statement };
}

/** The documents of a case; `null`: there is none. */
export interface Documents {
  /** Of the one who is judged. */
  readonly own: Document | null;
  readonly boundary: Document | null;
  readonly scp: Document | null;
  /** `null`: AWS's default. */
  readonly key: Document | null;
  /** Of the one who looks. */
  readonly looker: Document;
  /** Of the role, if there is one: the administrator may assume it. */
  readonly trust: Document;
}

export function documentsOf(situation: Case): Documents {
  const { account, policies = [], boundary, scps, key_policy, looker_lacks = [] } = situation;
  const filled = (statements: readonly Statement[]): Statement[] =>
    JSON.parse(JSON.stringify(statements).replaceAll('<account>', account).replaceAll('<key>', anyKey));
  const optional = (statements: readonly Statement[] | undefined) =>
    statements === undefined ? null : documentOf(filled(statements));
  const admin = `arn:aws:iam::${account}:user/admin`;
  const admins = { AWS: [admin, `arn:aws:iam::${account}:user/looker`] };
  return {
    own: policies.length === 0 ? null : documentOf(filled(policies)),
    boundary: optional(boundary),
    scp: optional(scps),
    key:
      key_policy === undefined
        ? null
        : documentOf([allow('kms:*', { Principal: admins }), ...filled(key_policy)]),
    looker: documentOf(
      lookerPolicy.Statement.map(({ Action, ...rest }) => ({
        ...rest,
        Action: Action.filter((action) => !looker_lacks.includes(action)),
      })),
    ),
    trust: documentOf([{ Effect: 'Allow', Principal: { AWS: admin }, Action: 'sts:AssumeRole' }]),
  };
}

/** The path of the judged role; `null`: it is a user who is judged. */
export function rolePath({ who = 'user' }: Situation): string | null {
  if (who === 'role') return '/';
  return who === 'role with a path' || who === 'session' ? '/team/x/' : null;
}
