import { type Contexts, Expressions } from './expressions.ts';
import type { Claims, OidcIssuer } from './oidc-issuer.ts';
import { runSteps, type StepsResult } from './run-steps.ts';
import type { StandIn } from './stand-ins.ts';
import {
  type Job,
  type Permissions,
  parseWorkflow,
  type Trigger,
  triggerOf,
  type Workflow,
} from './workflow.ts';

/** The machine and the services that a workflow runs with. */
export interface Host {
  readonly issuer: OidcIssuer;
  /** Variables that every process has. */
  readonly env: Readonly<Record<string, string>>;
  readonly standIns: Readonly<Record<string, StandIn>>;
  /** What a printed text stands for here, such as Vault's address. */
  readonly replacements: Readonly<Record<string, string>>;
  /** The text of a reusable workflow by its `uses`. */
  readonly reusable: (uses: string) => Promise<string>;
  /** Called before each job, to give the token of GitHub's API the job's permissions. */
  readonly onPermissions: (permissions: Permissions) => void;
}

/** What started the run. */
export interface RunEvent {
  readonly name: string;
  readonly ref: string;
  /** The pull request comes from another repository: no secrets, no OIDC token, and a token that only reads. */
  readonly fork?: boolean;
  readonly payload?: unknown;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** The variables of the repository. */
  readonly vars?: Readonly<Record<string, string>>;
  /** The repository's files by path. */
  readonly files: Readonly<Record<string, string>>;
}

interface JobResult {
  readonly result: 'success' | 'failure' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
}

export interface WorkflowRun {
  readonly ok: boolean;
  readonly log: string;
  readonly summary: string;
  readonly jobs: Readonly<Record<string, JobResult>>;
  /** The workspace of each job that ran steps. */
  readonly workspaces: readonly string[];
}

const repository = {
  name: 'octo-org/keys',
  id: '123456789',
  owner: 'octo-org',
  owner_id: '987654',
} as const;

/** Runs every job of a workflow in the order of `needs`, as GitHub would for the event. */
export async function runWorkflow(text: string, event: RunEvent, host: Host): Promise<WorkflowRun> {
  const run = new Run(event, host);
  const workflow = run.parse(text);
  const trigger = triggerOf(workflow, event.name);
  if (trigger === null) throw new Error(`the workflow does not run on ${event.name}`);
  const missing = Object.entries(trigger.inputs ?? {}).filter(
    ([name, { required }]) => required && !event.inputs?.[name],
  );
  if (missing.length > 0) throw new Error(`inputs are missing: ${missing.map(([name]) => name).join(', ')}`);
  const inputs = withDefaults(trigger, event.inputs ?? {});
  const secrets = event.fork ? {} : (event.secrets ?? {});
  const jobs = await run.jobs(workflow, inputs, secrets, null);
  return { ...run, jobs, ok: Object.values(jobs).every(({ result }) => result !== 'failure') };
}

function withDefaults(trigger: Trigger, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const defaults = Object.entries(trigger.inputs ?? {}).map(([name, input]) => [name, input.default ?? '']);
  return { ...Object.fromEntries(defaults), ...given };
}

class Run {
  log = '';
  summary = '';
  readonly workspaces: string[] = [];
  readonly #event: RunEvent;
  readonly #host: Host;

  constructor(event: RunEvent, host: Host) {
    this.#event = event;
    this.#host = host;
  }

  parse(text: string): Workflow {
    const printed = Object.entries(this.#host.replacements);
    return parseWorkflow(printed.reduce((result, [from, to]) => result.replaceAll(from, to), text));
  }

  /** @param cap what a called workflow may have at most: the permissions of the calling job */
  async jobs(
    workflow: Workflow,
    inputs: Readonly<Record<string, unknown>>,
    secrets: Readonly<Record<string, string>>,
    cap: Permissions | null,
  ): Promise<Record<string, JobResult>> {
    const results: Record<string, JobResult> = {};
    const waiting = new Map(Object.entries(workflow.jobs));
    while (waiting.size > 0) {
      const next = [...waiting].find(([, job]) => needsOf(job).every((need) => Object.hasOwn(results, need)));
      if (next === undefined) throw new Error('jobs wait for each other');
      const [name, job] = next;
      waiting.delete(name);
      results[name] = await this.#job(name, job, workflow, { inputs, secrets, results, cap });
    }
    return results;
  }

  async #job(
    name: string,
    job: Job,
    workflow: Workflow,
    { inputs, secrets, results, cap }: Scope,
  ): Promise<JobResult> {
    const needs = Object.fromEntries(needsOf(job).map((need) => [need, results[need]!]));
    const failed = Object.values(needs).some(({ result }) => result === 'failure');
    const skipped = Object.values(needs).some(({ result }) => result === 'skipped');
    const contexts: Contexts = {
      github: this.#github(workflow),
      inputs,
      needs,
      secrets: { ...secrets, GITHUB_TOKEN: 'ghs_test' },
      matrix: {},
      vars: this.#event.vars ?? {},
      runner: { os: 'Linux' },
    };
    const expressions = new Expressions(contexts, failed || skipped ? 'failure' : 'success');
    if (!expressions.isTrue(job.if)) {
      this.log += `# job ${name}: skipped\n`;
      return { result: 'skipped', outputs: {} };
    }
    const permissions = this.#permissions(job, workflow, cap);
    if (job.uses !== undefined) return this.#called(job, expressions, permissions);
    this.#host.onPermissions(permissions);
    const include = expressions.value(job.strategy?.matrix?.include) as object[] | undefined;
    let result: JobResult = { result: 'success', outputs: {} };
    for (const matrix of include ?? [{}]) {
      const own = { ...contexts, matrix };
      const label = new Expressions(own).text(job.name ?? name);
      const steps = await this.#steps(job, workflow, own, permissions);
      this.log += `# job ${label}\n${steps.log}`;
      this.summary += steps.summary;
      this.workspaces.push(steps.workspace);
      const outputs = new Expressions({ ...own, steps: steps.steps }).texts(job.outputs);
      const leaks = (value: string) => [...steps.masks].some((mask) => mask !== '' && value.includes(mask));
      result = {
        result: steps.status === 'failure' ? 'failure' : result.result,
        // GitHub drops an output that holds a masked value.
        outputs: Object.fromEntries(Object.entries(outputs).filter(([, value]) => !leaks(value))),
      };
    }
    return result;
  }

