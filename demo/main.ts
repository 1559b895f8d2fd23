import { resolve } from 'node:path';
import { DisableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { emulatorConfig, operator, vaultUser, verifier } from './accounts.ts';
import { invokeLambda, serveAsLambda } from './lambda-runtime.ts';
import { chapter, print, printDistributions, printLog, printReport } from './output.ts';
import { runAction, startEmulator } from './processes.ts';

const dist = resolve(__dirname);
const region = 'us-west-2';

/** The main job, end to end, with the committed bundles. `npm start` runs it. */
async function demo(): Promise<void> {
  chapter('Start a local Vault and a local AWS');
  const { ready, stop } = await startEmulator(dist, emulatorConfig);
  print(`Vault with the keymgmt engine   ${ready.VAULT_ADDR}`);
  print(`AWS: KMS, STS and IAM           ${ready.AWS_ENDPOINT_URL}`);
  print('Everything runs on this machine. You need no Vault licence and no AWS account.');

  const inputs = {
    command: 'apply',
    url: ready.VAULT_ADDR,
    token: ready.VAULT_TOKEN,
    path: 'keymgmt',
    name: `aws-${region}`,
    key_collection: region,
    access_key: vaultUser.access_key,
    secret_key: vaultUser.secret_key,
    keys: '- payments-db\n- orders-db\n',
  };
  const aws = { AWS_ENDPOINT_URL: ready.AWS_ENDPOINT_URL };

  chapter('Run the action: register the KMS provider and distribute two keys');
  const first = await runAction(dist, inputs, aws);
  printLog(first.log);
  expect(first.exitCode === 0, 'the action succeeds');
  const distributions = JSON.parse(first.outputs['distributions']!);
  printDistributions(distributions);

  chapter('Run the same step again: nothing changes');
  const second = await runAction(dist, inputs, aws);
  printLog(second.log);
  expect(second.exitCode === 0 && second.outputs['changed'] === 'false', 'a second run changes nothing');

  chapter(
    'Invoke the Lambda: with its own AWS credentials, it verifies the keys in KMS and Vault’s permissions',
  );
  const handler = (event: unknown) =>
    invokeLambda(dist, event, { ...aws, ...credentialsOf(verifier), AWS_REGION: region });
  const event = { region, principal_arn: vaultUser.arn, keys: distributions };
  const report = await handler(event);
  printReport(report);
  expect(report.status === 'pass', 'the keys match Vault’s record');

  chapter('Disable a KMS key outside of Vault');
  const { key, versions } = distributions[0];
  await new KMSClient({
    region,
    endpoint: ready.AWS_ENDPOINT_URL,
    credentials: { accessKeyId: operator.access_key, secretAccessKey: operator.secret_key },
  }).send(new DisableKeyCommand({ KeyId: versions['1'] }));
  print(`aws kms disable-key --key-id ${versions['1']}    (${key}, version 1)`);
  print('Vault does not notice. The Lambda does:');
  const secondReport = await handler(event);
  printReport(secondReport);
  expect(secondReport.status === 'fail', 'the disabled key is found');

  chapter('Next steps');
  print(
    'README.md has a workflow to copy. `npm run emulator` starts this Vault and AWS for you to experiment with.',
  );
  stop();
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`the demo expected that ${what}`);
}

function credentialsOf({ access_key, secret_key }: { access_key: string; secret_key: string }) {
  return { AWS_ACCESS_KEY_ID: access_key, AWS_SECRET_ACCESS_KEY: secret_key };
}

const work = process.argv[2] === 'lambda' ? serveAsLambda(dist) : demo();
work.then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
