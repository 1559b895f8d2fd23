import * as v from 'valibot';
import { parsePolicy, resourcePolicySchema } from '../policy/document.ts';
import { newService, operation } from '../service.ts';
import { oneOf, text } from '../validate.ts';
import { restJsonWire } from '../wire/json.ts';
import { publicStatements } from './public-access.ts';
import { policyFindings } from './validate-policy.ts';

const policyDocument = text(1, 131072);

/** IAM Access Analyzer: the policy checks, which need no analyzer. */
export const accessAnalyzerService = newService('access-analyzer', restJsonWire, 'ValidationException', {
  /** Source: https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoPublicAccess.html */
  CheckNoPublicAccess: operation(
    v.object({ policyDocument, resourceType: oneOf(['AWS::KMS::Key']) }),
    ({ allow }, input) => {
      allow('*');
      const policy = parsePolicy(resourcePolicySchema, input.policyDocument, 'InvalidParameterException');
      const statements = publicStatements(policy);
      const [result, verb] = statements.length === 0 ? ['PASS', 'does not grant'] : ['FAIL', 'grants'];
      return {
        result,
        message: `The resource policy ${verb} public access for the given resource type.`,
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
    ({ allow }, input) => {
      allow('*');
      return { findings: policyFindings(input.policyDocument, input.policyType === 'RESOURCE_POLICY') };
    },
  ),
});
