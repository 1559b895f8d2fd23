import type { Diagnosis } from './diagnosis.ts';
import type { Distribution } from './distribution.ts';
import type { Plan, Step } from './plan.ts';
import type { SourceLocation } from './problem.ts';
import type { Provenance } from './provenance.ts';
import type { Report } from './report.ts';

export const commands = [
  'apply',
  'plan',
  'verify',
  'rotate',
  'destroy',
  'import',
  'policy',
  'doctor',
] as const;
export type Command = (typeof commands)[number];

/** A declared provider: what a job of a matrix needs to know. */
export interface ProviderRef {
  readonly id: string;
  readonly namespace: string;
  readonly path: string;
  readonly kms: string;
  readonly region: string;
  /** The manifest that declares it; `null` when it is declared inline, or by a text. */
  readonly manifest: string | null;
}

/** A step that did not succeed, and what stopped it in the words of whoever did. */
export interface FailedStep extends Step {
  readonly error: string;
}

/**
 * All that a run has to say, without a secret: the report file is this value, and outputs, summary, comment and
 * issue are made from it.
 */
export interface RunReport {
  readonly schema_version: 1;
  readonly command: Command | null;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly provenance: Provenance;
  /** Which Vault; `null` before that is known. */
  readonly vault: { readonly url: string; readonly namespace: string } | null;
  /** The ids of the declared providers. */
  readonly ids: readonly string[];
  readonly providers: readonly ProviderRef[];
  /** Where each mount, provider, key and distribution is declared, by id. */
  readonly sources: Readonly<Record<string, SourceLocation>>;
  /** A write other than a credentials refresh was sent, answered or not. */
  readonly changed: boolean;
  readonly plan: Plan | null;
  /** The result of the plan's steps; `null` when it was not applied. */
  readonly applied: {
    readonly done: readonly Step[];
    readonly failed: readonly FailedStep[];
    readonly left: readonly Step[];
  } | null;
  readonly distributions: readonly Distribution[];
  readonly verification: Report | null;
  /** The manifest that `import` wrote. */
  readonly manifest: string | null;
  /** HCL by command. */
  readonly vault_policy: Readonly<Record<string, string>> | null;
  /** A policy document by principal. */
  readonly iam_policy: Readonly<Record<string, unknown>> | null;
  /** What `doctor` found. */
  readonly diagnosis: Diagnosis | null;
  readonly warnings: readonly string[];
  readonly error: { readonly code: string; readonly message: string } | null;
}
