import { RunError } from '../model/errors.ts';
import type { Evidence, EvidenceFailure, Identity } from '../model/evidence.ts';
import { failed } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Finding, Report, ReportNotice } from '../model/report.ts';
import { indexAliases } from './aliases.ts';
import { analyzeOnce } from './analyze-once.ts';
import type { AuditedPrincipal } from './audited-principal.ts';
import { findAuditedPrincipal } from './audited-principal.ts';
import type { ReportParts } from './build-report.ts';
import { buildReport } from './build-report.ts';
import type { CheckContext } from './check.ts';
import { noticeFrom } from './check.ts';
import { canaryNotices } from './checks/canary.ts';
import { evaluateVerifierIdentity } from './checks/identity-checks.ts';
import { lastUseNotices } from './checks/last-use.ts';
import { orphansOf } from './checks/orphans.ts';
import { analyzerNotices } from './checks/policy-public.ts';
import { permissionSetsNotice } from './checks/run-checks.ts';
import { collectEvidence, type KeyEvidence, nothingRead } from './collect-evidence.ts';
import type { Cursor } from './cursor.ts';
import { cursorPosition, inOrder, readCursor, remaining, start, writeCursor } from './cursor.ts';
import { evaluateKey } from './evaluate-key.ts';
import { withKeyIds } from './key-ids.ts';
import { findOrphanKeys, type OrphanKeys } from './orphan-keys.ts';
import type { PermissionDecisions } from './permissions/decide-permissions.ts';
import { decidePermissions } from './permissions/decide-permissions.ts';
import { missingFromTerraform } from './permissions/permission-sets.ts';
import { sampleKeys } from './permissions/sample-keys.ts';
import { type EvaluationBasis, evaluateCollected, recheckTransient } from './recheck.ts';
import { requestFindings, timeFinding } from './request-findings.ts';
import { describeOnce, takeInventory } from './take-inventory.ts';
import type { VerifyEffects, VerifyRequest } from './verify-request.ts';

/**
 * Checks in AWS what Vault says it distributed, for both the Lambda and the Action. Changes nothing; it reads, and
 * with `canary` it uses each key once.
 *
 * When the deadline passes first, the report is incomplete, says what is missing, and its `next` continues from there.
 * A call that made no progress has no `next`: a further one would make none either.
 *
 * @throws RunError `invalid_cursor` when `next` is not a cursor of this region
 */
