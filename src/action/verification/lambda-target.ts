import type { Env } from '../../model/effects.ts';
import { InvalidInput } from '../../model/errors.ts';
import { inputLocation } from '../../model/problem.ts';
import type { VerifierFunction } from '../../verifier/invoke-verifier.ts';
import type { VerifyInputs } from '../inputs.ts';

/**
 * Which function verifies: `lambda_function` in `lambda_region`, else in the region of its ARN, else in that of the
 * runner's environment; `null` when it is not the Lambda that verifies.
 *
 * @throws {InvalidInput} when the function, or its region, is not known
 */
export function lambdaTarget(
  { verify_with, lambda_function, lambda_region }: VerifyInputs,
  env: Env,
): VerifierFunction | null {
  if (verify_with !== 'lambda') return null;
  const inArn = lambda_function.startsWith('arn:') ? lambda_function.split(':')[3] : undefined;
  const region = lambda_region || inArn || env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || '';
  if (lambda_function === '')
    throw missing('lambda_function', 'verify_with: lambda needs to know which function.', 'Name it.');
  if (region === '')
    throw missing(
      'lambda_region',
      `The region of ${lambda_function} is not known.`,
      'Name it, or give its ARN.',
    );
  return { name: lambda_function, region };
}

function missing(input: string, message: string, remedy: string): InvalidInput {
  return new InvalidInput([{ code: 'missing_input', at: '', source: inputLocation(input), message, remedy }]);
}
