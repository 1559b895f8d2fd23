import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { assumptionIds } from '../assumptions/catalogue.ts';
import type { ConformanceResult } from '../assumptions/result.ts';
import { costEstimate } from './cost.ts';
import { allExperiments } from './experiments/all-experiments.ts';
import { Lab, type Leftover } from './lab.ts';
import { startLocalEmulator } from './local-emulator.ts';
import { runExperiments } from './run-experiments.ts';
import { readSettings, type Settings } from './settings.ts';

const usage = `Asks a real Vault and a real AWS account what docs/assumptions.md takes for granted (docs/conformance.md).

  --yes               run; without it, only the estimate is printed
  --emulator          run against the emulator, which is started for it
  --assume ID=ANSWER  with --emulator: answer a question the other way; may be repeated`;

const log = (line: string) => console.log(line);

export async function main(
  args: readonly string[],
  env: Record<string, string | undefined>,
): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      yes: { type: 'boolean', default: false },
      emulator: { type: 'boolean', default: false },
      assume: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    log(usage);
    return 0;
  }
  const emulator = values.emulator
    ? await startLocalEmulator(
        values.assume.map((answer) => `--assume=${answer}`),
        env,
      )
    : null;
  try {
    const read = readSettings(env);
    if ('problems' in read) {
      for (const problem of read.problems) console.error(`error: ${problem}`);
      return 1;
    }
    return await ask(read.settings, values.yes || values.emulator);
  } finally {
    await emulator?.stop();
  }
}

/** @param isAgreed without it, nothing is written */
async function ask(settings: Settings, isAgreed: boolean): Promise<number> {
  const interruption = new AbortController();
  const lab = new Lab(settings, interruption.signal);
  const account = await lab.aws.accountId();
  const { vault_addr, vault_namespace, mount, region, replica_region } = settings;
  log(
    `Vault ${vault_addr}, mount ${[vault_namespace, mount].filter(Boolean).join('/')}; AWS account ${account}, ${region} and ${replica_region}`,
  );
  for (const line of costEstimate(allExperiments, settings.max_kms_keys)) log(line);
  if (!isAgreed) {
    log('Nothing was done. Add --yes to run: npm run conformance -- --yes');
    return 0;
  }
  const { data } = await lab.ask('GET', 'sys/seal-status');
  const stop = () => {
    log('Stopping. The run cleans up first.');
    interruption.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  let left: readonly Leftover[] = [];
  try {
    await lab.open();
    const results = await runExperiments(allExperiments, lab, { signal: interruption.signal, log });
    await writeResult(settings, {
      schema_version: 1,
      vault_version: String(data['version']),
      date: new Date().toISOString(),
      results,
    });
  } finally {
    left = await lab.clear();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  }
  for (const { what, command } of left) log(`Not removed: ${what}\n  ${command}`);
  log(
    left.length === 0
      ? `Everything was removed, ${lab.made} KMS keys are pending deletion.`
      : 'Run these commands.',
  );
  return left.length === 0 && !interruption.signal.aborted ? 0 : 1;
}

async function writeResult({ result_path }: Settings, result: ConformanceResult): Promise<void> {
  await writeFile(result_path, `${JSON.stringify(result, null, 2)}\n`);
  const with_status = (status: string) => assumptionIds.filter((id) => result.results[id].status === status);
  for (const id of with_status('refuted')) log(`refuted: ${id}: ${JSON.stringify(result.results[id])}`);
  for (const id of with_status('inconclusive'))
    log(`inconclusive: ${id}: ${JSON.stringify(result.results[id])}`);
  log(
    `${with_status('confirmed').length} confirmed, ${with_status('refuted').length} refuted, ${with_status('inconclusive').length} inconclusive: ${result_path}`,
  );
}
