import { InputReader } from '../inputs/input-reader.ts';
import { inputSecrets } from '../inputs/input-secrets.ts';
import type { Log } from '../model/effects.ts';
import { withRemedy } from '../model/problem.ts';
import type { RunReport } from '../model/run.ts';
import type { Secret } from '../model/secret.ts';
import { Redactor } from '../redact/redactor.ts';
import { connect } from '../vault/http/connect.ts';
import type { ConnectionSettings } from '../vault/http/vault.ts';
import { canLogInAgain, login, type Session } from '../vault/login/login.ts';
import { TokenKeeper } from '../vault/login/token-keeper.ts';
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
import { safeFiles, writeReports, writtenFiles } from './report-file.ts';
import { runLimit } from './run-limit.ts';
import type { Runner } from './runner.ts';
import { runnerLog } from './runner-log.ts';
import { revokeNow, saveSession } from './session.ts';
import { type ValidatedRun, validateRun } from './validate-run.ts';

/** Milliseconds that requests get to end by themselves after the run's `timeout`, before the run fails. */
const timeoutGrace = 10_000;

/**
 * One run: read the inputs, validate them, run the command, and publish the result, whatever it is. Never rejects: a
 * failure is published, and sets the exit code.
 *
 * A cancelled run publishes first, and revokes its token last; any other run leaves that to the post step.
 */
export async function main(runner: Runner): Promise<void> {
  const { core, env, clock, signal } = runner;
  const redactor = new Redactor();
  const log = runnerLog(core, clock, {
    redact: (text) => redactor.text(text),
    onProgress: runner.onProgress,
  });
  const reader = new InputReader(allInputs, (name) => core.getInput(name), env);
  const inputs = readInputs(reader);
  const maskInRunner = masker(core);
  const mask = (secrets: readonly Secret[]) => {
    maskInRunner(secrets);
    redactor.add(secrets);
  };
  mask(inputSecrets(reader, env));

  let files = writtenFiles(inputs.reporting, env);
  let report = emptyReport(inputs, env, clock);
  const published = new Map<string, string>();
  const update = (news: Partial<RunReport>) => {
    report = { ...report, ...redactor.data(news) };
    for (const [name, value] of Object.entries(outputsOf(report, files['report_path'] ?? ''))) {
      if (published.get(name) !== value) core.setOutput(name, value);
      published.set(name, value);
    }
  };
  update({});
  const stop = runLimit(reader.duration('timeout') + timeoutGrace, signal);
  let session: Session | null = null;
  let settings: ConnectionSettings | null | undefined;
  try {
    const validated = await stop.race(
      validateRun(inputs, reader.problems, files, report.provenance, env, signal),
      'before any request was sent',
      'at once',
    );
    mask(validated.secrets);
    update(introduction(validated, report));
    settings = validated.settings?.connection ?? null;
    const { error, ...result } = await stop.race(
      runCommand(runner, inputs, validated, {
        log,
        mask,
        onFirstWrite: () => update({ changed: true }),
        onLogin: (opened) => {
          session = opened;
          saveSession(core, opened);
        },
      }),
      'while requests were pending; what was done is unknown',
      'within budget',
    );
    update(result);
    if (error !== undefined) throw error;
  } catch (error) {
    logFailure(log, error, report);
    files = safeFiles(files, settings !== undefined, error, env);
    update({ error: describe(error) });
    process.exitCode = 1;
  } finally {
    stop.clear();
  }
  update({ finished_at: clock.now().toISOString() });
  core.setOutput('report_sha256', await writeReports(files, report, log));
  if (inputs.reporting.summary) await publishSummary(core, report, log);
  await publishToGitHub(report, inputs.reporting, { env, clock, log, signal });
  if (signal.aborted && session !== null && settings)
    await revokeNow(session, settings, { log, env, clock }, stop.left());
}

/** What a run reports while it is under way. */
interface Reporting {
  readonly log: Log;
  readonly mask: (secrets: readonly Secret[]) => void;
  readonly onFirstWrite: () => void;
  readonly onLogin: (session: Session) => void;
}

/** Logs in and runs the command. */
async function runCommand(
  { env, clock, signal }: Runner,
  inputs: Inputs,
  { declaration: { desired, warnings }, settings, audit }: ValidatedRun,
  { log, mask, onFirstWrite, onLogin }: Reporting,
): Promise<CommandResult> {
  for (const warning of warnings) log.warning(withRemedy(warning), warning.source);
  const command = commandTable[inputs.command];
  if (!command.connects) return command.run(desired, inputs, log);

  const effects = { clock, log, env, signal };
  const loginEffects = { ...effects, mask: (secret: Secret) => mask([secret]) };
  if (command.connects === 'itself') {
    return command.run({ inputs, desired, settings: settings! }, { ...loginEffects, onLogin });
  }
  const { connection: connectionSettings, login: loginSettings } = settings!;
  const deadline = new Date(clock.now().getTime() + connectionSettings.timeout);
  const connection = connect(connectionSettings, effects);
  try {
    const logIn = async () => {
      const session = await login(loginSettings, connection, loginEffects);
      onLogin(session);
      return session;
    };
    const token = new TokenKeeper(await logIn(), {
      connection,
      clock,
      log,
      logInAgain: canLogInAgain(loginSettings) ? logIn : null,
    });
    return await command.run({
      inputs,
      desired,
      audit,
      vault: connection.with({ token }),
      token,
      max_concurrency: connectionSettings.max_concurrency,
      effects: { ...effects, deadline, onFirstWrite },
    });
  } finally {
    await connection.close();
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