  #steps(job: Job, workflow: Workflow, contexts: Contexts, permissions: Permissions): Promise<StepsResult> {
    const expressions = new Expressions(contexts);
    const environment = expressions.text(job.environment);
    const claims = this.#claims(environment);
    const mayAsk = permissions['id-token'] === 'write';
    return runSteps(job.steps ?? [], contexts, {
      files: this.#event.files,
      event: { inputs: this.#event.inputs ?? {}, ...(this.#event.payload as object) },
      permissions,
      claims,
      standIns: this.#host.standIns,
      env: {
        ...this.#host.env,
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_REPOSITORY: repository.name,
        GITHUB_REF: this.#event.ref,
        GITHUB_SHA: 'a'.repeat(40),
        GITHUB_RUN_ID: '4711',
        GITHUB_RUN_ATTEMPT: '1',
        GITHUB_ACTOR: 'octocat',
        GITHUB_WORKFLOW: workflow.name ?? '',
        GITHUB_EVENT_NAME: this.#event.name,
        ...(mayAsk ? this.#host.issuer.grant(claims) : {}),
        ...expressions.texts(workflow.env),
        ...expressions.texts(job.env),
      },
    });
  }

  /** A reusable workflow: its own inputs and secrets, and no more permissions than the calling job. */
  async #called(job: Job, expressions: Expressions, permissions: Permissions): Promise<JobResult> {
    const workflow = this.parse(await this.#host.reusable(job.uses!));
    const trigger = triggerOf(workflow, 'workflow_call');
    if (trigger === null) throw new Error(`${job.uses} cannot be called`);
    const given = Object.entries(job.with ?? {}).map(([name, value]) => [name, expressions.value(value)]);
    const unknown = [
      ...Object.keys(job.with ?? {}).filter((name) => !Object.hasOwn(trigger.inputs ?? {}, name)),
      ...Object.keys(job.secrets ?? {}).filter((name) => !Object.hasOwn(trigger.secrets ?? {}, name)),
    ];
    if (unknown.length > 0) throw new Error(`${job.uses} takes no ${unknown.join(', ')}`);
    const jobs = await this.jobs(
      workflow,
      withDefaults(trigger, Object.fromEntries(given)),
      expressions.texts(job.secrets),
      permissions,
    );
    const outputs = Object.entries(trigger.outputs ?? {}).map(([name, { value }]) => [
      name,
      new Expressions({ jobs }).text(value),
    ]);
    const failed = Object.values(jobs).some(({ result }) => result === 'failure');
    return { result: failed ? 'failure' : 'success', outputs: Object.fromEntries(outputs) };
  }

  #permissions(job: Job, workflow: Workflow, cap: Permissions | null): Permissions {
    const asked = job.permissions ?? workflow.permissions ?? { contents: 'read' };
    const excess = Object.entries(asked).filter(
      ([name, level]) => cap !== null && level === 'write' && cap[name] !== 'write',
    );
    if (excess.length > 0)
      throw new Error(
        `the called workflow asks for ${excess.map(([name]) => name).join(', ')}, which its caller lacks`,
      );
    if (!this.#event.fork) return asked;
    const readOnly = Object.entries(asked).map(([name, level]) => [name, level === 'write' ? 'read' : level]);
    return { ...Object.fromEntries(readOnly), 'id-token': 'none' };
  }

  #github(workflow: Workflow) {
    const { name, ref, payload } = this.#event;
    return {
      event_name: name,
      event: payload ?? {},
      ref,
      repository: repository.name,
      repository_owner: repository.owner,
      workflow: workflow.name ?? '',
      token: 'ghs_test',
      actor: 'octocat',
      run_id: '4711',
    };
  }

  /** Source: https://docs.github.com/en/actions/reference/security/oidc (`sub` with immutable ids) */
  #claims(environment: string): Claims {
    const { name, ref } = this.#event;
    const context =
      environment !== ''
        ? `environment:${environment}`
        : name === 'pull_request'
          ? 'pull_request'
          : `ref:${ref}`;
    return {
      sub: `repo:${repository.owner}@${repository.owner_id}/keys@${repository.id}:${context}`,
      repository: repository.name,
      repository_id: repository.id,
      repository_owner: repository.owner,
      repository_owner_id: repository.owner_id,
      ref,
      event_name: name,
      actor: 'octocat',
      run_id: '4711',
      runner_environment: 'github-hosted',
      ...(environment === '' ? {} : { environment }),
    };
  }
}

interface Scope {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly results: Readonly<Record<string, JobResult>>;
  readonly cap: Permissions | null;
}

function needsOf({ needs }: Job): readonly string[] {
  return needs === undefined ? [] : [needs].flat();
}
