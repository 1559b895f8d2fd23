import type { Plan, PlanBlocker, Step } from '../model/plan.ts';
import type { FailedStep, RunReport } from '../model/run.ts';
import { details, paragraphs } from './details.ts';
import { code, inline } from './escape.ts';
import { list, table } from './markdown-table.ts';
import { count, opSigns, opWords, planHeadline, showChange } from './plan-wording.ts';

/** The plan, or what came of it, as a part of the job summary: refusals first, then what takes something away. */
export function planMarkdown({ plan, applied, sources }: RunReport, rows: number): string {
  if (plan === null) return '';
  return paragraphs(
    `### ${applied === null ? 'Plan' : 'Result'}`,
    applied === null ? planHeadlineMarkdown(plan) : resultHeadline(applied),
    refusalsMarkdown(plan.refusals, sources, rows),
    applied === null ? stepsMarkdown(plan.steps, rows) : resultMarkdown(applied, rows),
    asideMarkdown(plan, rows),
    `Plan digest: ${code(plan.digest)}`,
  );
}

/** What the plan amounts to, in one line with a mark. */
export function planHeadlineMarkdown(plan: Plan): string {
  const mark = plan.refusals.length > 0 ? '⛔ ' : plan.in_sync ? '✅ ' : '';
  return `${mark}**${planHeadline(plan)}**`;
}

/** What is declared but can't be done, each with its way out and where it is declared. */
export function refusalsMarkdown(
  refusals: readonly PlanBlocker[],
  sources: RunReport['sources'],
  rows: number,
): string {
  return list(
    refusals.map(({ id, message, remedy }) => {
      const { file = null, line = null } = sources[id] ?? {};
      const place = file === null ? '' : ` (${code(line === null ? file : `${file}:${line}`)})`;
      return `⛔ ${inline(message)}${place}<br>→ ${inline(remedy)}`;
    }),
    rows,
  );
}

/** What Vault has and nobody declares, folded away, and the plan's notices. */
export function asideMarkdown({ undeclared, notices }: Plan, rows: number): string {
  return paragraphs(
    list(
      notices.map(({ message }) => `ℹ️ ${inline(message)}`),
      rows,
    ),
    details(
      `Undeclared, left as it is: ${count(undeclared.length, 'thing')}`,
      list(undeclared.map(code), rows),
    ),
  );
}

/** Steps in the plan's order, but for those that take something away: they come first. */
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

function resultMarkdown({ done, failed, left }: NonNullable<RunReport['applied']>, rows: number): string {
  const cells = (mark: string, how: string) => (step: Step | FailedStep) => [
    `${mark}&nbsp;${how}`,
    ...stepCells(step),
    inline('error' in step ? step.error : step.reason),
  ];
  return table(
    {
      head: ['', 'step', 'id', 'changes', 'why'],
      rows: [
        ...failed.map(cells('❌', 'failed')),
        ...left.map(cells('⏸️', 'not&nbsp;done')),
        ...disruptiveFirst(done).map(cells('✅', 'done')),
      ],
    },
    rows,
  );
}

const signs = { '+': '➕', '~': '✏️', '-': '➖' } as const;

function stepCells({ op, id, changes }: Step): string[] {
  return [opWords[op], code(id), changes.map((change) => inline(showChange(change))).join('<br>')];
}
