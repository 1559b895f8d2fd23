import { startAction } from './action-run.mjs';
import { startEmulator } from './emulator.mjs';
import { processUsage } from './process-usage.mjs';

const [few, many] = [2_000, 20_000];

/** Large manifests: read, validated, planned and reported. */
export async function manifestRows(node) {
  const vault = await startEmulator();
  const small = await plan(node, vault, few);
  const large = await plan(node, vault, many);
  await vault.stop();
  const ratio = large.seconds / small.seconds;
  return [
    {
      name: `plan of ${many.toLocaleString('en')} keys, against ${few.toLocaleString('en')}`,
      target: '≤ 12 ×',
      measured: `${ratio.toFixed(1)} × (${large.seconds.toFixed(1)} s of processor time)`,
      met: ratio <= 12,
    },
    {
      name: `memory of the action for ${many.toLocaleString('en')} keys, at its peak`,
      target: '≤ 400 MB',
      measured: `${large.memory} MB`,
      met: large.memory <= 400,
    },
  ];
}

/** Processor time and peak memory of a plan against an empty mount. */
async function plan(node, { url, token, aws }, count) {
  const keys = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`key-${index}`, { kms: 'aws' }]),
  );
  const manifest = JSON.stringify(
    { path: 'keymgmt', kms: { aws: { key_collection: 'us-west-2' } }, keys },
    null,
    1,
  );
  const inputs = { command: 'plan', url, token, manifest: 'keys.yaml' };
  const { child, remove } = await startAction(node, 'dist/index.cjs', inputs, {
    env: { AWS_ENDPOINT_URL: aws },
    files: { 'keys.yaml': manifest },
  });
  child.stdout.resume();
  let seen = { seconds: 0, memory: 0 };
  const watch = setInterval(() => {
    seen = processUsage(child.pid) ?? seen;
  }, 20);
  const code = await new Promise((ended) => child.on('close', ended));
  clearInterval(watch);
  await remove();
  if (code !== 0) throw new Error(`the plan of ${count} keys ended with ${code}`);
  return seen;
}
