import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { globSync } from 'tinyglobby';
import { parse } from 'yaml';
import { type Contexts, Expressions, type Status } from './expressions.ts';
import type { StandIn } from './stand-ins.ts';
import type { Permissions, Step } from './workflow.ts';

/** What the steps of a job run with. */
export interface StepsHost {
  /** The repository's files by path. */
  readonly files: Readonly<Record<string, string>>;
  /** The payload of the event. */
  readonly event: unknown;
  readonly env: Readonly<Record<string, string>>;
  readonly permissions: Permissions;
  readonly standIns: Readonly<Record<string, StandIn>>;
  /** What the OIDC token of this job says. */
  readonly claims: Readonly<Record<string, string>>;
}

export interface StepsResult {
  readonly status: Status;
  readonly log: string;
  readonly steps: Readonly<Record<string, { readonly outputs: Readonly<Record<string, string>> }>>;
  /** The secrets that were masked: a job output that holds one is dropped. */
  readonly masks: ReadonlySet<string>;
  /** The files that the job left in its workspace. */
  readonly workspace: string;
  readonly summary: string;
}

/** Who this action is, in `uses`, and where the files of it are. */
const ours = /^(?:your-org\/vault-keymgmt-aws-kms|\.)(\/emulator)?(?:@.*|\/)?$/;

/** Runs the steps of a job as the runner does: one process each, files for outputs, environment, state and summary. */
export async function runSteps(
  steps: readonly Step[],
  contexts: Contexts,
  host: StepsHost,
): Promise<StepsResult> {
  const folder = await mkdtemp(join(tmpdir(), 'job-'));
  const workspace = join(folder, 'workspace');
  await mkdir(workspace);
  await writeFile(join(folder, 'event.json'), JSON.stringify(host.event));
  const job = new RunningJob(folder, workspace, contexts, host);
  for (const [index, step] of steps.entries()) await job.step(step, step.id ?? `__${index}`);
  await job.post();
  return { ...job, workspace };
}

class RunningJob implements Omit<StepsResult, 'workspace'> {
  status: Status = 'success';
  log = '';
  summary = '';
  readonly steps: Record<string, { outputs: Record<string, string> }> = {};
  readonly masks = new Set<string>();
  readonly #folder: string;
  readonly #workspace: string;
  readonly #contexts: Contexts;
  readonly #host: StepsHost;
  /** What `GITHUB_ENV` has set so far. */
  readonly #env: Record<string, string> = {};
  readonly #posts: (() => Promise<void>)[] = [];
  #processes = 0;

  constructor(folder: string, workspace: string, contexts: Contexts, host: StepsHost) {
    this.#folder = folder;
    this.#workspace = workspace;
    this.#contexts = contexts;
    this.#host = host;
  }

