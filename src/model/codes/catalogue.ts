import { answerCodes } from './answer-codes.ts';
import type { CodeTable } from './code-entry.ts';
import { connectionCodes } from './connection-codes.ts';
import { inputCodes } from './input-codes.ts';
import { loginCodes } from './login-codes.ts';
import { errorRules, type rules, warningRules } from './manifest-rules.ts';
import { blockerCodes, noticeCodes } from './plan-codes.ts';
import { runCodes, verificationCodes } from './run-codes.ts';

/** The code of a problem with an input or a manifest. */
export type ProblemCode = keyof typeof inputCodes | keyof typeof rules | 'no_id_token';

/** The code of what blocks a plan. */
export type BlockerCode = keyof typeof blockerCodes | 'permission_denied' | 'enterprise_required';

/** The code of a notice about a plan. */
export type NoticeCode = keyof typeof noticeCodes | 'credentials_unknown' | 'enterprise_required';

/** The code that a run can fail with. */
export type ErrorCode =
  | keyof typeof loginCodes
  | keyof typeof connectionCodes
  | keyof typeof answerCodes
  | keyof typeof blockerCodes
  | keyof typeof runCodes
  | keyof typeof verificationCodes;

/** Every code with its cause and remedy, by the headings of `docs/troubleshooting.md`. */
export const catalogue: Readonly<Record<string, CodeTable>> = {
  'Inputs of the step': inputCodes,
  'Logging in': loginCodes,
  'Reaching Vault': connectionCodes,
  'Answers of Vault': answerCodes,
  'What blocks a plan': blockerCodes,
  'The run': runCodes,
  Verification: verificationCodes,
  'Notices (not failures)': noticeCodes,
  'Manifest errors': entriesOf(errorRules),
  'Manifest warnings': entriesOf(warningRules),
};

function entriesOf(table: Partial<typeof rules>): CodeTable {
  return Object.fromEntries(
    Object.entries(table).map(([code, { says, fix }]) => [code, { cause: `It ${says}.`, remedy: fix }]),
  );
}
