import * as v from 'valibot';
import { readTextFile } from '../../effects/read-text-file.ts';
import type { Env } from '../../model/effects.ts';
import { parseAnswer, UnusableAnswer } from './answers.ts';

const pullRequest = v.object({ number: v.number() });

/** The parts of an event's payload that identify its pull request. */
const runEvent = v.object({
  pull_request: v.optional(pullRequest),
  workflow_run: v.optional(
    v.object({
      head_sha: v.string(),
      head_branch: v.nullish(v.string()),
      head_repository: v.nullish(v.object({ owner: v.object({ login: v.string() }) })),
      pull_requests: v.array(pullRequest),
    }),
  ),
});
export type RunEvent = v.InferOutput<typeof runEvent>;

/** Bytes: GitHub's limit for an event. */
const largestEvent = 25 * 1024 * 1024;

/**
 * The event that the workflow runs for, as the runner has written it down; empty when it has not.
 *
 * Source: https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
export function readEvent(env: Env): RunEvent {
  const path = env['GITHUB_EVENT_PATH'] ?? '';
  if (path === '') return {};
  return parseAnswer(runEvent, parseJson(path), `the event in ${path}`);
}

function parseJson(path: string): unknown {
  try {
    return JSON.parse(readTextFile(path, largestEvent));
  } catch (error) {
    throw new UnusableAnswer(`${path} (GITHUB_EVENT_PATH) cannot be read: ${(error as Error).message}`);
  }
}
