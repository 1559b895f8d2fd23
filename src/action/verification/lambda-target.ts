import type { Env } from '../../model/effects.ts';
import { InvalidInput } from '../../model/errors.ts';
import { inputLocation } from '../../model/problem.ts';
import type { VerifierFunction } from '../../verifier/invoke-verifier.ts';
import type { VerifyInputs } from '../inputs.ts';

/**
 * The function that verifies: `lambda_function` in `lambda_region`, else in the region of its ARN, else in the region
 * of the runner's environment; `null` when the Lambda does not verify.
 *
 * @throws {InvalidInput} without function or region
 */
export function lambdaTarget(
  { verify_with, lambda_function, lambda_region }: VerifyInputs,
  env: Env,
): VerifierFunction | null {
  if (verify_with !== 'lambda') return null;
  const inArn = lambda_function.startsWith('arn:') ? lambda_function.split(':')[3] : undefined;
  const region = lambda_region || inArn || env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || '';
  if (lambda_function === '')
    throw missing(
      'lambda_function',
      'is missing, and verify_with: lambda needs it.',
      'Give the name or ARN of the deployed verifier.',
    );
  if (region === '')
    throw missing(
      'lambda_region',
      `is missing, and ${lambda_function} is not an ARN with a region.`,
      'Give the region, or the ARN of the function.',
    );
  return { name: lambda_function, region };
}

function missing(input: string, message: string, remedy: string): InvalidInput {
  return new InvalidInput([{ code: 'missing_input', at: '', source: inputLocation(input), message, remedy }]);
}
