import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import pLimit from 'p-limit';
import { startEmulator } from './emulator.mjs';
import { invokeLambda } from './lambda-check.mjs';
import { processUsage } from './process-usage.mjs';
import { expectationOf } from './simulated-kms.mjs';

const [keys, versions] = [500, 20];
const calls = keys * versions;

/** The emulator beside the Lambda that asks it: the one that takes more processor time is waited for. */
export async function emulatorRows(node) {
  const emulator = await startEmulator([], {}, node);
  const event = { region: 'us-west-2', keys: await createKeys(emulator), permissions: { sets: [] } };
  await emulator.clearRequests();
  const before = processUsage(emulator.pid).seconds;
  const { cpu } = await invokeLambda(node, event, emulator.aws);
  const took = (processUsage(emulator.pid).seconds - before) * 1_000;
  const requests = await emulator.requests();
  await emulator.stop();
  const described = requests.filter(({ operation, status }) => operation === 'DescribeKey' && status === 200);
  const count = calls.toLocaleString('en');
  return [
    {
      name: `DescribeKey calls of a check of ${count} versions that the emulator answered`,
      target: count,
      measured: described.length.toLocaleString('en'),
      met: described.length === calls,
    },
    {
      name: 'processor time that the emulator takes for this, against the Lambda that asks',
      target: '≤ 1 ×',
      measured: `${(took / cpu).toFixed(2)} × (${(took / described.length).toFixed(2)} ms a call)`,
      met: took <= cpu,
    },
  ];
}

/**
 * What the event says about keys that KMS has made itself: importing material into so many would take minutes. They have
 * their aliases, so that none is read again as a change in progress.
 */
async function createKeys({ aws, credentials }) {
  const client = new KMSClient({ region: 'us-west-2', endpoint: aws, credentials });
  const limit = pLimit(20);
  const create = () => limit(() => client.send(new CreateKeyCommand({})));
  const made = await Promise.all(Array.from({ length: calls }, create));
  const expectations = Array.from({ length: keys }, (_, key) => {
    const ids = made.slice(key * versions, (key + 1) * versions).map(({ KeyMetadata }) => KeyMetadata.KeyId);
    const byVersion = Object.fromEntries(ids.map((id, index) => [index + 1, id]));
    return { ...expectationOf(key, versions), versions: byVersion };
  });
  await Promise.all(
    expectations.map(({ alias, versions: ids }) => {
      const command = new CreateAliasCommand({ AliasName: alias, TargetKeyId: ids[versions] });
      return limit(() => client.send(command));
    }),
  );
  client.destroy();
  return expectations;
}
