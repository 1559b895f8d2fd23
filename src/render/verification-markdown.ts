import type { Inventory } from '../model/inventory.ts';
import type { Accepted, Finding, KeyReport, Report, VersionReport } from '../model/report.ts';
import { bySeverity, isCommand } from '../model/report.ts';
import type { RunReport } from '../model/run.ts';
import { changeLines, changesHeadline } from './changes-text.ts';
import { details, paragraphs } from './details.ts';
import { code, inline } from './escape.ts';
import { inventoryHeadline, sourceText } from './inventory-text.ts';
import { list, type Table, table } from './markdown-table.ts';
import { statusMarks } from './marks.ts';
import { permissionsMarkdown } from './permissions-markdown.ts';
import { count } from './plan-wording.ts';
import { reportHeadline } from './report-text.ts';

/** The verifier's report as a part of the job summary: findings with their remedies, and the rest folded away. */
export function verificationMarkdown({ verification, providers }: RunReport, rows: number): string {
  if (verification === null) return '';
  const { keys, findings, permissions, limits, orphans, notices, accepted = [] } = verification;
  const regionOf = (kms: string) => providers.find((provider) => provider.kms === kms)?.region ?? '';
  const lines = keys.flatMap((key) => versionLines(key, regionOf(key.kms)));
  const passed = lines.filter(({ status }) => status === 'pass');
  const open = lines.filter(({ status }) => status !== 'pass').sort(bySeverity);
  return paragraphs(
    '### Verification in AWS KMS',
    `${statusMarks[verification.status]} **${inline(reportHeadline(verification))}**`,
    changesMarkdown(verification, rows),
    list(findings.map(findingMarkdown), rows),
    table(versionTable(open, true), rows),
    details(
      `✅ ${count(passed.length, 'key version')} match Vault’s record`,
      table(versionTable(passed, false), rows),
    ),
    permissionsMarkdown(permissions, limits, rows),
    ...(verification.inventory ?? []).map((one) => inventoryMarkdown(one, rows)),
    details(`☑️ ${count(accepted.length, 'finding')} accepted`, table(acceptedTable(accepted), rows)),
    list(
      [
        ...orphans.map(
          ({ alias, key_id }) =>
            `ℹ️ ${code(alias ?? key_id ?? '')} is in KMS and belongs to no checked distribution.`,
        ),
        ...notices.map(({ message }) => `ℹ️ ${inline(message)}`),
      ],
      rows,
    ),
  );
}

/** What differs from the earlier report. */
function changesMarkdown({ changes }: Report, rows: number): string {
  if (changes === undefined) return '';
  const lines = changeLines(changes).map(inline);
  return paragraphs(`**${inline(changesHeadline(changes))}**`, list(lines, rows));
}

/** The share of the region's keys that Vault controls, and the others folded away. */
function inventoryMarkdown(inventory: Inventory, rows: number): string {
  const outside: Table = {
    head: ['KMS key', 'aliases', 'source', 'state', 'created', 'by', 'last used'],
    rows: inventory.outside.map((key) => [
      code(key.key_id),
      key.aliases.map(code).join('<br>'),
      sourceText(key),
      inline(key.key_state ?? ''),
      inline(key.created?.slice(0, 10) ?? ''),
      key.creator === null ? '' : code(key.creator),
      inline(key.last_used?.slice(0, 10) ?? ''),
    ]),
  };
  return paragraphs(
    `#### KMS keys of the region\n\n${inline(inventoryHeadline(inventory))}`,
    details(`${count(outside.rows.length, 'KMS key')} outside Vault’s record`, table(outside, rows)),
  );
}

function acceptedTable(accepted: readonly Accepted[]): Table {
  return {
    head: ['finding', 'owner', 'until', 'reason'],
    rows: accepted.map(({ id, owner, expires, reason }) => [
      code(id),
      inline(owner),
      inline(expires),
      inline(reason),
    ]),
  };
}

/** One finding: what is wrong, and what to do. */
function findingMarkdown({ check, status, message, remediation }: Finding): string {
  return `${statusMarks[status]} ${code(check)}: ${inline(message)}<br>→ ${remedyMarkdown(remediation)}`;
}

function remedyMarkdown(remediation: string): string {
  return remediation
    .split('\n')
    .map((line) => (isCommand(line) ? code(line) : inline(line)))
    .join('<br>');
}

interface Line {
  readonly status: Report['status'];
  readonly key: KeyReport;
  /** `null`: the key as a whole. */
  readonly version: VersionReport | null;
  readonly region: string;
  readonly findings: readonly Finding[];
}

/** One line per version, and one for the key as a whole where it has findings. */
function versionLines(key: KeyReport, region: string): Line[] {
  const whole =
    key.findings.length === 0 && key.versions.length > 0
      ? []
      : [{ status: worstOf(key), key, version: null, region, findings: key.findings }];
  return [
    ...whole,
    ...key.versions.map((version) => ({
      status: version.status,
      key,
      version,
      region,
      findings: version.findings,
    })),
  ];
}

function worstOf({ findings, status }: KeyReport): Report['status'] {
  return [...findings].sort(bySeverity)[0]?.status ?? status;
}

/** Lines with findings show the remedies in the last column, with the KMS key's id below them. */
function versionTable(lines: readonly Line[], remedies: boolean): Table {
  return {
    head: ['', 'key', 'version', 'region', 'state', remedies ? 'finding and remedy' : 'KMS key'],
    rows: lines.map(({ status, key, version, region, findings }) => {
      const kmsKey = code(version?.key_id ?? '');
      return [
        statusMarks[status],
        `${code(key.name)}<br>on ${code(key.kms)}`,
        version === null ? 'all' : String(version.version),
        code(region),
        inline(version?.key_state ?? ''),
        remedies
          ? [...findings.map(findingMarkdown), kmsKey].filter((text) => text !== '').join('<br>')
          : kmsKey,
      ];
    }),
  };
}
