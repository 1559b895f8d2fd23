import * as v from 'valibot';
import type { Env } from '../src/model/effects.ts';
import type { FunctionDescription } from '../src/verifier/describe-verifier.ts';
import { version } from '../src/version.ts';
import { allowListProblems } from './allow-lists.ts';

/** Asks the function about itself, and makes it verify nothing. */
const describeEvent = v.strictObject({
  describe: v.strictObject({ role_arns: v.array(v.string()) }),
});

/** The answer to `{"describe": {"role_arns": […]}}`; `null` for any other event. */
export function describeFunction(event: unknown, env: Env): FunctionDescription | null {
  const parsed = v.safeParse(describeEvent, event);
  if (!parsed.success) return null;
  const isDenied = (role_arn: string) => allowListProblems({ credentials: { role_arn } }, env).length > 0;
  return { version, denied_role_arns: parsed.output.describe.role_arns.filter(isDenied) };
}
