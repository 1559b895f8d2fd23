import { version } from '../../version.ts';
import type { DoctorContext } from '../context.ts';
import { type DoctorCheck, type DoctorResult, failed, ok } from '../doctor-check.ts';
import { providersOf } from '../providers.ts';

export const lambdaFunction: DoctorCheck<DoctorContext> = {
  id: 'lambda_function',
  proves:
    'The verifier Lambda is there, may be invoked, has the version of this action, and may assume the declared roles.',
  needs: [],
  run: async (context) => {
    const { lambda, env, clock } = context;
    if (lambda === null) return [];
    const [{ openLambda }, { describeVerifier }] = await Promise.all([
      import('../../verifier/verify-through-lambda.ts'),
      import('../../verifier/describe-verifier.ts'),
    ]);
    const { clients } = openLambda(
      { env, run_id: env['GITHUB_RUN_ID'] || null, signal: context.signal },
      clock,
    );
    const roles = providersOf(context).flatMap(({ verify }) => verify.role_arn ?? []);
    const { version: deployed, denied_role_arns } = await describeVerifier(
      lambda,
      [...new Set(roles)],
      clients,
    );
    return [...versionResult(lambda.name, deployed), ...denied_role_arns.map(denied(lambda.name))];
  },
};

function versionResult(name: string, deployed: string): DoctorResult[] {
  if (deployed === version) return [ok(name, `version ${deployed}, may be invoked`)];
  return [
    failed(
      name,
      `the function has the version ${deployed}, this action ${version}`,
      "Deploy the function's bundle of this action's version.",
    ),
  ];
}

function denied(name: string): (role: string) => DoctorResult {
  return (role) =>
    failed(
      name,
      `the function's ALLOWED_ROLE_ARNS does not list ${role}`,
      'Add the role to the parameter AllowedRoleArns of the stack, and deploy it.',
    );
}
