import { ConfigError, readConfig } from './config.ts';
import { stopWithNpm } from './npm-parent.ts';
import { parseOptions, usage } from './options.ts';
import { start } from './start.ts';

// The AWS SDK announces the end of its support for Node 20 in the middle of the output.
const [printWarning] = process.listeners('warning');
process.removeAllListeners('warning');
process.on('warning', (warning) => {
  if (!warning.message.startsWith('NodeVersionSupportWarning')) printWarning?.(warning);
});

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const { GITHUB_ACTIONS, INPUT_VAULT_PORT } = process.env;
  // The runner starts the sub-action `emulator/action.yml` without arguments.
  if (args.length === 0 && GITHUB_ACTIONS === 'true' && INPUT_VAULT_PORT !== undefined) {
    const { runStep } = await import('./action.ts');
    return runStep();
  }
  const parsed = parseOptions(args, process.env);
  if ('help' in parsed) {
    console.log(usage);
    return;
  }
  if ('problems' in parsed) return fail(parsed.problems);
  const { options } = parsed;
  try {
    const running = await start(options, await readConfig(options.config ?? null), process.env);
    const stop = () => void running.stop().then(() => process.exit(0));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
    stopWithNpm(process.env, () => process.ppid, stop);
    console.log(JSON.stringify(running.ready));
  } catch (error) {
    fail(
      error instanceof ConfigError
        ? error.problems
        : [`the emulator cannot start: ${(error as Error).message}`],
    );
  }
}

function fail(problems: readonly string[]): never {
  for (const problem of problems) console.error(`error: ${problem}`);
  process.exit(1);
}

void main();
