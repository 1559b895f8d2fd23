import * as v from 'valibot';
import type { Authorizer } from '../authorizer.ts';
import type { Caller } from '../identity.ts';
import { newService, operation } from '../operations.ts';
import { parseResourcePolicy } from '../policy/document.ts';
import type { Service } from '../service.ts';
import { oneOf, text } from '../validate.ts';
import { restJsonWire } from '../wire/wire.ts';
import { publicStatements } from './public-access.ts';
import { policyFindings } from './validate-policy.ts';

const policyDocument = text(1, 131072);

/** IAM Access Analyzer: the policy checks, which need no analyzer. */
export function accessAnalyzerService(authorizer: Authorizer, clock: () => Date): Service {
  const require = (caller: Caller, name: string) => {
    const action = `access-analyzer:${name}`;
    authorizer.require(caller, { action, resource: '*' });
  };
  const operations = {
    /** Source: https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoPublicAccess.html */
    CheckNoPublicAccess: operation(
      v.object({ policyDocument, resourceType: oneOf(['AWS::KMS::Key']) }),
      ({ caller }, input) => {
        require(caller, 'CheckNoPublicAccess');
        const statements = publicStatements(
          parseResourcePolicy(input.policyDocument, 'InvalidParameterException'),
        );
        return statements.length === 0
          ? {
              result: 'PASS',
              message: 'The resource policy does not grant public access for the given resource type.',
              reasons: [],
            }
          : {
              result: 'FAIL',
              message: 'The resource policy grants public access for the given resource type.',
              reasons: statements.map(({ index, sid }) => ({
                description: `Public access granted in the following statement with ${sid === null ? `index: ${index}` : `sid: ${sid}`}.`,
                statementIndex: index,
                statementId: sid ?? undefined,
              })),
            };
      },
    ),
    /** Source: https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ValidatePolicy.html */
    ValidatePolicy: operation(
      v.object({
        policyDocument,
        policyType: oneOf(['IDENTITY_POLICY', 'RESOURCE_POLICY', 'SERVICE_CONTROL_POLICY']),
        validatePolicyResourceType: v.optional(v.string()),
        locale: v.optional(v.string()),
      }),
      ({ caller }, input) => {
        require(caller, 'ValidatePolicy');
        return { findings: policyFindings(input.policyDocument, input.policyType === 'RESOURCE_POLICY') };
      },
    ),
  };
  return newService({ signing_name: 'access-analyzer', wire: restJsonWire, clock }, operations);
}
