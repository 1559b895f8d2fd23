import type { Evidence, KmsAlias } from '../model/evidence.ts';
import { found } from '../model/evidence.ts';

/** A region's aliases indexed by name and by target: a region may hold thousands, and each key looks up its own. */
export interface Aliases {
  readonly byName: ReadonlyMap<string, KmsAlias>;
  readonly byTarget: ReadonlyMap<string, readonly KmsAlias[]>;
}

export function indexAliases(list: Evidence<readonly KmsAlias[]>): Evidence<Aliases> {
  if (!list.ok) return list;
  const byTarget = new Map<string, KmsAlias[]>();
  for (const alias of list.value) {
    if (alias.target_key_id === null) continue;
    const others = byTarget.get(alias.target_key_id);
    if (others === undefined) byTarget.set(alias.target_key_id, [alias]);
    else others.push(alias);
  }
  return found({ byName: new Map(list.value.map((alias) => [alias.name, alias])), byTarget });
}
