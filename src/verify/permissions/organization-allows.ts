import type { PolicyDocument } from '../../model/evidence.ts';
import type { OrganizationPolicies } from '../../model/permission-evidence.ts';
import { parsePolicy } from '../key-policy/document.ts';
import type { PolicyRequest } from '../key-policy/request.ts';
import { concerns } from '../key-policy/statement.ts';
import { every, not, some, type Ternary, ternary } from '../key-policy/ternary.ts';

/**
 * Whether the service control policies of an account allow a request: each level has to allow it, and none may deny
 * it.
 *
 * Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
 */
export function organizationAllows(levels: OrganizationPolicies, request: PolicyRequest): Ternary {
  return every(
    levels.map((documents) => {
      const read = documents.map((document) => effects(document, request));
      return every([some(read.map(({ allows }) => allows)), ...read.map(({ denies }) => not(denies))]);
    }),
  );
}

function effects(document: PolicyDocument, request: PolicyRequest): { allows: Ternary; denies: Ternary } {
  const policy = parsePolicy(document);
  if (policy === null) return { allows: 'unknown', denies: 'unknown' };
  const about = (effect: 'Allow' | 'Deny') =>
    some(
      policy.statements.map((statement) => {
        const isEffect =
          statement.Effect === 'Allow' || statement.Effect === 'Deny'
            ? ternary(statement.Effect === effect)
            : 'unknown';
        return every([isEffect, concerns(statement, request, policy.has_variables)]);
      }),
    );
  return { allows: about('Allow'), denies: about('Deny') };
}
