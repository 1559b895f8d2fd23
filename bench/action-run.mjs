import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Starts a bundle as the runner does.
 *
 * @param inputs by name
 * @param options further variables, and files of the workspace by their paths
 * @returns the process, and how to remove its files
 */
export async function startAction(node, bundle, inputs, { env = {}, files: own = {} } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const files = { GITHUB_OUTPUT: 'output', GITHUB_STATE: 'state', GITHUB_STEP_SUMMARY: 'summary' };
  for (const name of Object.values(files)) await writeFile(join(folder, name), '');
  for (const [path, text] of Object.entries(own)) await writeFile(join(folder, path), text);
  const child = spawn(node, [resolve(bundle)], {
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: folder,
      GITHUB_REPOSITORY: 'octo-org/keys',
      GITHUB_RUN_ID: '1',
      GITHUB_RUN_ATTEMPT: '1',
      RUNNER_TEMP: folder,
      ...Object.fromEntries(Object.entries(files).map(([name, file]) => [name, join(folder, file)])),
      ...Object.fromEntries(
        Object.entries(inputs).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]),
      ),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return { child, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Runs a bundle to its end: the seconds that it took, and what it printed. */
export async function timeAction(node, inputs, options) {
  const started = performance.now();
  const { child, remove } = await startAction(node, 'dist/index.cjs', inputs, options);
  let log = '';
  child.stdout.on('data', (chunk) => (log += chunk));
  const code = await new Promise((ended) => child.on('close', ended));
  const seconds = (performance.now() - started) / 1_000;
  await remove();
  if (code !== 0) throw new Error(`the action ended with ${code}:\n${log.slice(-2_000)}`);
  return { seconds, log };
}
