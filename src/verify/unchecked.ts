import type { Notice } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import { unchecked } from './checks/region.ts';

/** What Vault has beside the keys that were checked, by name: the lists give it for nothing. */
export interface Unchecked {
  /** The id of the provider that was checked. */
  readonly id: string;
  /** The id of its mount. */
  readonly mount: string;
  /** Further keys on that provider. */
  readonly keys: readonly string[];
  /** Further providers of the same mount. */
  readonly providers: readonly string[];
}

/** Says what Vault has and the run did not check; whose aliases bear such a key's name are no orphans. */
export function addUnchecked(report: Report, { id, mount, keys, providers }: Unchecked): Report {
  const names = new Set(keys);
  return {
    ...report,
    orphans: report.orphans.filter(({ alias }) => alias === null || !names.has(keyNameIn(alias))),
    notices: [
      ...report.notices,
      ...notice(id, keys, `Vault also has ${listed(keys)} on ${id}, undeclared and not checked.`),
      ...notice(
        mount,
        providers,
        `Vault also has the provider ${listed(providers)} on ${mount}, undeclared: what is on it was not checked, and its aliases are among the orphans where the region is the same.`,
      ),
    ],
  };
}

function notice(id: string, names: readonly string[], message: string): Notice[] {
  return names.length === 0 ? [] : [{ code: unchecked.id, id, message }];
}

const shown = 10;

function listed(names: readonly string[]): string {
  const more = names.length - shown;
  return `${names.slice(0, shown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** `alias/hashicorp/<key>-<unix time>` */
function keyNameIn(alias: string): string {
  return alias.replace(/^alias\/hashicorp\//, '').replace(/-\d+$/, '');
}
