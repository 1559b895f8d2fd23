import { RunError } from '../model/errors.ts';
import type { EvidenceFailure } from '../model/evidence.ts';
import { failed } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import type { Notice } from '../model/plan.ts';
import type { Finding, PermissionReport, Report } from '../model/report.ts';
import type { AuditedPrincipal } from './audited-principal.ts';
import { findAuditedPrincipal } from './audited-principal.ts';
import type { ReportParts } from './build-report.ts';
import { buildReport } from './build-report.ts';
import type { CheckContext } from './check.ts';
import { evaluateVerifierIdentity, orphansOf } from './checks/region.ts';
import type { KeyEvidence } from './collect-evidence.ts';
import { collectEvidence, collectKeyEvidence } from './collect-evidence.ts';
import type { Cursor } from './cursor.ts';
import { inOrder, placeOf, readCursor, remaining, writeCursor } from './cursor.ts';
import { evaluateKey } from './evaluate-key.ts';
import { findOrphanKeys } from './orphan-keys.ts';
import { decidePermissions } from './permissions/decide-permissions.ts';
import { missingFromTerraform } from './permissions/permission-sets.ts';
import { recheckTransient } from './recheck.ts';
import type { VerifyEffects, VerifyRequest } from './verify-request.ts';

/**
 * Proves in AWS what Vault says it distributed: the one story that Lambda and Action share. Reads only.
 *
 * When the deadline comes first, the report is incomplete and its `next` goes on from there.
 *
 * @throws RunError `invalid_cursor` when `next` is no cursor of this region
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
  if (blocked.length > 0) return unseen(ordered, blocked, audited, context);

  const listed = await reader.aliases(request.region);
  const due = remaining(ordered, cursor);
  const cutOff = !listed.ok && listed.failure.cause === 'aborted';
  const looked = cutOff ? [] : await collectEvidence(due, request, effects);
  const { keys, aliases } = await recheckTransient(looked, listed, request, context, effects);
  const allKeysDone = looked.length === due.length;
  const permissions = allKeysDone && !cursor.permissions_done ? await permissionsOf() : [];
  const permissionsDone = cursor.permissions_done || (allKeysDone && permissions !== null);
  const complete = allKeysDone && permissionsDone;
  const orphanKeys =
    complete && request.exhaustive && request.depth === 'full'
      ? await findOrphanKeys(request.region, ordered, aliases, effects)
      : { orphans: [], notices: [] };
  const last = looked.at(-1);
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
            after: last === undefined ? cursor.after : placeOf(last.expectation),
            permissions_done: permissionsDone,
          },
          request.region,
        ),
  });

  /** `null`: time ran out before every one was decided. */
  async function permissionsOf(): Promise<readonly PermissionReport[] | null> {
    if (request.permissions === null) return [];
    const seen =
      keys.length > 0 ? keys.map((key) => key.collected) : await lookAtOne(ordered, request, effects);
    if (effects.deadline !== null && clock.now() >= effects.deadline) return null;
    const rows = await decidePermissions(
      request.permissions,
      {
        region: request.region,
        account_id: context.account_id,
        depth: request.depth,
        audited,
        keys: seen,
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
    `next is no cursor that a check of ${region} gave out.`,
    'Give the "next" of the report that is to be continued, with the same region, or leave it out.',
  );
}

/** permissions are evaluated on real keys, also in the call that comes after the last of them. */
async function lookAtOne(
  ordered: readonly Expectation[],
  request: VerifyRequest,
  { reader }: VerifyEffects,
): Promise<KeyEvidence[]> {
  const [first] = ordered;
  return first === undefined ? [] : [await collectKeyEvidence(first, request, reader, new Set())];
}

/** A report in which nothing could be looked at, for one reason that stands at its head. */
function unseen(
  ordered: readonly Expectation[],
  findings: readonly Finding[],
  audited: AuditedPrincipal,
  context: CheckContext,
): Report {
  const refusal: EvidenceFailure = {
    cause: 'not_called',
    code: 'NotCalled',
    message: `see the finding "${findings[0]?.check}"`,
    action: 'kms:DescribeKey',
  };
  const judgements = ordered.map((expectation) => {
    const evidence = Object.fromEntries(
      Object.keys(expectation.versions).map((version) => [
        version,
        { key: failed<never>(refusal), policy: null, materials: null, public_key: null, replicas: {} },
      ]),
    );
    return evaluateKey(expectation, evidence, failed(refusal), context);
  });
  return buildReport({
    ...head({ ...context, principal_arn: audited.principal_arn }),
    keys: judgements.map(({ key }) => key),
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

function noticesOf({ permissions }: VerifyRequest): Notice[] {
  if (permissions === null || !permissions.sets.includes('terraform') || permissions.sets.includes('vault'))
    return [];
  return [
    {
      code: 'permission_sets',
      id: 'terraform',
      message: `The nine actions of the Terraform document are not enough to import keys: ${missingFromTerraform.join(', ')} are missing. Check the set vault as well.`,
    },
  ];
}
