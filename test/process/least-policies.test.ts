import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ActionRun, runAction } from '../support/action.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

interface Document {
  readonly Version: string;
  readonly Statement: readonly { readonly Sid: string }[];
}

const account = '111122223333';
const principal = (name: string) => `arn:aws:iam::${account}:user/${name}`;
const accessKey = (name: string) =>
  `AKIA${name.replaceAll('-', '').toUpperCase().slice(0, 16).padEnd(16, 'X')}`;

const manifest = `path: keymgmt
kms:
  aws:
    key_collection: us-west-2
    credentials: {access_key: '\${ACCESS_KEY}', secret_key: '\${SECRET_KEY}'}
keys:
  payments-db: {kms: aws}
`;

const printed = await runAction(
  { command: 'policy', manifest, principal_arn: principal('vault') },
  { env: { ACCESS_KEY: 'x', SECRET_KEY: 'x' } },
);
const vaultPolicy = JSON.parse(printed.outputs['vault_policy']!) as Record<string, string>;
const iam = JSON.parse(printed.outputs['iam_policy']!) as Record<'vault' | 'verifier', Document>;

function without({ Version, Statement }: Document, sid: string): Document {
  return { Version, Statement: Statement.filter(({ Sid }) => Sid !== sid) };
}

/** The verifier's policy for whichever principal is audited. */
const ofAll = JSON.parse(JSON.stringify(iam.verifier).replaceAll('user/vault', 'user/*')) as Document;

/** The same permissions, for a user with a tag. */
function forTag({ Version, Statement }: Document): Document {
  const Condition = { StringEquals: { 'aws:PrincipalTag/team': 'keys' } };
  return { Version, Statement: Statement.map((statement) => ({ ...statement, Condition })) };
}

const statements = (of: 'vault' | 'verifier') => iam[of].Statement.map(({ Sid }) => Sid);

function user(name: string, policy: Document) {
  return {
    name,
    policies: { printed: policy },
    access_keys: [
      { access_key_id: accessKey(name), secret_access_key: `secret-of-${name}`, status: 'Active' },
    ],
  };
}

/** The commands run one after the other with what `policy` prints, and nothing else. */
describe('the printed policies', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator({
      config: {
        accounts: [
          {
            id: account,
            users: [
              user('vault', iam.vault),
              user('verifier', iam.verifier),
              user('verifier-of-all', ofAll),
              user('verifier-of-all-but-users', without(ofAll, 'ReadUsers')),
              { ...user('vault-tagged', forTag(iam.vault)), tags: { team: 'keys' } },
              ...statements('vault').map((sid) => user(`vault-${sid}`, without(iam.vault, sid))),
              ...statements('verifier').map((sid) => user(`verifier-${sid}`, without(iam.verifier, sid))),
            ],
          },
        ],
      },
    });
  });
  afterAll(() => emulator.stop());

  /** With the Vault policy of the command, Vault's credentials, and the runner's as the verifier identity. */
  async function run(
    command: string,
    inputs: Record<string, string> = {},
    { vault = 'vault', verifier = 'verifier' } = {},
  ): Promise<ActionRun> {
    await emulator.vault('PUT', `sys/policies/acl/${command}`, { body: { policy: vaultPolicy[command] } });
    const { body } = await emulator.vault('PUT', 'auth/token/create', { body: { policies: [command] } });
    return runAction(
      { command, url: emulator.vaultAddr, token: body.auth.client_token, manifest, ...inputs },
      {
        env: {
          ACCESS_KEY: accessKey(vault),
          SECRET_KEY: `secret-of-${vault}`,
          AWS_ENDPOINT_URL: emulator.awsEndpoint,
          AWS_ACCESS_KEY_ID: accessKey(verifier),
          AWS_SECRET_ACCESS_KEY: `secret-of-${verifier}`,
        },
      },
    );
  }

  const expectQuiet = ({ exitCode, stdout }: ActionRun) => {
    expect(exitCode === 0 ? '' : stdout).toBe('');
    expect(stdout.match(/^::(warning|error).*$/gm)).toBeNull();
  };

  test.each([
    ['plan', {}],
    ['apply', {}],
    ['verify', { principal_arn: principal('vault') }],
    ['rotate', { rotate_keys: 'payments-db@1' }],
    ['verify', { principal_arn: principal('vault'), fail_on_indeterminate: 'true' }],
  ])('%s runs with them, without a warning', async (command, inputs) => {
    expectQuiet(await run(command, inputs));
  });

  test.each(statements('vault'))(
    'verify fails when the principal of Vault lacks the statement %s',
    async (sid) => {
      const inputs = { principal_arn: principal(`vault-${sid}`) };
      const { exitCode, stdout } = await run('verify', inputs, { verifier: 'verifier-of-all' });
      expect(exitCode).toBe(1);
      expect(stdout).toContain('::error');
    },
  );

  test('without the statement AnalyzeKeyPolicies, verify says what it could not read', async () => {
    const inputs = { principal_arn: principal('vault') };
    const { report } = await run('verify', inputs, { verifier: 'verifier-AnalyzeKeyPolicies' });
    expect(report).toContain('CheckNoPublicAccess');
    expect((await run('verify', inputs)).report).not.toContain('CheckNoPublicAccess');
  });

  test("without the statement ReadUsers, verify does not decide a policy that asks for the user's tags", async () => {
    const inputs = { principal_arn: principal('vault-tagged') };
    const decided = await run('verify', inputs, { verifier: 'verifier-of-all' });
    expect(decided.outputs['compliant']).toBe('true');
    const { outputs } = await run('verify', inputs, { verifier: 'verifier-of-all-but-users' });
    expect(outputs['compliant']).toBe('false');
  });

  /** These two have tests of their own: they refine verdicts that stand without them. */
  const refining = ['AnalyzeKeyPolicies', 'ReadUsers'];

  test.each(statements('verifier').filter((sid) => !refining.includes(sid ?? '')))(
    'verify does not pass when the verifier identity lacks the statement %s',
    async (sid) => {
      const { outputs } = await run(
        'verify',
        { principal_arn: principal('vault') },
        { verifier: `verifier-${sid}` },
      );
      expect(outputs['compliant']).toBe('false');
    },
  );

  test('destroy runs with them, without a warning', async () => {
    expectQuiet(await run('destroy', { confirm: 'keymgmt/kms/aws' }));
  });
});
