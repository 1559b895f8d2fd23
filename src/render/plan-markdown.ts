import type { Plan, PlanBlocker, Step } from '../model/plan.ts';
import type { Command, FailedStep, RunReport } from '../model/run.ts';
import { details, paragraphs } from './details.ts';
import { code, inline } from './escape.ts';
import { list, table } from './markdown-table.ts';
import { count, opSigns, opWords, planHeadline, showChange } from './plan-wording.ts';

/** The plan, or its result, as a part of the job summary: blockers first, then removals. */
export function planMarkdown({ command, plan, applied, sources }: RunReport, rows: number): string {
  if (plan === null) return '';
  return paragraphs(
    `### ${applied === null ? 'Plan' : 'Result'}`,
    applied === null ? planHeadlineMarkdown(plan, command) : resultHeadline(applied),
    blockersMarkdown(plan.refusals, sources, rows),
    applied === null ? stepsMarkdown(plan.steps, rows) : resultMarkdown(applied, rows),
    asideMarkdown(plan, rows),
    `Plan digest: ${code(plan.digest)}`,
  );
}

/** The plan's headline, with a mark. */
export function planHeadlineMarkdown(plan: Plan, command: Command | null): string {
  const mark = plan.refusals.length > 0 ? '⛔ ' : plan.in_sync ? '✅ ' : '';
  return `${mark}**${planHeadline(plan, command)}**`;
}

/** What blocks the plan, each with its remedy and where it is declared. */
export function blockersMarkdown(
  blockers: readonly PlanBlocker[],
  sources: RunReport['sources'],
  rows: number,
): string {
  return list(
    blockers.map(({ id, message, remedy }) => {
      const { file = null, line = null } = sources[id] ?? {};
      const where = file === null ? '' : ` (${code(line === null ? file : `${file}:${line}`)})`;
      return `⛔ ${inline(message)}${where}<br>→ ${inline(remedy)}`;
    }),
    rows,
  );
}

/** The plan's notices, and what Vault has that is not declared. */
export function asideMarkdown({ undeclared, notices }: Plan, rows: number): string {
  return paragraphs(
    list(
      notices.map(({ message }) => `ℹ️ ${inline(message)}`),
      rows,
    ),
    list(
      undeclared.filter(isInKms).map((id) => `⚠️ Undeclared in KMS, left unchanged: ${code(id)}`),
      rows,
    ),
    undeclaredElsewhere(
      undeclared.filter((id) => !isInKms(id)),
      rows,
    ),
  );
}

/** A provider or a distribution: both concern keys in AWS, and so are always visible. */
function isInKms(id: string): boolean {
  return /\/kms\/[^/]+(\/key\/[^/]+)?$/.test(id);
}

function undeclaredElsewhere(ids: readonly string[], rows: number): string {
  return details(`Undeclared keys in Vault, left unchanged: ${ids.length}`, list(ids.map(code), rows));
}

/** The steps in the plan's order, removals first. */
export function disruptiveFirst<S extends Step>(steps: readonly S[]): S[] {
  return [...steps].sort((a, b) => Number(b.disruptive) - Number(a.disruptive));
}

function stepsMarkdown(steps: readonly Step[], rows: number): string {
  return table(
    {
      head: ['', 'step', 'id', 'changes', 'reason'],
      rows: disruptiveFirst(steps).map((step) => [
        step.disruptive ? '⚠️' : signs[opSigns[step.op]],
        ...stepCells(step),
        inline(step.reason),
      ]),
    },
    rows,
  );
}

function resultHeadline({ done, failed, left }: NonNullable<RunReport['applied']>): string {
  const whole = failed.length + left.length === 0;
  const rest = whole ? '' : `, ${failed.length} failed, ${left.length} not done`;
  return `${whole ? '✅' : '❌'} **${count(done.length, 'step')} done${rest}.**`;
}

/** More steps than this that were done are folded, so that what follows stays in view. */
const mostOpen = 10;

function resultMarkdown({ done, failed, left }: NonNullable<RunReport['applied']>, rows: number): string {
  const cells = (mark: string, how: string) => (step: Step | FailedStep) => [
    `${mark}&nbsp;${how}`,
    ...stepCells(step),
    inline('error' in step ? step.error : step.reason),
  ];
  const head = ['', 'step', 'id', 'changes', 'why'];
  const open = [...failed.map(cells('❌', 'failed')), ...left.map(cells('⏸️', 'not&nbsp;done'))];
  const steps = disruptiveFirst(done).map(cells('✅', 'done'));
  if (steps.length <= mostOpen) return table({ head, rows: [...open, ...steps] }, rows);
  return paragraphs(
    table({ head, rows: open }, rows),
    details(`✅ ${count(steps.length, 'step')} done`, table({ head, rows: steps }, rows)),
  );
}

const signs = { '+': '➕', '~': '✏️', '-': '➖' } as const;

function stepCells({ op, id, changes }: Step): string[] {
  return [opWords[op], code(id), changes.map((change) => inline(showChange(change))).join('<br>')];
}