  async step(step: Step, id: string): Promise<void> {
    const hasFiles = (pattern: string) => globSync(pattern, { cwd: this.#workspace, dot: true }).length > 0;
    const expressions = new Expressions(
      { ...this.#contexts, steps: this.steps, env: this.#env },
      this.status,
      hasFiles,
    );
    if (!expressions.isTrue(step.if)) {
      this.log += `- skipped: ${step.name ?? step.uses ?? step.run}\n`;
      return;
    }
    const env = { ...this.#env, ...expressions.texts(step.env) };
    try {
      const outputs = await this.#perform(step, expressions, env);
      this.steps[id] = { outputs };
    } catch (error) {
      this.steps[id] = { outputs: (error as { outputs?: Record<string, string> }).outputs ?? {} };
      this.log += `- failed: ${step.name ?? step.uses ?? step.run}: ${(error as Error).message}\n`;
      this.status = 'failure';
    }
  }

  async post(): Promise<void> {
    for (const post of this.#posts.reverse()) await post();
  }

  async #perform(step: Step, expressions: Expressions, env: Record<string, string>) {
    const { uses, run } = step;
    if (uses === undefined) {
      const script = join(this.#folder, `script-${this.#processes}.sh`);
      await writeFile(script, expressions.text(run));
      return this.#process('bash', ['-e', '-o', 'pipefail', script], env);
    }
    const own = ours.exec(uses);
    if (own !== null)
      return this.#ownAction(`.${own[1] ?? ''}`, expressions.texts(step.with), expressions, env);
    const [name = ''] = uses.split('@');
    if (name === 'actions/checkout') return this.#checkOut();
    const standIn = this.#host.standIns[name];
    if (standIn === undefined) throw new Error(`${name} has no stand-in`);
    const { permissions, claims } = this.#host;
    const result = await standIn(expressions.texts(step.with), {
      permissions,
      claims,
      workspace: this.#workspace,
    });
    for (const mask of result.masks ?? []) this.masks.add(mask);
    Object.assign(this.#env, result.env ?? {});
    return {};
  }

  async #checkOut() {
    if (!['read', 'write'].includes(this.#host.permissions['contents'] ?? 'none'))
      throw new Error('actions/checkout needs permissions: contents: read');
    for (const [path, text] of Object.entries(this.#host.files)) {
      await mkdir(dirname(join(this.#workspace, path)), { recursive: true });
      await writeFile(join(this.#workspace, path), text);
    }
    return {};
  }

  async #ownAction(
    folder: string,
    given: Record<string, string>,
    expressions: Expressions,
    env: Record<string, string>,
  ) {
    const action = parse(await readFile(join(folder, 'action.yml'), 'utf8'));
    const inputs = action.inputs as Record<string, { default?: unknown }>;
    const unknown = Object.keys(given).filter((name) => !Object.hasOwn(inputs, name));
    if (unknown.length > 0) throw new Error(`Unexpected input(s): ${unknown.join(', ')}`);
    const values = Object.entries(inputs).map(([name, { default: fallback }]) => [
      `INPUT_${name.toUpperCase()}`,
      given[name] ?? expressions.text(fallback),
    ]);
    const all = { ...env, ...Object.fromEntries(values) };
    const state: Record<string, string> = {};
    const bundle = (entry: string) => resolve(folder, entry);
    this.#posts.push(async () => {
      const held = Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]);
      await this.#process(process.execPath, [bundle(action.runs.post)], {
        ...all,
        ...Object.fromEntries(held),
      });
    });
    return this.#process(process.execPath, [bundle(action.runs.main)], all, state);
  }

  /** @throws Error with its outputs, when the process fails */
  async #process(
    command: string,
    args: readonly string[],
    env: Record<string, string>,
    state: Record<string, string> = {},
  ): Promise<Record<string, string>> {
    const number = this.#processes++;
    const names = ['OUTPUT', 'ENV', 'STATE', 'STEP_SUMMARY', 'PATH'];
    const paths = Object.fromEntries(names.map((name) => [name, join(this.#folder, `${name}-${number}`)]));
    await Promise.all(Object.values(paths).map((path) => writeFile(path, '')));
    const child = spawn(command, args, {
      cwd: this.#workspace,
      env: {
        HOME: this.#folder,
        ...this.#host.env,
        GITHUB_EVENT_PATH: join(this.#folder, 'event.json'),
        GITHUB_WORKSPACE: this.#workspace,
        RUNNER_TEMP: this.#folder,
        ...Object.fromEntries(Object.entries(paths).map(([name, path]) => [`GITHUB_${name}`, path])),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [stdout, stderr, code] = await Promise.all([
      textOf(child.stdout),
      textOf(child.stderr),
      new Promise<number | null>((closed) => child.on('close', closed)),
    ]);
    for (const [, mask] of stdout.matchAll(/^::add-mask::(.*)$/gm)) this.masks.add(decodeURIComponent(mask!));
    this.log += stdout.replaceAll(/^::add-mask::.*\n/gm, '') + stderr;
    this.summary += await readFile(paths['STEP_SUMMARY']!, 'utf8');
    Object.assign(this.#env, pairs(await readFile(paths['ENV']!, 'utf8')));
    Object.assign(state, pairs(await readFile(paths['STATE']!, 'utf8')));
    const outputs = pairs(await readFile(paths['OUTPUT']!, 'utf8'));
    if (code !== 0) throw Object.assign(new Error(`exit code ${code}`), { outputs });
    return outputs;
  }
}

/** The runner's file format: `name=value`, or `name<<delimiter`, the value's lines, the delimiter. */
function pairs(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const match of text.matchAll(/^([^=\n]+?)(?:=(.*)|<<(\S+)\n([\s\S]*?)\n?\3)$/gm))
    found[match[1]!] = match[2] ?? match[4] ?? '';
  return found;
}
