import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateKeyCommand,
  DescribeKeyCommand,
  EnableKeyCommand,
  KMSClient,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { type Ministack, startMinistack } from './ministack.ts';
import { type AccessKey, iamOf, makeUser, rootOf } from './ministack-iam.ts';
import { peer } from './peer.ts';

const account = '111122223333';
const region = 'us-west-2';
const anyKey = `arn:aws:kms:${region}:${account}:key/*`;

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly [element: string]: unknown;
}
const allow = (Action: string | string[], Resource = '*', Condition?: object): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition ? { Condition } : {}),
});
const deny = (Action: string, Resource = '*'): Statement => ({ Effect: 'Deny', Action, Resource });

const actions = ['CreateKey', 'ListKeys', 'DescribeKey', 'EnableKey'] as const;
type Action = (typeof actions)[number];

/** A user's statements, and what they let the user do. */
const rows: readonly (readonly [name: string, statements: Statement[], allowed: Action[]])[] = [
  ['nothing', [], []],
  ['everything', [allow('*')], ['CreateKey', 'ListKeys', 'DescribeKey', 'EnableKey']],
  ['service', [allow('kms:*')], ['CreateKey', 'ListKeys', 'DescribeKey', 'EnableKey']],
  ['one-action', [allow('kms:CreateKey')], ['CreateKey']],
  ['wildcard-action', [allow('kms:*Key')], ['CreateKey', 'DescribeKey', 'EnableKey']],
  ['keys-only', [allow('kms:*', anyKey)], ['DescribeKey', 'EnableKey']],
  ['other-region', [allow('kms:*', anyKey.replace(region, 'eu-west-1'))], []],
  ['denial', [allow('kms:*'), deny('kms:CreateKey')], ['ListKeys', 'DescribeKey', 'EnableKey']],
  ['denial-on-keys', [allow('kms:*'), deny('kms:*', anyKey)], ['CreateKey', 'ListKeys']],
  [
    'not-action',
    [{ Effect: 'Allow', NotAction: 'kms:Create*', Resource: '*' }],
    ['ListKeys', 'DescribeKey', 'EnableKey'],
  ],
  [
    'other-region-by-condition',
    [allow('kms:*', '*', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } })],
    [],
  ],
  ['several', [allow(['kms:ListKeys', 'kms:DescribeKey'])], ['ListKeys', 'DescribeKey']],
];

const call: Record<Action, (kms: KMSClient, key: string) => Promise<unknown>> = {
  CreateKey: (kms) => kms.send(new CreateKeyCommand({})),
  ListKeys: (kms) => kms.send(new ListKeysCommand({})),
  DescribeKey: (kms, KeyId) => kms.send(new DescribeKeyCommand({ KeyId })),
  EnableKey: (kms, KeyId) => kms.send(new EnableKeyCommand({ KeyId })),
};

interface Target {
  readonly endpoint: string;
  readonly admin: AccessKey;
  /** Makes sure that there is such a user. */
  user(name: string, statements: readonly Statement[]): Promise<AccessKey>;
}

const accessKeyOf = (index: number) => `AKIA${String(index).padStart(16, '0')}`;
const policyOf = (Statement: readonly Statement[]) => ({ Version: '2012-10-17', Statement });

describe('the emulator', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    const users = rows.map(([name, statements], index) => ({
      name,
      access_keys: [{ access_key_id: accessKeyOf(index), secret_access_key: name }],
      policies: statements.length > 0 ? { row: policyOf(statements) } : {},
    }));
    emulator = await startEmulator({ config: { accounts: [{ id: account, users }] } });
  });
  afterAll(() => emulator?.stop());

  enforces(() => ({
    endpoint: emulator.awsEndpoint,
    admin: { accessKeyId: emulator.accessKeyId, secretAccessKey: emulator.secretAccessKey },
    user: async (name) => ({
      accessKeyId: accessKeyOf(rows.findIndex((row) => row[0] === name)),
      secretAccessKey: name,
    }),
  }));
});

const command = peer('ministack');
(command === null ? describe.skip : describe)('ministack', () => {
  let ministack: Ministack;
  beforeAll(async () => {
    ministack = await startMinistack(command!, { enforced: true });
  });
  afterAll(() => ministack?.stop());

  enforces(() => {
    const admin = rootOf(account);
    return {
      endpoint: ministack.endpoint,
      admin,
      user: (name, statements) =>
        makeUser(
          iamOf(ministack.endpoint, account),
          name,
          statements.length > 0 ? policyOf(statements) : null,
        ),
    };
  });
});

/** What each user may do, by doing it and by asking the simulator. */
function enforces(target: () => Target): void {
  let key: string;
  beforeAll(async () => {
    const { endpoint, admin } = target();
    const { KeyMetadata } = await new KMSClient({ endpoint, region, credentials: admin }).send(
      new CreateKeyCommand({}),
    );
    key = KeyMetadata!.Arn!;
  });

  test.each(rows)('%s', async (name, statements, allowed) => {
    const { endpoint, admin, user } = target();
    const kms = new KMSClient({
      endpoint,
      region,
      maxAttempts: 1,
      credentials: await user(name, statements),
    });
    const done: Action[] = [];
    for (const action of actions) {
      const error = await call[action](kms, key).then(
        () => null,
        (error: Error) => error,
      );
      if (error === null) done.push(action);
      else expect(error.name).toBe('AccessDeniedException');
    }
    expect(done).toEqual(allowed);

    const iam = new IAMClient({ endpoint, region, maxAttempts: 1, credentials: admin });
    const PolicySourceArn = `arn:aws:iam::${account}:user/${name}`;
    const decide = async (names: readonly Action[], ResourceArns?: string[]) => {
      const ActionNames = names.map((action) => `kms:${action}`);
      const { EvaluationResults = [] } = await iam.send(
        new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames, ResourceArns }),
      );
      return EvaluationResults.filter((one) => one.EvalDecision === 'allowed').map(
        (one) => one.EvalActionName,
      );
    };
    const simulated = [
      ...(await decide(['CreateKey', 'ListKeys'])),
      ...(await decide(['DescribeKey', 'EnableKey'], [key])),
    ];
    expect(simulated).toEqual(allowed.map((action) => `kms:${action}`));
  });
}
