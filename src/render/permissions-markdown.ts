import type { Limit, PermissionReport } from '../model/report.ts';
import { paragraphs } from './details.ts';
import { code, inline } from './escape.ts';
import { list, type Table, table } from './markdown-table.ts';
import { decisionMarks } from './marks.ts';
import { columnsOf, groupPermissions, type PermissionGroup } from './permission-groups.ts';

/** The permissions of the audited principals: limits, a matrix of actions and providers, and what is not allowed. */
export function permissionsMarkdown(
  permissions: readonly PermissionReport[],
  limits: readonly Limit[],
  rows: number,
): string {
  if (permissions.length === 0) return '';
  const principals = [...new Set(permissions.map(({ principal_arn }) => principal_arn))];
  const audited = principals.map((arn) => (arn === null ? 'none' : code(arn))).join(', ');
  return paragraphs(
    '#### Permissions',
    principals.every((arn) => arn === null)
      ? 'No principal given: set `principal_arn`.'
      : `Audited principal: ${audited}.`,
    list(
      limits.map(({ message }) => `ℹ️ ${inline(message)}`),
      rows,
    ),
    table(matrix(permissions), rows),
    list(groupPermissions(permissions).map(groupMarkdown), rows),
  );
}

/** A mark for each action and provider. */
function matrix(permissions: readonly PermissionReport[]): Table {
  const columns = [...new Set(permissions.flatMap(columnsOf))];
  const actions = [...new Set(permissions.map(({ action }) => action))];
  const cell = (action: string, column: string) =>
    [
      ...new Set(
        permissions
          .filter((row) => row.action === action && columnsOf(row).includes(column))
          .map(({ decision }) => decisionMarks[decision]),
      ),
    ].join('');
  return {
    head: ['action', ...columns.map(code)],
    rows: actions.map((action) => [code(action), ...columns.map((column) => cell(action, column))]),
  };
}

function groupMarkdown({ decision, actions, where, layer, message, remedies }: PermissionGroup): string {
  const by = layer === null ? '' : ` (${inline(layer)})`;
  const head = `${decisionMarks[decision]} ${actions.map(code).join(', ')}: ${decision}${by} for ${where.map(code).join(', ')}.`;
  return [`${head} ${inline(message)}`, ...remedies.map((remedy) => `→ ${remedyMarkdown(remedy)}`)].join(
    '<br>',
  );
}

/** A statement to paste stands as code. */
function remedyMarkdown(remedy: string): string {
  const [, where, statement] = /^(.*?): (\{"Effect".*\})$/s.exec(remedy) ?? [];
  return where === undefined || statement === undefined
    ? inline(remedy)
    : `${inline(where)}: ${code(statement)}`;
}
