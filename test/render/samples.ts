import { emptyReport } from '../../src/action/empty-report.ts';
import type { BlockerCode, NoticeCode } from '../../src/model/codes/catalogue.ts';
import type { Distribution } from '../../src/model/distribution.ts';
import { distributionId, keyId, providerId } from '../../src/model/id.ts';
import type { Plan, PlanBlocker, Step } from '../../src/model/plan.ts';
import type { Finding, KeyReport, PermissionReport, Report } from '../../src/model/report.ts';
import type { RunReport } from '../../src/model/run.ts';
import { buildReport } from '../../src/verify/build-report.ts';

const clock = { now: () => new Date('2026-11-24T00:00:00Z'), sleep: async () => {} };
const mount = { namespace: 'team-a', path: 'keymgmt' };
const kms = 'aws-us-west-2';
const region = 'us-west-2';

/** What a run knows of itself before it has done anything. */
export function run(changes: Partial<RunReport> = {}): RunReport {
  const env = {
    GITHUB_REPOSITORY: 'octo-org/keys',
    GITHUB_SHA: '7b1e4a29c0d35f86e1a4b7c92d08f3561e9ab47d',
    GITHUB_RUN_ID: '4711',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_ACTOR: 'octocat',
    GITHUB_WORKFLOW_REF: 'octo-org/keys/.github/workflows/keys.yaml@refs/heads/main',
    GITHUB_REF_NAME: 'main',
    GITHUB_SERVER_URL: 'https://github.com',
  };
  const report = emptyReport({ command: 'plan' }, env, clock);
  return {
    ...report,
    finished_at: '2026-11-24T00:00:03.200Z',
    vault: { url: 'https://vault.example.com:8200', namespace: 'admin' },
    ids: [providerId(mount, kms)],
    providers: [{ id: providerId(mount, kms), ...mount, kms, region, manifest: 'keys.yaml' }],
    sources: {
      [providerId(mount, kms)]: { file: 'keys.yaml', input: 'manifest', line: 4, column: 3 },
      [keyId(mount, 'payments-db')]: { file: 'keys.yaml', input: 'manifest', line: 8, column: 3 },
      [distributionId(mount, kms, 'payments-db')]: {
        file: 'keys.yaml',
        input: 'manifest',
        line: 8,
        column: 3,
      },
    },
    ...changes,
  };
}

export function plan(steps: readonly Step[], changes: Partial<Plan> = {}): Plan {
  return {
    schema_version: 1,
    digest: '5f0c9b1e7d3a42688c1f4e90b7d62a35e8f4170c9d2b6a83517e0fc4d98b23a6',
    in_sync: steps.every(({ op }) => op === 'refresh_credentials'),
    steps,
    refusals: [],
    undeclared: [],
    notices: [],
    ...changes,
  };
}

export function step(op: Step['op'], key: string, changes: Partial<Step> = {}): Step {
  const id =
    op === 'register_provider' || op === 'refresh_credentials' || op === 'delete_provider'
      ? providerId(mount, kms)
      : op === 'distribute' || op === 'remove_distribution'
        ? distributionId(mount, kms, key)
        : keyId(mount, key);
  return { op, id, changes: [], reason: 'it is declared', disruptive: false, depends_on: [], ...changes };
}

function refusal(key: string, changes: Partial<PlanBlocker> = {}): PlanBlocker {
  return {
    code: 'immutable_field',
    id: keyId(mount, key),
    field: 'type',
    from: 'aes256-gcm96',
    to: 'rsa-2048',
    message: `${keyId(mount, key)}: type is aes256-gcm96 and cannot become rsa-2048.`,
    remedy: 'Destroy the distribution and declare a new key.',
    ...changes,
  };
}

export function distribution(key: string, version = 1): Distribution {
  return {
    id: distributionId(mount, kms, key),
    ...mount,
    kms,
    key,
    region,
    alias: `alias/hashicorp/${key}-1700000000`,
    type: 'aes256-gcm96',
    purpose: ['decrypt', 'encrypt'],
    protection: 'hsm',
    latest_version: version,
    min_enabled_version: 1,
    replica_regions: [],
    distribution_time: '2023-11-14T22:13:20Z',
    versions: {
      [version]: `1234abcd-12ab-34cd-56ef-${Buffer.from(key).toString('hex').slice(-12).padStart(12, '0')}`,
    },
  };
}

