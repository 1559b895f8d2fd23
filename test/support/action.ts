import { spawn } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface ActionRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Record<string, string>;
  /** What the step saved for its post step. */
  readonly state: Record<string, string>;
  readonly summary: string;
  /** The report file's text; empty when there is none. */
  readonly report: string;
  /** Everything that the run produced, but for the lines that have the runner mask a secret. */
  readonly everything: string;
}

export interface ActionOptions {
  readonly env?: Record<string, string>;
  readonly bundle?: string;
  readonly node?: string;
  /** Called once the process runs, e.g. to signal it. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
}

/** Runs the committed bundle as the runner does: inputs as `INPUT_*`, files for outputs, state and summary. */
export async function runAction(
  inputs: Record<string, string>,
  { env = {}, bundle = 'dist/index.cjs', node = process.execPath, onStart }: ActionOptions = {},
): Promise<ActionRun> {
  const folder = await mkdtemp(join(tmpdir(), 'action-'));
  const file = async (name: string) => {
    const path = join(folder, name);
    await writeFile(path, '');
    return path;
  };
  const [output, state, summary] = [await file('output'), await file('state'), await file('summary')];
  const child = spawn(node, [resolve(bundle)], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: folder,
      GITHUB_REPOSITORY: 'octo-org/keys',
      GITHUB_SHA: 'a'.repeat(40),
      GITHUB_RUN_ID: '4711',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_ACTOR: 'octocat',
      RUNNER_TEMP: folder,
      RUNNER_DEBUG: '1',
      GITHUB_OUTPUT: output,
      GITHUB_STATE: state,
      GITHUB_STEP_SUMMARY: summary,
      ...Object.fromEntries(
        Object.entries(inputs).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]),
      ),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 120_000,
    killSignal: 'SIGKILL',
  });
  onStart?.((signal) => child.kill(signal));
  const [stdout, stderr, exitCode] = await Promise.all([
    collect(child.stdout),
    collect(child.stderr),
    new Promise<number | null>((ended) => child.on('close', ended)),
  ]);
  const outputs = pairs(await readFile(output, 'utf8'));
  const texts = {
    summary: await readFile(summary, 'utf8'),
    report: await readFile(outputs['report_path'] ?? '', 'utf8').catch(() => ''),
  };
  const unmasked = stdout
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::'))
    .join('\n');
  return {
    exitCode,
    stdout,
    stderr,
    outputs,
    state: pairs(await readFile(state, 'utf8')),
    ...texts,
    everything: [unmasked, stderr, JSON.stringify(outputs), texts.summary, texts.report].join('\n'),
  };
}

/** Runs the post step, with what the main step left for it. */
export function runPost(
  inputs: Record<string, string>,
  { state }: Pick<ActionRun, 'state'>,
  env: Record<string, string> = {},
): Promise<ActionRun> {
  const held = Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]);
  return runAction(inputs, { bundle: 'dist/post.cjs', env: { ...env, ...Object.fromEntries(held) } });
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}

/** The runner's file format: `name<<delimiter`, the value's lines, the delimiter. */
function pairs(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const match of text.matchAll(/^(.+?)<<(ghadelimiter_[\w-]+)\n([\s\S]*?)\n?\2$/gm)) {
    found[match[1]!] = match[3]!;
  }
  return found;
}
