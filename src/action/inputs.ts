import { type InlineInput, inlineInputs } from '../declare/inline-inputs.ts';
import type { InputReader } from '../inputs/input-reader.ts';
import { type InputSpecs, type InputTexts, namesOf } from '../inputs/input-spec.ts';
import type { VerifySettings } from '../model/desired.ts';
import type { Command } from '../model/run.ts';
import { type IdleGuard, usualIdleGuard } from '../plan/usage-guard.ts';
import { type VaultInputs, vaultInputs } from '../vault/settings/vault-settings.ts';
import type { PermissionSet } from '../verify/permissions/permission-sets.ts';
import type { allInputs } from './all-inputs.ts';

/** All inputs of the action, each parsed by itself. What they mean together is checked where they are used. */
export interface Inputs {
  readonly command: Command;
  readonly declaration: DeclarationInputs;
  readonly rotate_keys: readonly string[];
  readonly import_id: string;
  /** The inputs of connection and login, as texts; empty where left out. */
  readonly vault: VaultInputs;
  readonly guards: GuardInputs;
  readonly verification: VerifyInputs;
  readonly reporting: ReportingInputs;
}

export interface DeclarationInputs {
  /** Manifest text, paths or globs; empty for none. */
  readonly manifest: string;
  /** The inline inputs, as texts; empty where left out. */
  readonly inline: Readonly<Record<InlineInput, string>>;
}

export interface GuardInputs {
  readonly prune: boolean;
  readonly confirm: readonly string[];
  readonly expected_plan_digest: string;
  readonly allowed_account_ids: readonly string[];
  readonly check_credentials: 'auto' | 'require' | 'off';
  readonly update_credentials: 'always' | 'on_create';
  readonly idle: IdleGuard;
}

export interface VerifyInputs {
  /** How `apply` and `rotate` verify their work; `verify` treats `none` as `runner`. */
  readonly verify_with: 'none' | 'runner' | 'lambda';
  /** The verifier's name or ARN; empty where left out. */
  readonly lambda_function: string;
  readonly lambda_region: string;
  /** Verifier identity and audited principal, for providers that declare none. */
  readonly settings: VerifySettings;
  /** `null`: the sets that the keys need. */
  readonly permissions: readonly PermissionSet[] | null;
  readonly depth: 'standard' | 'full';
  readonly canary: boolean;
  /** 0: any number of keys. */
  readonly min_keys: number;
  /** The path of an earlier report; empty where left out. */
  readonly baseline: string;
  /** The path of a file of exceptions; empty where left out. */
  readonly exceptions: string;
}

export interface ReportingInputs {
  readonly report_path: string;
  readonly junit_path: string;
  readonly sarif_path: string;
  readonly html_path: string;
  readonly manifest_path: string;
  readonly summary: boolean;
  readonly comment: boolean;
  readonly issue: boolean;
  readonly comment_key: string;
  readonly github_token: string;
  readonly fail_on_drift: boolean;
  readonly fail_on_undeclared: boolean;
  readonly fail_on_noncompliance: boolean;
  readonly fail_on_indeterminate: boolean;
}

/** Reads inputs by their specs. */
type ActionReader = InputReader<typeof allInputs>;

/** Reads every input once; the reader collects the problems. */
export function readInputs(reader: ActionReader): Inputs {
  return {
    command: reader.choice('command'),
    declaration: { manifest: reader.text('manifest'), inline: textsOf(reader, inlineInputs) },
    vault: textsOf(reader, vaultInputs),
    rotate_keys: reader.lines('rotate_keys'),
    import_id: reader.text('import_id'),
    guards: {
      prune: reader.boolean('prune'),
      confirm: reader.lines('confirm'),
      expected_plan_digest: reader.text('expected_plan_digest'),
      allowed_account_ids: accountIds(reader),
      check_credentials: reader.choice('check_credentials'),
      update_credentials: reader.choice('update_credentials'),
      idle:
        reader.given('min_idle') === ''
          ? usualIdleGuard
          : { min_idle: reader.duration('min_idle'), is_explicit: true },
    },
    verification: {
      verify_with: reader.choice('verify_with'),
      lambda_function: reader.text('lambda_function'),
      lambda_region: reader.text('lambda_region'),
      settings: {
        role_arn: reader.text('verify_role_arn') || null,
        external_id: reader.text('verify_external_id') || null,
        principal_arn: reader.text('principal_arn') || null,
        account_id: null,
      },
      permissions: reader.choices('permissions'),
      depth: reader.choice('verify_depth'),
      canary: reader.boolean('canary'),
      min_keys: reader.integer('min_keys'),
      baseline: reader.text('baseline'),
      exceptions: reader.text('exceptions'),
    },
    reporting: {
      report_path: reader.text('report_path'),
      junit_path: reader.text('junit_path'),
      sarif_path: reader.text('sarif_path'),
      html_path: reader.text('html_path'),
      manifest_path: reader.text('manifest_path'),
      summary: reader.boolean('summary'),
      comment: reader.boolean('comment'),
      issue: reader.boolean('issue'),
      comment_key: reader.text('comment_key'),
      github_token: reader.text('github_token'),
      fail_on_drift: reader.boolean('fail_on_drift'),
      fail_on_undeclared: reader.boolean('fail_on_undeclared'),
      fail_on_noncompliance: reader.boolean('fail_on_noncompliance'),
      fail_on_indeterminate: reader.boolean('fail_on_indeterminate'),
    },
  };
}

/** The texts of some inputs as the user wrote them, for a parser of their own. */
function textsOf<S extends InputSpecs>(
  reader: { given(name: keyof S & string): string },
  specs: S,
): InputTexts<S> {
  return Object.fromEntries(namesOf(specs).map((name) => [name, reader.given(name)])) as InputTexts<S>;
}

function accountIds(reader: ActionReader): string[] {
  const lines = reader.lines('allowed_account_ids');
  for (const line of lines.filter((line) => !/^\d{12}$/.test(line))) {
    reader.addProblem(
      'invalid_account_id',
      'allowed_account_ids',
      `has the line "${line}", which is not an AWS account id.`,
      'Write its 12 digits, one account per line.',
    );
  }
  return lines;
}
