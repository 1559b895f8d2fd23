import * as v from 'valibot';
import type { Clients } from '../aws/clients.ts';
import { RunError } from '../model/errors.ts';
import { callVerifier, type VerifierFunction } from './invoke-verifier.ts';

const description = v.object({
  version: v.string(),
  /** Those of the given roles that its allow-list does not have. */
  denied_role_arns: v.array(v.string()),
});

/** What a deployed verifier says about itself. */
export type FunctionDescription = v.InferOutput<typeof description>;

/**
 * Asks a deployed verifier about itself; it reads neither Vault nor AWS for that.
 *
 * @param role_arns the roles that events will name
 *
 * @throws RunError as `callVerifier` does; `lambda_no_report` when the answer is not a verifier's
 */
export async function describeVerifier(
  target: VerifierFunction,
  role_arns: readonly string[],
  clients: Clients,
): Promise<FunctionDescription> {
  const event = { describe: { role_arns } };
  const answer = v.safeParse(description, await callVerifier(target, event, clients));
  if (answer.success) return answer.output;
  throw new RunError(
    'lambda_no_report',
    `${target.name} answered something other than its description.`,
    'Check that lambda_function is the verifier, and deploy it in the version of this action.',
  );
}
