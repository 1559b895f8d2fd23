import { pages } from '../verify/matrix/situation.ts';

/** Rows of the IAM matrix on which ministack's IAM differs from AWS's. */
export interface UnsupportedRows {
  /** By their names in `test/verify/matrix`. */
  readonly rows: readonly string[];
  readonly ministack: string;
  readonly source: string;
}

const simulation = 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html';

/** On every other row ministack agrees with AWS, for the verifier and for the principal that makes the call. */
export const unsupportedRows: readonly UnsupportedRows[] = [
  {
    rows: ['a role with a path', 'a session of a role with a path'],
    ministack: 'finds no policies of a role with a path in a simulation; a call of the role is allowed',
    source: simulation,
  },
  {
    rows: ['a session whose role cannot be looked up'],
    ministack: 'simulates a role by name and ignores the path of its ARN',
    source: simulation,
  },
  {
    rows: [
      'a boundary without the action',
      'a boundary that denies it',
      "a role's boundary without the action",
      'a boundary under a key policy that names the role',
    ],
    ministack: 'enforces permissions boundaries, but ignores them in its simulation',
    source: simulation,
  },
  {
    rows: [
      'a service control policy that denies it',
      'service control policies that do not allow it',
      'a service control policy with a condition',
      'a service control policy on a role',
    ],
    ministack: 'does not support service control policies',
    source: pages.scp,
  },
  {
    rows: [
      'an address',
      'a denial outside an address',
      'a VPC endpoint',
      'an alias of the key',
      'a second factor',
      'tags on tagged keys alone, which a new key is not',
    ],
    ministack: 'never returns `MissingContextValues`, and decides without the value',
    source: simulation,
  },
  {
    rows: [
      'imported material only',
      'symmetric keys only',
      "the caller's own account",
      'a key policy for callers of the account',
    ],
    ministack: 'does not support `kms:` condition keys, in a simulation (`ContextEntries`) or in a request',
    source: pages.kmsConditions,
  },
  {
    rows: ['an alias action on alias and key', 'an alias action that the key policy shuts out'],
    ministack: 'checks alias actions on `*`, not on the alias and its key',
    source: pages.alias,
  },
];
