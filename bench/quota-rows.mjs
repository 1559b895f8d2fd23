import { timeAction } from './action-run.mjs';
import { startEmulator } from './emulator.mjs';

const keys = 40;
/** Distributions under AWS's own quotas. */
export async function quotaRows(node) {
  const vault = await startEmulator(['--quotas', '1']);
  const manifest = JSON.stringify({
    path: 'keymgmt',
    kms: { aws: { key_collection: 'us-west-2' } },
    keys: Object.fromEntries(Array.from({ length: keys }, (_, index) => [`key-${index}`, { kms: 'aws' }])),
  });
  const inputs = { command: 'apply', url: vault.url, token: vault.token, manifest };
  const { seconds } = await timeAction(node, inputs, { env: { AWS_ENDPOINT_URL: vault.aws } });
  const requests = await vault.requests();
  await vault.stop();
  const throttled = requests.filter(({ operation, status }) => operation !== undefined && status === 400);
  return [
    {
      name: `${keys} distributions under AWS's quotas (1 per second and region)`,
      target: '≤ 1.15 × 40 s',
      measured: `${(seconds / keys).toFixed(2)} × (${seconds.toFixed(1)} s)`,
      met: seconds / keys <= 1.15,
    },
    {
      name: 'calls that AWS throttled meanwhile',
      target: '≤ 10',
      measured: String(throttled.length),
      met: throttled.length <= 10,
    },
  ];
}
