/**
 * The demo's AWS account. Vault's user has exactly the documented permissions, and may simulate its own policies, so that
 * the action can check the credentials before it writes them to Vault.
 */
const account = '111122223333';

export const vaultUser = {
  arn: `arn:aws:iam::${account}:user/vault`,
  access_key: 'AKIADEMOVAULTUSER000',
  secret_key: 'demo-secret-of-the-user-vault-1234567890',
};

/** The verifier identity: read-only. */
export const verifier = {
  access_key: 'AKIADEMOVERIFIER0000',
  secret_key: 'demo-secret-of-the-verifier-123456789012',
};

/** A user who can disable keys. */
export const operator = {
  access_key: 'AKIADEMOOPERATOR0000',
  secret_key: 'demo-secret-of-the-operator-123456789012',
};

const keymgmtActions = [
  'CreateAlias',
  'CreateKey',
  'DeleteAlias',
  'DescribeKey',
  'DisableKey',
  'EnableKey',
  'GetParametersForImport',
  'GetPublicKey',
  'ImportKeyMaterial',
  'ListAliases',
  'ScheduleKeyDeletion',
  'TagResource',
  'UntagResource',
  'UpdateAlias',
];

export const emulatorConfig = {
  accounts: [
    {
      id: account,
      users: [
        user('vault', vaultUser, [
          ...keymgmtActions.map((action) => `kms:${action}`),
          'iam:SimulatePrincipalPolicy',
        ]),
        user('verifier', verifier, [
          'kms:DescribeKey',
          'kms:ListAliases',
          'kms:GetKeyPolicy',
          'iam:SimulatePrincipalPolicy',
          'iam:GetUser',
          'access-analyzer:CheckNoPublicAccess',
        ]),
        user('operator', operator, ['kms:DisableKey']),
      ],
    },
  ],
};

function user(name: string, key: { access_key: string; secret_key: string }, actions: readonly string[]) {
  return {
    name,
    access_keys: [{ access_key_id: key.access_key, secret_access_key: key.secret_key }],
    policies: {
      allowed: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
      },
    },
  };
}
