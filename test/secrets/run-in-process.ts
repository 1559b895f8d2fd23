import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Runner, RunnerCore } from '../../src/action/runner.ts';
import type { Clock } from '../../src/model/effects.ts';
import { GitHubServer } from '../github/server.ts';
import { secrets } from './leaks.ts';

export type Main = (runner: Runner) => Promise<void>;

export interface CapturedRun {
  /** The code of the failure; empty after a success. */
  readonly code: string;
  /** Everything that came out: log at debug level, outputs, summary, files, comments and issues. */
  readonly everything: string;
}

/** Waiting before a retry takes next to no time; a time limit stays what it is. */
const hastyClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds, signal) =>
    setTimeout(milliseconds < 20_000 ? 2 : milliseconds, undefined, { signal }),
};

const files = {
  report_path: 'report.json',
  junit_path: 'junit.xml',
  sarif_path: 'run.sarif',
  html_path: 'evidence.html',
};

/** Runs a command in this process, with every secret in its inputs or its environment, and catches all that it says. */
export async function runInProcess(
  main: Main,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): Promise<CapturedRun> {
  const folder = await mkdtemp(join(tmpdir(), 'secrets-'));
  const github = await new GitHubServer().start();
  const said: string[] = [];
  const outputs: Record<string, string> = {};
  const given: Readonly<Record<string, string>> = {
    method: 'approle',
    role_id: 'role',
    secret_id: secrets.secret_id,
    username: 'ann',
    password: secrets.password,
    vault_github_token: secrets.github_login,
    extra_headers: `CF-Access-Client-Secret: ${secrets.header}`,
    github_token: secrets.github_token,
    comment: 'true',
    issue: 'true',
    ...Object.fromEntries(Object.entries(files).map(([input, file]) => [input, join(folder, file)])),
    ...inputs,
  };
  await writeFile(join(folder, 'event.json'), JSON.stringify({ pull_request: { number: 7 } }));
  try {
    await main({
      core: capturingCore(given, said, outputs),
      env: {
        GITHUB_WORKSPACE: folder,
        RUNNER_TEMP: folder,
        GITHUB_REPOSITORY: 'octo-org/keys',
        GITHUB_RUN_ID: '4711',
        GITHUB_API_URL: github.url,
        GITHUB_EVENT_PATH: join(folder, 'event.json'),
        HTTPS_PROXY: `http://ci:${encodeURIComponent(secrets.proxy_password)}@proxy.invalid:3128`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: secrets.id_token_request,
        AWS_ACCESS_KEY_ID: 'AKIARUNNEREXAMPLE000',
        AWS_SECRET_ACCESS_KEY: secrets.runner_secret_key,
        AWS_KEY: 'AKIAVAULTEXAMPLE0000',
        AWS_SECRET: secrets.secret_key,
        AWS_SESSION: secrets.session_token,
        ...env,
      },
      clock: hastyClock,
      signal: new AbortController().signal,
    }).catch((error: Error) => said.push(`${error.stack}`));
    const written = await readdir(folder);
    const texts = await Promise.all(
      written.filter((name) => name !== 'event.json').map((name) => readFile(join(folder, name), 'utf8')),
    );
    const published = [...github.comments.map(({ body }) => body), JSON.stringify(github.issues)];
    const error = JSON.parse(outputs['error'] || 'null') as { code: string } | null;
    return {
      code: error?.code ?? '',
      everything: [...said, ...Object.values(outputs), ...texts, ...published].join('\n'),
    };
  } finally {
    // The run sets it for a process of its own.
    process.exitCode = 0;
    await github.stop();
    await rm(folder, { recursive: true });
  }
}

function capturingCore(
  inputs: Readonly<Record<string, string>>,
  said: string[],
  outputs: Record<string, string>,
): RunnerCore {
  const say = (message: string | Error) =>
    void said.push(message instanceof Error ? `${message.stack}` : message);
  const summary = {
    addRaw(text: string) {
      said.push(text);
      return summary;
    },
    write: async () => summary,
  };
  return {
    getInput: (name) => inputs[name] ?? '',
    setOutput: (name, value) => {
      outputs[name] = String(value);
    },
    // The runner masks these: they are the only lines that may hold a secret.
    setSecret: () => {},
    // The runner keeps it in a file of the job, for the post step.
    saveState: () => {},
    getState: () => '',
    debug: say,
    info: say,
    notice: say,
    warning: say,
    error: say,
    startGroup: say,
    endGroup: () => {},
    summary,
  };
}