export function finding(changes: Partial<Finding> = {}): Finding {
  return {
    check: 'key_state',
    status: 'fail',
    expected: 'Enabled',
    actual: 'PendingDeletion',
    message: 'payments-db version 1: the KMS key is PendingDeletion, and should be Enabled.',
    remediation: 'Cancel the deletion while there is time: aws kms cancel-key-deletion.',
    ...changes,
  };
}

export function keyReport(name: string, findings: readonly Finding[] = []): KeyReport {
  const status = findings[0]?.status ?? 'pass';
  const { alias, versions } = distribution(name);
  return {
    name,
    kms,
    alias,
    status,
    findings: [],
    versions: [
      {
        version: 1,
        key_id: versions[1]!,
        arn: `arn:aws:kms:us-west-2:111122223333:key/${versions[1]}`,
        key_state: findings[0]?.actual ?? 'Enabled',
        key_material_id: null,
        status,
        findings,
      },
    ],
  };
}

export function permission(action: string, decision: PermissionReport['decision']): PermissionReport {
  return {
    action,
    decision,
    method: 'simulate',
    evidence: decision === 'allowed' ? 'allowed' : 'implicitDeny',
    layer: decision === 'allowed' ? null : 'identity policy',
    message: 'A simulation over the identity policies and the permissions boundary.',
    remedy: '',
    needed_for: 'creating a KMS key for each key version',
    sets: ['terraform', 'vault'],
    principal_arn: 'arn:aws:iam::111122223333:user/vault',
    region: 'us-west-2',
    kms: ['aws-us-west-2'],
  };
}

export function verification(
  keys: readonly KeyReport[],
  permissions: readonly PermissionReport[] = [],
): Report {
  return buildReport({
    region,
    account_id: '111122223333',
    principal_arn: 'arn:aws:iam::111122223333:user/vault',
    checked_at: '2026-11-24T00:00:00Z',
    keys,
    permissions,
    limits: [],
    orphans: [],
    findings: [],
    notices: [],
    depth: 'standard',
    next: null,
  });
}

const keyNames = (count: number) => Array.from({ length: count }, (_, index) => `service-${index + 1}`);

/** What the pictures were taken of, and the tests look at. */
export const samples = {
  clean: run({ plan: plan([]), distributions: ['payments-db', 'orders-db'].map((key) => distribution(key)) }),
  changes: run({
    plan: plan(
      [
        step('register_provider', '', {
          changes: [{ field: 'key_collection', from: null, to: region }],
          reason: 'the provider is not there',
        }),
        step('create_key', 'payments-db', {
          changes: [{ field: 'type', from: null, to: 'aes256-gcm96' }],
          reason: 'the key is not there',
        }),
        step('update_key', 'orders-db', {
          changes: [{ field: 'deletion_allowed', from: false, to: true }],
          reason: 'Vault has another value',
        }),
        step('remove_distribution', 'legacy', { disruptive: true, reason: 'nobody declares it' }),
      ],
      { undeclared: [`${keyId(mount, 'unknown')}`] },
    ),
  }),
  refusal: run({
    plan: plan([step('create_key', 'orders-db')], { refusals: [refusal('payments-db')] }),
    error: { code: 'plan_refused', message: 'refused' },
  }),
  applied: run({
    command: 'apply',
    changed: true,
    plan: plan([step('create_key', 'orders-db'), step('distribute', 'orders-db')]),
    applied: {
      done: [step('create_key', 'orders-db')],
      failed: [
        {
          ...step('distribute', 'orders-db'),
          error: 'team-a/keymgmt/kms/aws-us-west-2/key/orders-db: Vault answered 400: AccessDeniedException',
        },
      ],
      left: [step('rotate', 'orders-db')],
    },
    error: { code: 'vault_refused', message: 'Vault answered 400: AccessDeniedException' },
  }),
  failed: run({
    command: 'verify',
    distributions: ['payments-db', 'orders-db', 'billing'].map((key) => distribution(key)),
    verification: verification(
      [keyReport('payments-db', [finding()]), keyReport('orders-db'), keyReport('billing')],
      [
        permission('kms:CreateKey', 'denied'),
        permission('kms:DescribeKey', 'allowed'),
        permission('kms:ImportKeyMaterial', 'indeterminate'),
      ],
    ),
    error: {
      code: 'not_compliant',
      message: 'Verification failed: 1 of 2 keys does not match Vault’s record.',
    },
  }),
  many: run({
    command: 'verify',
    distributions: keyNames(200).map((key) => distribution(key)),
    verification: verification(
      keyNames(200).map((name, index) => keyReport(name, index % 40 === 7 ? [finding()] : [])),
    ),
  }),
} as const;

