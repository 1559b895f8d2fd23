import type { Decision, PermissionReport } from '../../model/report.ts';
import type { PermissionFinding } from './permission-finding.ts';
import type { PermissionNeed } from './permission-sets.ts';
import type { PermissionInput } from './permission-subject.ts';

/** From the weakest evidence to the strongest: what is allowed everywhere is known as well as where it is known least. */
const methods: readonly PermissionFinding['method'][] = [
  'none',
  'history',
  'grant',
  'key_policy',
  'simulate',
  'probe',
  'observed',
];

const decisions: readonly Decision[] = ['denied', 'indeterminate', 'allowed'];

/**
 * One row of the report: the worst of the findings on all resources.
 *
 * @param findings at least one
 */
export function permissionRow(
  { action, needed_for, sets }: PermissionNeed,
  findings: readonly PermissionFinding[],
  { audited, region, expectations }: PermissionInput,
): PermissionReport {
  const [worst] = [...findings].sort(byWeight);
  const { decision, method, evidence, layer, message, remedy } = worst!;
  const alike = findings.filter((finding) => finding.decision === decision).map((finding) => finding.message);
  const others = new Set(alike).size - 1;
  const more = others > 0 ? ` The same on ${others} further resource${others === 1 ? '' : 's'}.` : '';
  return {
    action,
    decision,
    method,
    evidence,
    layer,
    message: `${message}${more} ${remedy}`.trim(),
    remedy,
    needed_for,
    sets,
    principal_arn: audited.principal_arn,
    region,
    kms: [...new Set(expectations.map(({ kms }) => kms))],
  };
}

function byWeight(a: PermissionFinding, b: PermissionFinding): number {
  return (
    decisions.indexOf(a.decision) - decisions.indexOf(b.decision) ||
    methods.indexOf(a.method) - methods.indexOf(b.method)
  );
}
