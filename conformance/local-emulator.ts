import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const account = '111122223333';
const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
const policy = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const trust = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: 'sts:AssumeRole',
};
const config = {
  accounts: [
    {
      id: account,
      roles: [{ name: 'conformance', trust: policy(trust), policies: { everything: policy(everything) } }],
    },
  ],
};

/** Starts the emulator with a role for the run, and sets the variables that lead to it. */
export async function startLocalEmulator(
  args: readonly string[],
  env: Record<string, string | undefined>,
): Promise<{ stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  const child = spawn(
    process.execPath,
    ['dist/emulator.cjs', '--config', join(folder, 'config.json'), ...args],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      // Ctrl-C is for the run, which still needs the emulator to clean up.
      detached: true,
    },
  );
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([once(lines, 'line'), once(lines, 'close').then(() => null)]);
  await rm(folder, { recursive: true });
  if (line === null) throw new Error('the emulator did not start');
  Object.assign(env, JSON.parse(line[0] as string), {
    AWS_REGION: 'us-west-2',
    CONFORMANCE_ROLE_ARN: `arn:aws:iam::${account}:role/conformance`,
    AWS_MAX_ATTEMPTS: '3',
  });
  return {
    async stop() {
      const ended = once(child, 'exit');
      if (child.exitCode !== null) return;
      child.kill();
      await ended;
    },
  };
}
