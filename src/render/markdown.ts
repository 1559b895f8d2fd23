import type { Plan } from '../model/plan.ts';
import type { RunReport } from '../model/run.ts';
import { cell, code } from './escape.ts';
import { opSigns, opWords, planHeadline, showChange } from './words.ts';

/** A run as Markdown, for the job summary. */
export function runMarkdown(report: RunReport): string {
  return [
    `## Vault keymgmt → AWS KMS: ${report.command ?? 'no command'}`,
    ...(report.error === null
      ? []
      : [`**Failed** (${code(report.error.code)}): ${cell(report.error.message)}`]),
    ...(report.vault === null ? [] : [whereMarkdown(report)]),
    ...(report.plan === null ? [] : [planMarkdown(report.plan)]),
    ...(report.distributions.length === 0 ? [] : [distributionsMarkdown(report)]),
    ...report.warnings.map((warning) => `> ${cell(warning)}`),
  ].join('\n\n');
}

function whereMarkdown({ vault, ids }: RunReport): string {
  const namespace = vault!.namespace === '' ? '' : ` in the namespace ${code(vault!.namespace)}`;
  return `Vault ${code(vault!.url)}${namespace}: ${ids.map(code).join(', ') || 'no provider'}`;
}

/** A plan as Markdown: refusals first, then a table of steps. */
export function planMarkdown(plan: Plan): string {
  const refusals = plan.refusals.map(({ message, remedy }) => `- ${cell(message)} ${cell(remedy)}`);
  const steps = plan.steps.map(({ op, id, changes, reason, disruptive }) =>
    row([
      `${opSigns[op]} ${opWords[op]}${disruptive ? ' (!)' : ''}`,
      code(id),
      changes.map((change) => cell(showChange(change))).join('<br>'),
      cell(reason),
    ]),
  );
  return [
    `**${planHeadline(plan)}**`,
    ...(refusals.length === 0 ? [] : [refusals.join('\n')]),
    ...(steps.length === 0
      ? []
      : [[row(['step', 'id', 'changes', 'reason']), row(['---', '---', '---', '---']), ...steps].join('\n')]),
    ...(plan.undeclared.length === 0
      ? []
      : [`Undeclared, left as it is: ${plan.undeclared.map(code).join(', ')}`]),
    ...plan.notices.map(({ message }) => `> ${cell(message)}`),
    `Digest: ${code(plan.digest)}`,
  ].join('\n\n');
}

function distributionsMarkdown({ distributions }: RunReport): string {
  return [
    row(['key', 'KMS provider', 'region', 'alias', 'latest version', 'KMS key of the latest version']),
    row(['---', '---', '---', '---', '---', '---']),
    ...distributions.map(({ key, kms, region, alias, latest_version, versions }) =>
      row([
        code(key),
        code(kms),
        code(region),
        code(alias),
        String(latest_version),
        code(versions[latest_version] ?? ''),
      ]),
    ),
  ].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