/** What changed, what is accepted and the inventory, with the text in every place. */
function poisonedAudit(text: string, finding: Finding): Pick<Report, 'changes' | 'accepted' | 'inventory'> {
  const changed = { id: text, check: text, status: 'fail', message: text } as const;
  const permission = { action: text, principal_arn: text, region: text };
  return {
    changes: {
      since: text,
      new: [changed],
      fixed: [changed],
      unchanged: 1,
      material_replaced: [{ id: text, version: 1, key_id: text, from: text, to: text }],
      keys_added: [text],
      keys_gone: [text],
      permissions_gained: [permission],
      permissions_lost: [permission],
    },
    accepted: [
      { id: text, reason: text, owner: text, expires: '2027-01-31', key: text, version: 1, finding },
    ],
    inventory: [
      {
        ...{ region: text, account_id: text, total: 1, vault: 0, imported: 1, kms: 0 },
        ...{ custom_key_store: 0, unread: 0 },
        outside: [
          {
            ...{ key_id: text, arn: text, source: 'imported', key_state: text, created: text },
            ...{ aliases: [text], creator: text, last_used: text },
          },
        ],
      },
    ],
  };
}

/** Every text of others that a report can hold, set to one text. */
export function poisoned(text: string): RunReport {
  const from = run();
  const bad: Finding = {
    check: text as Finding['check'],
    status: 'fail',
    expected: text,
    actual: text,
    message: text,
    remediation: text,
  };
  return {
    ...from,
    vault: { url: text, namespace: text },
    ids: [text],
    providers: [{ id: text, namespace: text, path: text, kms: text, region: text, manifest: text }],
    sources: { [text]: { file: text, input: text, line: 1, column: 1 } },
    provenance: {
      repository: text,
      commit: text,
      run_id: text,
      run_attempt: text,
      actor: text,
      workflow: text,
      ref: text,
      run_url: text,
      tool_version: text,
      manifest_sha256: text,
    },
    plan: {
      ...plan([
        step('update_key', '', {
          id: text,
          reason: text,
          changes: [{ field: text, from: text, to: [text, text] }],
        }),
        step('remove_distribution', '', { id: text, reason: text, disruptive: true }),
      ]),
      digest: text,
      refusals: [
        {
          code: text as BlockerCode,
          id: text,
          field: text,
          from: text,
          to: text,
          message: text,
          remedy: text,
        },
      ],
      undeclared: [text],
      notices: [{ code: text as NoticeCode, id: text, message: text }],
    },
    distributions: [
      {
        ...distribution('x'),
        id: text,
        namespace: text,
        path: text,
        kms: text,
        key: text,
        region: text,
        alias: text,
        versions: { 1: text },
      },
    ],
    verification: {
      ...verification([
        {
          ...keyReport(text, [bad]),
          kms: text,
          alias: text,
          findings: [bad],
          versions: [
            {
              version: 1,
              key_id: text,
              arn: text,
              key_state: text,
              key_material_id: text,
              status: 'fail',
              findings: [bad],
            },
          ],
        },
      ]),
      region: text,
      account_id: text,
      principal_arn: text,
      permissions: [
        {
          ...permission(text, 'denied'),
          method: text,
          evidence: text,
          layer: text,
          message: text,
          needed_for: text,
          principal_arn: text,
        },
      ],
      limits: [],
      orphans: [{ alias: text, key_id: text }],
      findings: [bad],
      notices: [{ code: text as Finding['check'], id: text, message: text }],
      ...poisonedAudit(text, bad),
    },
    warnings: [text],
    error: { code: text, message: text },
  };
}
