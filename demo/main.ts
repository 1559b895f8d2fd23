import { resolve } from 'node:path';
import { DisableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { emulatorConfig, operator, vaultUser, verifier } from './accounts.ts';
import { runAction, startEmulator } from './processes.ts';
import { invokeLambda, serveAsLambda } from './runtime.ts';
import { chapter, say, showDistributions, showLog, showReport } from './words.ts';

const dist = resolve(__dirname);
const region = 'us-west-2';

/** The main job, end to end, with the committed bundles: what `npm start` shows. */
async function demo(): Promise<void> {
  chapter('A local Vault and a local AWS');
  const { ready, stop } = await startEmulator(dist, emulatorConfig);
  say(`Vault with the keymgmt engine   ${ready.VAULT_ADDR}`);
  say(`AWS: KMS, STS and IAM           ${ready.AWS_ENDPOINT_URL}`);
  say('Nothing leaves this machine; no licence and no account is needed.');

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

  chapter('The action, as a workflow runs it: register the KMS provider, distribute two keys');
  const first = await runAction(dist, inputs, aws);
  showLog(first.log);
  expect(first.exitCode === 0, 'the action succeeds');
  const distributions = JSON.parse(first.outputs['distributions']!);
  showDistributions(distributions);

  chapter('The same step again');
  const second = await runAction(dist, inputs, aws);
  showLog(second.log);
  expect(second.exitCode === 0 && second.outputs['changed'] === 'false', 'a second run changes nothing');

  chapter('The Lambda proves it, with eyes of its own: are the copies there, and may Vault do its work?');
  const handler = (event: unknown) =>
    invokeLambda(dist, event, { ...aws, ...credentialsOf(verifier), AWS_REGION: region });
  const event = { region, principal_arn: vaultUser.arn, keys: distributions };
  const proof = await handler(event);
  showReport(proof);
  expect(proof.status === 'pass', 'the keys are what Vault says they are');

  chapter('Somebody disables a KMS key, behind Vault’s back');
  const { key, versions } = distributions[0];
  await new KMSClient({
    region,
    endpoint: ready.AWS_ENDPOINT_URL,
    credentials: { accessKeyId: operator.access_key, secretAccessKey: operator.secret_key },
  }).send(new DisableKeyCommand({ KeyId: versions['1'] }));
  say(`aws kms disable-key --key-id ${versions['1']}    (${key}, version 1)`);
  say('Vault knows nothing of it. The Lambda does:');
  const alarm = await handler(event);
  showReport(alarm);
  expect(alarm.status === 'fail', 'the disabled key is found');

  chapter('That was the main job');
  say(
    'Next: README.md has the workflow to copy; npm run emulator keeps this Vault and AWS up for your own tries.',
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
