import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import pLimit from 'p-limit';
import { startEmulator } from './emulator.mjs';
import { invokeLambda } from './lambda-check.mjs';
import { processUsage } from './process-usage.mjs';
import { expectationOf } from './simulated-kms.mjs';

const [keys, versions] = [500, 20];

/** The emulator beside the Lambda that asks it: whichever takes more processor time is the one that is waited for. */
export async function emulatorRows(node) {
  const emulator = await startEmulator([], {}, node);
  const ids = await createKeys(emulator, keys * versions);
  const event = {
    region: 'us-west-2',
    keys: Array.from({ length: keys }, (_, key) => ({
      ...expectationOf(key, versions),
      versions: Object.fromEntries(
        Array.from({ length: versions }, (_, version) => [version + 1, ids[key * versions + version]]),
      ),
    })),
    permissions: { sets: [] },
  };
  await emulator.clearRequests();
  const before = processUsage(emulator.pid).seconds;
  const { cpu } = await invokeLambda(node, event, emulator.aws);
  const took = (processUsage(emulator.pid).seconds - before) * 1_000;
  const requests = await emulator.requests();
  await emulator.stop();
  const answered = requests.filter(
    ({ operation, status }) => operation === 'DescribeKey' && status === 200,
  ).length;
  return [
    {
      name: 'DescribeKey calls that the emulator answered in one process',
      target: (keys * versions).toLocaleString('en'),
      measured: answered.toLocaleString('en'),
      met: answered === keys * versions,
    },
    {
      name: "processor time that this takes, against the Lambda's that asks",
      target: '≤ 1 ×',
      measured: `${(took / cpu).toFixed(2)} × (${(took / answered).toFixed(2)} ms a call)`,
      met: took <= cpu,
    },
  ];
}

/** Keys that KMS makes itself: importing material into so many would take minutes. */
async function createKeys({ aws, credentials }, count) {
  const client = new KMSClient({ region: 'us-west-2', endpoint: aws, credentials });
  const limit = pLimit(20);
  const made = await Promise.all(
    Array.from({ length: count }, () => limit(() => client.send(new CreateKeyCommand({})))),
  );
  client.destroy();
  return made.map(({ KeyMetadata }) => KeyMetadata.KeyId);
}
