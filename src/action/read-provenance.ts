import type { Env } from '../model/effects.ts';
import type { Provenance } from '../model/provenance.ts';
import { version } from '../version.ts';

/** Who and what runs, from the runner's variables. The manifest's digest is added once it has been read. */
export function provenanceFrom(env: Env): Provenance {
  return {
    repository: env['GITHUB_REPOSITORY'] || null,
    commit: env['GITHUB_SHA'] || null,
    run_id: env['GITHUB_RUN_ID'] || null,
    run_attempt: env['GITHUB_RUN_ATTEMPT'] || null,
    actor: env['GITHUB_ACTOR'] || null,
    workflow: workflowFile(env['GITHUB_WORKFLOW_REF'] ?? '') || env['GITHUB_WORKFLOW'] || null,
    ref: env['GITHUB_HEAD_REF'] || env['GITHUB_REF_NAME'] || null,
    run_url: runUrl(env),
    tool_version: version,
    manifest_sha256: null,
  };
}

/** `octo-org/keys/.github/workflows/keys.yaml@refs/heads/main` without repository and ref. */
function workflowFile(ref: string): string {
  return /^[^/]+\/[^/]+\/(?<file>[^@]+)@/.exec(ref)?.groups?.['file'] ?? '';
}

function runUrl(env: Env): string | null {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  return server && repository && run ? `${server}/${repository}/actions/runs/${run}` : null;
}

/** The User-Agent for Vault and AWS, so that their audit logs can be joined with the run. */
export function userAgent({ tool_version, run_id, run_attempt }: Provenance): string {
  const run = run_id === null ? '' : ` (run ${run_id}/${run_attempt ?? '1'})`;
  return `vault-keymgmt-aws-kms/${tool_version}${run}`;
}
