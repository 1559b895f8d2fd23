import { InputReader } from '../inputs/input-reader.ts';
import { inputSecrets } from '../inputs/input-secrets.ts';
import type { Log } from '../model/effects.ts';
import { withRemedy } from '../model/problem.ts';
import type { RunReport } from '../model/run.ts';
import type { Secret } from '../model/secret.ts';
import { connect } from '../vault/http/connect.ts';
import { login, type Session } from '../vault/login/login.ts';
import { allInputs } from './all-inputs.ts';
import { commandTable } from './commands/command-table.ts';
import type { CommandResult } from './commands/job.ts';
import { providersOf, sourcesOf } from './declared-providers.ts';
import { emptyReport } from './empty-report.ts';
import { publishSummary } from './github/job-summary.ts';
import { publishToGitHub } from './github/publish.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { describe, logFailure } from './log-failure.ts';
import { masker } from './mask-secrets.ts';
import { outputsOf } from './outputs.ts';
import { reportPath, writeReports } from './report-file.ts';
import type { Runner } from './runner.ts';
import { runnerLog } from './runner-log.ts';
import { revokeNow, saveSession } from './session.ts';
import { type ValidatedRun, validateRun } from './validate-run.ts';

/**
 * One run: read the inputs, validate them, run the command, and publish the result, whatever it is. Never rejects: a
 * failure is published, and sets the exit code.
 */
export async function main(runner: Runner): Promise<void> {
  const { core, env, clock } = runner;
  const log = runnerLog(core, clock, runner.onProgress);
  const reader = new InputReader(allInputs, (name) => core.getInput(name), env);
  const inputs = readInputs(reader);
  const mask = masker(core);
  mask(inputSecrets(reader, env));

  const path = reportPath(inputs.reporting.report_path, env);
  let report = emptyReport(inputs, env, clock);
  const published = new Map<string, string>();
  const update = (news: Partial<RunReport>) => {
    report = { ...report, ...news };
    for (const [name, value] of Object.entries(outputsOf(report, path))) {
      if (published.get(name) !== value) core.setOutput(name, value);
      published.set(name, value);
    }
  };
  update({});
  try {
    const checked = await validateRun(inputs, reader.problems, report.provenance, env);
    mask(checked.secrets);
    update(introduction(checked, report));
    const { error, ...result } = await runCommand(runner, inputs, checked, {
      log,
      mask,
      onFirstWrite: () => update({ changed: true }),
    });
    update(result);
    if (error !== undefined) throw error;
  } catch (error) {
    logFailure(log, error, report);
    update({ error: describe(error) });
    process.exitCode = 1;
  }
  update({ finished_at: clock.now().toISOString() });
  await writeReports(path, inputs.reporting, report, { env, log });
  if (inputs.reporting.summary) await publishSummary(core, report, log);
  await publishToGitHub(report, inputs.reporting, { env, clock, log, signal: runner.signal });
}

/** What a run reports while it is under way. */
interface Reporting {
  readonly log: Log;
  readonly mask: (secrets: Iterable<Secret>) => void;
  readonly onFirstWrite: () => void;
}

/** Logs in and runs the command. */
async function runCommand(
  runner: Runner,
  inputs: Inputs,
  { declaration: { desired, warnings }, settings }: ValidatedRun,
  { log, mask, onFirstWrite }: Reporting,
): Promise<CommandResult> {
  for (const warning of warnings) log.warning(withRemedy(warning), warning.source);
  const command = commandTable[inputs.command];
  if (!command.connects) return command.run(desired, inputs, log);

  const { core, env, clock, signal } = runner;
  if (command.connects === 'itself') {
    const onLogin = (session: Session) => saveSession(core, session);
    const effects = { clock, log, env, signal, mask: (secret: Secret) => mask([secret]), onLogin };
    return command.run({ inputs, desired, settings: settings! }, effects);
  }
  const { connection: connectionSettings, login: loginSettings } = settings!;
  const effects = { clock, log, env, signal };
  const deadline = new Date(clock.now().getTime() + connectionSettings.timeout);
  const connection = connect(connectionSettings, effects);
  const session = await login(loginSettings, connection, { ...effects, mask: (secret) => mask([secret]) });
  saveSession(core, session);
  try {
    return await command.run({
      inputs,
      desired,
      vault: connection.with({ token: session.token }),
      max_concurrency: connectionSettings.max_concurrency,
      effects: { ...effects, deadline, onFirstWrite },
    });
  } finally {
    await connection.close();
    if (signal.aborted && session.ours) await revokeNow(session, connectionSettings, runner);
  }
}

/** What is known once everything is validated: which Vault, which providers, by which manifest. */
function introduction(
  { declaration, settings }: ValidatedRun,
  { provenance }: RunReport,
): Partial<RunReport> {
  const providers = providersOf(declaration.desired);
  return {
    vault: settings && { url: settings.connection.url.origin, namespace: settings.connection.namespace },
    ids: providers.map(({ id }) => id),
    providers,
    sources: sourcesOf(declaration.desired),
    provenance: { ...provenance, manifest_sha256: declaration.sha256 },
    warnings: declaration.warnings.map(({ message }) => message),
  };
}
