import { pages } from '../verify/matrix/situation.ts';

/** Rows of the IAM matrix on which ministack's IAM does otherwise than AWS's. */
export interface NotCarried {
  /** By their names in `test/verify/matrix`. */
  readonly rows: readonly string[];
  readonly ministack: string;
  readonly source: string;
}

const simulation = 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html';

/** Every other row comes out on ministack as it does in AWS, for the verifier and for the principal that really calls. */
export const notCarried: readonly NotCarried[] = [
  {
    rows: ['a role with a path', 'a session of a role with a path'],
    ministack: 'finds no policies of a role with a path when it simulates; the role itself is let through',
    source: simulation,
  },
  {
    rows: ['a session whose role cannot be looked up'],
    ministack: 'simulates a role by its name alone, whatever path its ARN has',
    source: simulation,
  },
  {
    rows: [
      'a boundary without the action',
      'a boundary that denies it',
      "a role's boundary without the action",
      'a boundary under a key policy that names the role',
    ],
    ministack: 'enforces permissions boundaries and leaves them out of its simulation',
    source: simulation,
  },
  {
    rows: [
      'a service control policy that denies it',
      'service control policies that do not allow it',
      'a service control policy with a condition',
      'a service control policy on a role',
    ],
    ministack: 'knows no service control policies in IAM',
    source: pages.scp,
  },
  {
    rows: [
      'an address',
      'a denial outside an address',
      'a VPC endpoint',
      'a tag of the key',
      'a tag of the principal',
      'an alias of the key',
      'a second factor',
      'tags on tagged keys alone, which a new key is not',
    ],
    ministack: 'never says that a value is missing (`MissingContextValues`): it decides without it',
    source: simulation,
  },
  {
    rows: [
      'imported material only',
      'symmetric keys only',
      "the caller's own account",
      'a key policy for callers of the account',
    ],
    ministack: 'knows no `kms:` condition keys, neither in a simulation (`ContextEntries`) nor in a request',
    source: pages.kmsConditions,
  },
  {
    rows: ['an alias action on alias and key', 'an alias action that the key policy shuts out'],
    ministack: 'decides alias actions on `*`, not on the alias and its key',
    source: pages.alias,
  },
];
