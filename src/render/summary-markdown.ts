import type { RunReport } from '../model/run.ts';
import { details, paragraphs } from './details.ts';
import { diagnosisMarkdown } from './diagnosis-markdown.ts';
import { code, inline } from './escape.ts';
import { fenced } from './fenced.ts';
import { fitted } from './fitted.ts';
import { list, table } from './markdown-table.ts';
import { planMarkdown } from './plan-markdown.ts';
import { count } from './plan-wording.ts';
import { provenanceMarkdown } from './provenance-markdown.ts';
import { topologyDiagram } from './topology-diagram.ts';
import { verificationMarkdown } from './verification-markdown.ts';

/**
 * A run as Markdown, for the job summary.
 *
 * @param limit bytes; tables are shortened until the text fits
 */
export function summaryMarkdown(report: RunReport, limit: number): string {
  return `${fitted((rows) => render(report, rows), limit)}\n`;
}

function render(report: RunReport, rows: number): string {
  return paragraphs(
    `## Vault keymgmt → AWS KMS: ${report.command ?? 'no command'}`,
    provenanceMarkdown(report),
    errorMarkdown(report),
    report.diagnosis === null ? '' : diagnosisMarkdown(report.diagnosis, rows),
    planMarkdown(report, rows),
    verificationMarkdown(report, rows),
    distributionsMarkdown(report, rows),
    topologyDiagram(report),
    ...(rows === 0 ? [] : writtenMarkdown(report)),
    list(
      report.warnings.map((warning) => `⚠️ ${inline(warning)}`),
      rows,
    ),
  );
}

/** What failed, except for what plan and result show themselves. */
export function errorMarkdown({ error, plan, applied }: RunReport): string {
  if (error === null || error.code === 'not_ready') return '';
  const failed = `❌ **Failed** (${code(error.code)})`;
  if (error.code === 'plan_refused' && plan !== null) return `${failed}: nothing was written.`;
  const [first, ...others] = applied?.failed ?? [];
  if (first === undefined) return `${failed}: ${inline(error.message)}`;
  const more = others.length === 0 ? '' : ` ${count(others.length, 'other step')} failed too.`;
  return `${failed}: ${inline(first.error)}${more} Run again to continue with the remaining steps.`;
}

function distributionsMarkdown({ distributions, verification }: RunReport, rows: number): string {
  if (distributions.length === 0 || verification !== null) return '';
  return paragraphs(
    '### Keys in AWS KMS, by Vault’s record',
    table(
      {
        head: ['key', 'KMS provider', 'region', 'alias', 'latest version', 'its KMS key'],
        rows: distributions.map(({ key, kms, region, alias, latest_version, versions }) => [
          code(key),
          code(kms),
          code(region),
          code(alias),
          String(latest_version),
          code(versions[latest_version] ?? ''),
        ]),
      },
      rows,
    ),
  );
}

/** What a run wrote for the user to copy: a manifest, policies. */
function writtenMarkdown({ manifest, vault_policy, iam_policy }: RunReport): string[] {
  return [
    manifest === null ? '' : fenced('yaml', manifest),
    ...Object.entries(vault_policy ?? {}).map(([job, hcl]) =>
      details(`Vault policy for ${code(job)}`, fenced('hcl', hcl)),
    ),
    ...Object.entries(iam_policy ?? {}).map(([whose, document]) =>
      details(`IAM policy of ${code(whose)}`, fenced('json', JSON.stringify(document, null, 2))),
    ),
  ];
}
