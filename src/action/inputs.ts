import { type InlineInput, inlineInputs } from '../declare/inline-inputs.ts';
import type { VerifySettings } from '../model/desired.ts';
import { type Command, commands } from '../model/run.ts';
import { type ConnectionInput, connectionInputs } from '../vault/settings/connection-inputs.ts';
import { type PermissionSet, permissionSets } from '../verify/permissions/permission-sets.ts';
import type { InputReader } from './input-reader.ts';

/** All inputs of the action, each of its own right form; what they say together is checked by who uses them. */
export interface Inputs {
  readonly command: Command;
  readonly declaration: DeclarationInputs;
  readonly rotate_keys: readonly string[];
  readonly import_id: string;
  /** Vault's connection, as texts; empty where not given. */
  readonly connection: Readonly<Record<ConnectionInput, string>>;
  readonly guards: GuardInputs;
  readonly verification: VerifyInputs;
  readonly reporting: ReportingInputs;
}

export interface DeclarationInputs {
  /** Manifest text, paths or globs; empty for none. */
  readonly manifest: string;
  /** The inline form's inputs, as texts; empty where not given. */
  readonly inline: Readonly<Record<InlineInput, string>>;
}

export interface GuardInputs {
  readonly prune: boolean;
  readonly confirm: readonly string[];
  readonly expected_plan_digest: string;
  readonly allowed_account_ids: readonly string[];
  readonly check_credentials: 'auto' | 'require' | 'off';
  readonly update_credentials: 'always' | 'on_create';
}

export interface VerifyInputs {
  /** How `apply` and `rotate` prove their work before they end; `verify` takes `none` as `runner`. */
  readonly verify_with: 'none' | 'runner' | 'lambda';
  /** The verifier's name or ARN; empty where not given. */
  readonly lambda_function: string;
  readonly lambda_region: string;
  /** Who looks and who is judged, where a provider does not say. */
  readonly settings: VerifySettings;
  /** `null`: those that the keys call for. */
  readonly permissions: readonly PermissionSet[] | null;
  readonly depth: 'standard' | 'full';
}

export interface ReportingInputs {
  readonly report_path: string;
  readonly junit_path: string;
  readonly sarif_path: string;
  readonly manifest_path: string;
  readonly summary: boolean;
  readonly comment: boolean;
  readonly issue: boolean;
  readonly comment_key: string;
  readonly github_token: string;
  readonly fail_on_drift: boolean;
  readonly fail_on_noncompliance: boolean;
  readonly fail_on_indeterminate: boolean;
}

const secretInputs: ReadonlySet<string> = new Set(['credentials', 'access_key', 'secret_key']);

/** Reads every input once; problems and secrets are kept by the reader. */
export function readInputs(reader: InputReader): Inputs {
  return {
    command: reader.choice('command', commands, 'apply'),
    declaration: { manifest: reader.text('manifest'), inline: textsOf(reader, inlineInputs) },
    connection: textsOf(reader, connectionInputs),
    rotate_keys: reader.lines('rotate_keys'),
    import_id: reader.text('import_id'),
    guards: {
      prune: reader.boolean('prune', false),
      confirm: reader.lines('confirm'),
      expected_plan_digest: reader.text('expected_plan_digest'),
      allowed_account_ids: reader.accounts('allowed_account_ids'),
      check_credentials: reader.choice('check_credentials', ['auto', 'require', 'off'], 'auto'),
      update_credentials: reader.choice('update_credentials', ['always', 'on_create'], 'always'),
    },
    verification: {
      verify_with: reader.choice('verify_with', ['none', 'runner', 'lambda'], 'none'),
      lambda_function: reader.text('lambda_function'),
      lambda_region: reader.text('lambda_region'),
      settings: {
        role_arn: reader.text('verify_role_arn') || null,
        external_id: reader.text('verify_external_id') || null,
        principal_arn: reader.text('principal_arn') || null,
        account_id: null,
      },
      permissions: reader.choices('permissions', permissionSets),
      depth: reader.choice('verify_depth', ['standard', 'full'], 'standard'),
    },
    reporting: {
      report_path: reader.text('report_path'),
      junit_path: reader.text('junit_path'),
      sarif_path: reader.text('sarif_path'),
      manifest_path: reader.text('manifest_path'),
      summary: reader.boolean('summary', true),
      comment: reader.boolean('comment', false),
      issue: reader.boolean('issue', false),
      comment_key: reader.text('comment_key'),
      github_token: reader.secret('github_token'),
      fail_on_drift: reader.boolean('fail_on_drift', false),
      fail_on_noncompliance: reader.boolean('fail_on_noncompliance', true),
      fail_on_indeterminate: reader.boolean('fail_on_indeterminate', false),
    },
  };
}

/** Inputs as they are; those that hold a secret are kept for the runner to mask. */
export function textsOf<N extends string>(reader: InputReader, names: readonly N[]): Record<N, string> {
  return Object.fromEntries(
    names.map((name) => [name, secretInputs.has(name) ? reader.secret(name) : reader.text(name)]),
  ) as Record<N, string>;
}
