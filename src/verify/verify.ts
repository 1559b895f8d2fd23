import { RunError } from '../model/errors.ts';
import type { EvidenceFailure } from '../model/evidence.ts';
import { failed } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import type { Finding, PermissionReport, Report, ReportNotice } from '../model/report.ts';
import type { AuditedPrincipal } from './audited-principal.ts';
import { findAuditedPrincipal } from './audited-principal.ts';
import type { ReportParts } from './build-report.ts';
import { buildReport } from './build-report.ts';
import type { CheckContext } from './check.ts';
import { noticeFrom } from './check.ts';
import { evaluateVerifierIdentity } from './checks/identity-checks.ts';
import { orphansOf } from './checks/orphans.ts';
import { permissionSetsNotice } from './checks/run-checks.ts';
import type { KeyEvidence } from './collect-evidence.ts';
import { collectEvidence, collectKeyEvidence } from './collect-evidence.ts';
import type { Cursor } from './cursor.ts';
import { cursorPosition, inOrder, readCursor, remaining, writeCursor } from './cursor.ts';
import { evaluateKey } from './evaluate-key.ts';
import { findOrphanKeys } from './orphan-keys.ts';
import { decidePermissions } from './permissions/decide-permissions.ts';
import { missingFromTerraform } from './permissions/permission-sets.ts';
import { recheckTransient } from './recheck.ts';
import type { VerifyEffects, VerifyRequest } from './verify-request.ts';

/**
 * Checks in AWS what Vault says it distributed, for both the Lambda and the Action. Reads only.
 *
 * When the deadline passes first, the report is incomplete and its `next` continues from there.
 *
 * @throws RunError `invalid_cursor` when `next` is not a cursor of this region
 */
export async function verify(request: VerifyRequest, effects: VerifyEffects): Promise<Report> {
  const { reader, clock } = effects;
  const cursor = cursorOf(request);
  const ordered = inOrder(request.expectations);
  const identity = await reader.identity();
  const audited = await findAuditedPrincipal(request, identity, reader);
  const context: CheckContext = {
    region: request.region,
    account_id: identity.ok ? identity.value.account_id : null,
    expected_account_id: request.account_id,
    principal_arn: audited.principal_arn,
    now: clock.now().toISOString(),
    expiry_notice_days: 30,
  };
  const blocked = evaluateVerifierIdentity(identity, context);
  if (blocked.length > 0) return blockedReport(ordered, blocked, audited, context);

  const listed = await reader.aliases(request.region);
  const due = remaining(ordered, cursor);
  const cutOff = !listed.ok && listed.failure.cause === 'aborted';
  const collected = cutOff ? [] : await collectEvidence(due, request, effects);
  const { keys, aliases } = await recheckTransient(collected, listed, request, context, effects);
  const allKeysDone = collected.length === due.length;
  const permissions = allKeysDone && !cursor.permissions_done ? await permissionsOf() : [];
  const permissionsDone = cursor.permissions_done || (allKeysDone && permissions !== null);
  const complete = allKeysDone && permissionsDone;
  const orphanKeys =
    complete && request.exhaustive && request.depth === 'full'
      ? await findOrphanKeys(request.region, ordered, aliases, effects)
      : { orphans: [], notices: [] };
  const last = collected.at(-1);
  return buildReport({
    ...head(context),
    keys: keys.map(({ evaluation }) => evaluation.key),
    permissions: permissions ?? [],
    orphans: [...(aliases.ok ? orphansOf(aliases.value, ordered) : []), ...orphanKeys.orphans],
    findings: [],
    notices: [
      ...keys.flatMap(({ evaluation }) => evaluation.notices),
      ...noticesOf(request),
      ...orphanKeys.notices,
    ],
    next: complete
      ? null
      : writeCursor(
          {
            after: last === undefined ? cursor.after : cursorPosition(last.expectation),
            permissions_done: permissionsDone,
          },
          request.region,
        ),
  });

  /** `null`: time ran out before every one was decided. */
  async function permissionsOf(): Promise<readonly PermissionReport[] | null> {
    if (request.permissions === null) return [];
    const evidence =
      keys.length > 0 ? keys.map((key) => key.collected) : await collectFirst(ordered, request, effects);
    if (effects.deadline !== null && clock.now() >= effects.deadline) return null;
    const rows = await decidePermissions(
      request.permissions,
      {
        region: request.region,
        account_id: context.account_id,
        depth: request.depth,
        audited,
        keys: evidence,
        aliases,
      },
      reader,
    );
    return effects.deadline !== null && clock.now() >= effects.deadline ? null : rows;
  }
}

function cursorOf({ next, region }: VerifyRequest): Cursor {
  if (next === null) return { after: null, permissions_done: false };
  const cursor = readCursor(next, region);
  if (cursor !== null) return cursor;
  throw new RunError(
    'invalid_cursor',
    `"next" is not a cursor from a report of ${region}.`,
    'Give the "next" of the report to continue, with the same region, or leave it out.',
  );
}

/** Permissions are evaluated on real keys, also in the call that follows the last of them. */
async function collectFirst(
  ordered: readonly Expectation[],
  request: VerifyRequest,
  { reader }: VerifyEffects,
): Promise<KeyEvidence[]> {
  const [first] = ordered;
  return first === undefined ? [] : [await collectKeyEvidence(first, request, reader, new Set())];
}

/** A report in which nothing could be read, for the reason in `findings`. */
function blockedReport(
  ordered: readonly Expectation[],
  findings: readonly Finding[],
  audited: AuditedPrincipal,
  context: CheckContext,
): Report {
  const failure: EvidenceFailure = {
    cause: 'not_called',
    code: 'NotCalled',
    message: `see the finding "${findings[0]?.check}"`,
    action: 'kms:DescribeKey',
  };
  const evaluations = ordered.map((expectation) => {
    const evidence = Object.fromEntries(
      Object.keys(expectation.versions).map((version) => [
        version,
        { key: failed<never>(failure), policy: null, materials: null, public_key: null, replicas: {} },
      ]),
    );
    return evaluateKey(expectation, evidence, failed(failure), context);
  });
  return buildReport({
    ...head({ ...context, principal_arn: audited.principal_arn }),
    keys: evaluations.map(({ key }) => key),
    permissions: [],
    orphans: [],
    findings,
    notices: [],
    next: null,
  });
}

function head(
  context: CheckContext,
): Pick<ReportParts, 'region' | 'account_id' | 'principal_arn' | 'checked_at'> {
  const { region, account_id, principal_arn, now } = context;
  return { region, account_id, principal_arn, checked_at: now };
}

function noticesOf({ permissions }: VerifyRequest): ReportNotice[] {
  if (permissions === null || !permissions.sets.includes('terraform') || permissions.sets.includes('vault'))
    return [];
  return [
    noticeFrom(
      permissionSetsNotice,
      'terraform',
      `The nine actions of Terraform's documentation are not enough to import keys: ${missingFromTerraform.join(', ')} are missing. Check the set vault as well.`,
    ),
  ];
}
