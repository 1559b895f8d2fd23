import { readFile } from 'node:fs/promises';
import type { Env } from '../../model/effects.ts';

/** The parts of an event's payload that identify its pull request. */
export interface RunEvent {
  readonly pull_request?: { readonly number: number };
  readonly workflow_run?: {
    readonly head_sha: string;
    readonly head_branch: string;
    readonly head_repository: { readonly owner: { readonly login: string } } | null;
    readonly pull_requests: readonly { readonly number: number }[];
  };
}

/**
 * The event that the workflow runs for, as the runner has written it down; empty when it has not.
 *
 * Source: https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
export async function readEvent(env: Env): Promise<RunEvent> {
  const path = env['GITHUB_EVENT_PATH'] ?? '';
  return path === '' ? {} : JSON.parse(await readFile(path, 'utf8'));
}
