import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import {
  ConfigServiceClient,
  DescribeConfigRulesCommand,
  PutConfigRuleCommand,
} from '@aws-sdk/client-config-service';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { DisableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ruleEvent, scheduled } from '../lambda/config-events.ts';
import { deployed } from '../lambda/grants.ts';
import {
  accessKey,
  account,
  allow,
  distribute,
  lookerPolicy,
  region,
  user,
  vaultActions,
} from '../lambda/support.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { startFunction } from '../support/runtime-api.ts';
import { peer } from './peer.ts';

const command = peer('moto[server]');

(command === null ? describe.skip : describe)('AWS Config, as moto has it', () => {
  let moto: ChildProcess;
  let endpoint: string;
  let emulator: Emulator;
  beforeAll(async () => {
    moto = spawn(command!, ['--host', '127.0.0.1', '--port', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
    endpoint = await addressOf(moto);
    emulator = await startEmulator({
      config: {
        accounts: [
          {
            id: account,
            users: [user('looker', { looker: lookerPolicy }), user('vault', { vault: allow(vaultActions) })],
          },
        ],
      },
    });
  });
  afterAll(async () => {
    const ended = once(moto, 'exit');
    moto.kill();
    await Promise.all([ended, emulator.stop()]);
  });
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
  const client = () => ({ endpoint, region, credentials });

  test('takes the evaluations of the committed bundle', async () => {
    const [good, bad] = [await distribute(emulator, 'moto-good'), await distribute(emulator, 'moto-bad', 0)];
    const kms = new KMSClient({
      region,
      endpoint: emulator.awsEndpoint,
      credentials: { accessKeyId: emulator.accessKeyId, secretAccessKey: emulator.secretAccessKey },
    });
    await kms.send(new DisableKeyCommand({ KeyId: bad.versions['1']! }));
    const looker = accessKey('looker');
    const verifier = await startFunction({
      env: {
        AWS_ENDPOINT_URL: emulator.awsEndpoint,
        AWS_ENDPOINT_URL_CONFIG_SERVICE: endpoint,
        AWS_ACCESS_KEY_ID: looker.access_key_id,
        AWS_SECRET_ACCESS_KEY: looker.secret_access_key,
        AWS_REGION: region,
        CHECK_EVENT: JSON.stringify({ region, permissions: { sets: [] }, keys: [good, bad] }),
      },
    });
    // moto takes evaluations in test mode only, and rejects those without a token.
    const tried = await verifier.invoke(ruleEvent(scheduled, { resultToken: 'TESTMODE' }));
    await verifier.stop();
    expect(tried).toMatchObject({
      failed: false,
      payload: { evaluations: 4, compliant: 3, non_compliant: 1, not_applicable: 0, test_mode: true },
    });
  });

  test('takes the rule of the template, with its permission to invoke the function', async () => {
    const { Resources } = deployed({ Event: '{}', ConfigRule: 'enabled' });
    const rule = Resources.Rule.Properties;
    const permission = Resources.ConfigMayInvoke.Properties;
    const role = await new IAMClient(client()).send(
      new CreateRoleCommand({
        RoleName: 'function',
        AssumeRolePolicyDocument: JSON.stringify(allow(['sts:AssumeRole'])),
      }),
    );
    const lambda = new LambdaClient(client());
    const { FunctionArn } = await lambda.send(
      new CreateFunctionCommand({
        FunctionName: 'keymgmt-verifier',
        Role: role.Role!.Arn,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { ZipFile: await readFile('dist/licenses.txt') },
      }),
    );
    await lambda.send(
      new AddPermissionCommand({
        FunctionName: FunctionArn,
        StatementId: 'config',
        Action: permission.Action,
        Principal: permission.Principal,
        SourceAccount: permission.SourceAccount,
      }),
    );
    const config = new ConfigServiceClient(client());
    await config.send(
      new PutConfigRuleCommand({
        ConfigRule: {
          ConfigRuleName: rule.ConfigRuleName,
          Description: rule.Description,
          Scope: rule.Scope,
          Source: { ...rule.Source, SourceIdentifier: FunctionArn },
        },
      }),
    );
    const { ConfigRules } = await config.send(new DescribeConfigRulesCommand({}));
    expect(ConfigRules).toMatchObject([
      { ConfigRuleState: 'ACTIVE', Scope: { ComplianceResourceTypes: ['AWS::KMS::Key'] } },
    ]);
  });
});

/** moto says on standard error where it listens. */
async function addressOf(server: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: server.stderr! })) {
    const address = /Running on (http:\/\/[\d.:]+)/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error('moto did not start');
}