export async function verify(request: VerifyRequest, given: VerifyEffects): Promise<Report> {
  const reader = analyzeOnce(given.reader);
  const effects = { ...given, reader };
  const { clock } = effects;
  const cursor = cursorOf(request);
  const ordered = inOrder(request.expectations.map(withKeyIds));
  const identity = await reader.identity();
  // IAM may be slow: the keys are read meanwhile.
  const auditing = findAuditedPrincipal(request, identity, reader);
  const withoutPrincipal = contextOf(request, identity, null, clock.now());
  const blocked = evaluateVerifierIdentity(identity, withoutPrincipal);
  if (blocked.length > 0)
    return blockedReport(ordered, blocked, contextOf(request, identity, await auditing, clock.now()));

  const listed = await reader.aliases(request.region);
  const due = remaining(ordered, cursor);
  const cutOff = !listed.ok && listed.failure.cause === 'aborted';
  const index = indexAliases(listed);
  const sampled = cursor.permissions_done ? noKeys : sampledKeys(request, ordered);
  const basisKnown = auditing.then(
    (audited): EvaluationBasis => ({ context: contextOf(request, identity, audited, clock.now()), sampled }),
  );
  const evaluate = async (collected: KeyEvidence) => evaluateCollected(collected, index, await basisKnown);
  const evaluated = cutOff
    ? []
    : await collectEvidence(due, { ...request, expectations: ordered }, effects, evaluate);
  const [audited, basis] = await Promise.all([auditing, basisKnown]);
  const { context } = basis;
  const { keys, aliases } = await recheckTransient(evaluated, listed, request, basis, effects);
  const keysDone = keys.length === due.length;
  const decided = keysDone && !cursor.permissions_done ? await permissionsOf() : null;
  const permissionsDone = cursor.permissions_done || decided !== null;
  const complete = keysDone && permissionsDone;
  const last = keys.at(-1)?.evaluation.key;
  const failures = (kind: 'analyzer_failures' | 'usage_failures') =>
    keys.flatMap(({ evaluation }) => evaluation[kind]);
  const { orphanKeys, inventory } =
    complete && request.exhaustive && request.depth === 'full' ? await readOtherKeys() : noOtherKeys;
  return buildReport({
    ...head(context),
    depth: request.depth,
    keys: keys.map(({ evaluation }) => evaluation.key),
    permissions: decided?.rows ?? [],
    limits: decided?.limits ?? [],
    orphans: [...(aliases.ok ? orphansOf(aliases.value, ordered) : []), ...orphanKeys.orphans],
    findings: [
      ...requestFindings(request, ordered),
      ...(complete
        ? []
        : [
            timeFinding({
              keys: due.length - keys.length,
              permissions: !permissionsDone && request.permissions !== null,
              moved: last !== undefined,
              failure: listed.ok ? null : listed.failure,
            }),
          ]),
    ],
    notices: [
      ...keys.flatMap(({ evaluation }) => evaluation.notices),
      ...analyzerNotices(request.region, failures('analyzer_failures')),
      ...lastUseNotices(request.region, failures('usage_failures')),
      ...canaryNotices(
        request.region,
        keys.map(({ evaluation }) => evaluation.key),
      ),
      ...noticesOf(request),
      ...orphanKeys.notices,
    ],
    inventory,
    complete,
    next:
      complete || last === undefined
        ? null
        : writeCursor({ after: cursorPosition(last), permissions_done: permissionsDone }, request.region),
  });

  /** The keys of the region that are in no distribution: each is read once. */
  async function readOtherKeys(): Promise<OtherKeys> {
    const once = { ...effects, reader: describeOnce(effects.reader) };
    const { region, account_id } = context;
    const scope = { region, account_id, history: request.permissions?.history ?? false };
    const inventory = await takeInventory(scope, ordered, aliases, once);
    const orphanKeys = await findOrphanKeys(region, ordered, aliases, once);
    return { orphanKeys, inventory: inventory === null ? undefined : [inventory] };
  }

  /** `null`: time ran out before every one was decided. A call that has nothing else to do decides in any case. */
  async function permissionsOf(): Promise<PermissionDecisions | null> {
    if (request.permissions === null) return none;
    if (isLate()) return null;
    const decisions = await decidePermissions(
      request.permissions,
      {
        region: request.region,
        account_id: context.account_id,
        depth: request.depth,
        audited,
        expectations: ordered,
        keys: keys.flatMap(({ collected }) => collected ?? []),
        aliases,
        now: clock.now(),
      },
      reader,
    );
    return isLate() ? null : decisions;
  }

  /** A call that has nothing else to do decides in any case: the next one would have no more time. */
  function isLate(): boolean {
    return (due.length > 0 || cutOff) && isOver(effects);
  }
}

interface OtherKeys {
  readonly orphanKeys: OrphanKeys;
  readonly inventory: readonly Inventory[] | undefined;
}

const noKeys: ReadonlySet<Expectation> = new Set();

/** The keys that the permissions are decided on. */
function sampledKeys(
  { permissions, depth }: VerifyRequest,
  expectations: readonly Expectation[],
): ReadonlySet<Expectation> {
  if (permissions === null) return noKeys;
  return new Set(sampleKeys(expectations, depth).keys.map(({ expectation }) => expectation));
}

const noOtherKeys: OtherKeys = { orphanKeys: { orphans: [], notices: [] }, inventory: undefined };

function isOver({ deadline, clock }: VerifyEffects): boolean {
  return deadline !== null && clock.now() >= deadline;
}

function contextOf(
  request: VerifyRequest,
  identity: Evidence<Identity>,
  audited: AuditedPrincipal | null,
  now: Date,
): CheckContext {
  return {
    region: request.region,
    account_id: identity.ok ? identity.value.account_id : null,
    expected_account_id: request.account_id,
    principal_arn: audited?.principal_arn ?? null,
    now: now.toISOString(),
    expiry_notice_days: 30,
    expiry_fail_days: 7,
  };
}

function cursorOf({ next, region }: VerifyRequest): Cursor {
  if (next === null) return start;
  const cursor = readCursor(next, region);
  if (cursor !== null) return cursor;
  throw new RunError(
    'invalid_cursor',
    `"next" is not a cursor from a report of ${region}.`,
    'Give the "next" of the report to continue, with the same region, or leave it out.',
  );
}

const none: PermissionDecisions = { rows: [], limits: [] };

/** A report in which nothing could be read, for the reason in `findings`. */
function blockedReport(
  ordered: readonly Expectation[],
  findings: readonly Finding[],
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
      Object.keys(expectation.versions).map((version) => [version, nothingRead(failed(failure))]),
    );
    return evaluateKey(expectation, evidence, failed(failure), context);
  });
  return buildReport({
    ...head(context),
    keys: evaluations.map(({ key }) => key),
    permissions: [],
    limits: [],
    orphans: [],
    findings,
    notices: [],
    complete: false,
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
