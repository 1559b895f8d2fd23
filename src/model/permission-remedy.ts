/** An IAM or key policy statement that allows one or more actions. */
interface AllowStatement {
  readonly Effect: 'Allow';
  readonly Action: string | readonly string[];
}

/** A remedy that ends with a statement to paste. */
export function pasteRemedy(
  where: string,
  statement: AllowStatement & Readonly<Record<string, unknown>>,
): string {
  return `${where}: ${JSON.stringify(statement)}`;
}

/** A message without the remedy that it ends with. */
export function withoutRemedy({
  message,
  remedy,
}: {
  readonly message: string;
  readonly remedy: string;
}): string {
  return remedy !== '' && message.endsWith(remedy) ? message.slice(0, -remedy.length).trim() : message;
}

/** Remedies as few as possible: statements that differ only in their actions become one. */
export function mergeRemedies(remedies: readonly string[]): string[] {
  const merged = new Map<string, { where: string; statement: AllowStatement | null; actions: string[] }>();
  for (const remedy of remedies) {
    const { where, statement } = taken(remedy);
    const key = statement === null ? where : `${where} ${JSON.stringify({ ...statement, Action: null })}`;
    const actions = statement === null ? [] : [statement.Action].flat();
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { where, statement, actions: [...actions] });
    else known.actions.push(...actions);
  }
  return [...merged.values()].map(({ where, statement, actions }) => {
    if (statement === null) return where;
    const all = [...new Set(actions)];
    return `${where}: ${JSON.stringify({ ...statement, Action: all.length === 1 ? all[0] : all })}`;
  });
}

function taken(remedy: string): { where: string; statement: AllowStatement | null } {
  const [, where, json] = /^(.*?): (\{"Effect":"Allow".*\})$/s.exec(remedy) ?? [];
  if (where === undefined || json === undefined) return { where: remedy, statement: null };
  return { where, statement: JSON.parse(json) as AllowStatement };
}
