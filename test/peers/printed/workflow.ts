import { parse } from 'yaml';

/** A workflow file, as far as the runner reads it. */
export interface Workflow {
  readonly name?: string;
  readonly on: string | readonly string[] | Readonly<Record<string, Trigger | null>>;
  readonly permissions?: Permissions;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface Trigger {
  readonly branches?: readonly string[];
  readonly inputs?: Readonly<Record<string, { readonly required?: boolean; readonly default?: unknown }>>;
  readonly secrets?: Readonly<Record<string, { readonly required?: boolean } | null>>;
  readonly outputs?: Readonly<Record<string, { readonly value: string }>>;
}

export type Permissions = Readonly<Record<string, 'read' | 'write' | 'none'>>;

export interface Job {
  readonly name?: string;
  readonly needs?: string | readonly string[];
  readonly if?: unknown;
  readonly permissions?: Permissions;
  readonly environment?: string;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix?: { readonly include?: unknown } };
  readonly steps?: readonly Step[];
  /** A reusable workflow, and what is passed to it. */
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, unknown>>;
}

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: unknown;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
}

export function parseWorkflow(text: string): Workflow {
  return parse(text) as Workflow;
}

/** What `on` says about an event; `null` when the workflow does not run on it. */
export function triggerOf({ on }: Workflow, event: string): Trigger | null {
  if (typeof on === 'string') return on === event ? {} : null;
  if (Array.isArray(on)) return on.includes(event) ? {} : null;
  const triggers = on as Readonly<Record<string, Trigger | null>>;
  return Object.hasOwn(triggers, event) ? (triggers[event] ?? {}) : null;
}
