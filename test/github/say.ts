import type { GitHubEffects } from '../../src/action/github/github-effects.ts';
import { publishToGitHub } from '../../src/action/github/publish.ts';
import type { RunReport } from '../../src/model/run.ts';
import type { GitHubServer } from './server.ts';

/** A clock that waits for nobody, and remembers how long it should have. */
function hastyClock() {
  const waited: number[] = [];
  let now = Date.parse('2026-11-24T00:00:00Z');
  return {
    waited,
    now: () => new Date(now),
    sleep: async (ms: number) => {
      waited.push(ms);
      now += ms;
    },
  };
}

/** A log that keeps each line as `level: line`. */
function listeningLog() {
  const lines: string[] = [];
  const level = (name: string) => (line: string) => void lines.push(`${name}: ${line}`);
  return {
    lines,
    debug: level('debug'),
    info: level('info'),
    notice: level('notice'),
    warning: level('warning'),
    error: level('error'),
    progress: () => {},
    group: <T>(_title: string, work: () => Promise<T>) => work(),
  };
}

export interface Told {
  /** What was said, but for debug lines. */
  readonly lines: readonly string[];
  readonly waited: readonly number[];
}

/** Tells a GitHub server what a run has to say. */
export async function say(
  server: GitHubServer,
  report: RunReport,
  options: {
    readonly comment?: boolean;
    readonly issue?: boolean;
    readonly comment_key?: string;
    readonly github_token?: string;
    readonly eventPath?: string;
  },
): Promise<Told> {
  const clock = hastyClock();
  const log = listeningLog();
  const { comment = false, issue = false, comment_key = '', github_token = 'ghs_test', eventPath } = options;
  const effects: GitHubEffects = {
    env: {
      GITHUB_REPOSITORY: 'octo-org/keys',
      GITHUB_API_URL: server.url,
      ...(eventPath === undefined ? {} : { GITHUB_EVENT_PATH: eventPath }),
    },
    clock,
    log,
    signal: new AbortController().signal,
  };
  await publishToGitHub(report, { comment, issue, comment_key, github_token }, effects);
  return { lines: log.lines.filter((line) => !line.startsWith('debug')), waited: clock.waited };
}
