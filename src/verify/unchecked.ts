import type { Report, ReportNotice } from '../model/report.ts';
import { noticeFrom } from './check.ts';
import { unchecked } from './checks/run-checks.ts';

/** What Vault has beside the checked keys, by name: the lists that the run reads have it anyway. */
export interface Unchecked {
  /** The id of the checked provider. */
  readonly id: string;
  /** The id of its mount. */
  readonly mount: string;
  /** Further keys on that provider. */
  readonly keys: readonly string[];
  /** Further providers of the same mount. */
  readonly providers: readonly string[];
}

/** Adds a notice for what Vault has and the run did not check. The aliases of such keys are not orphans. */
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
        `Vault also has the provider ${listed(providers)} on ${mount}, undeclared: its keys were not checked, and their aliases are listed as orphans if the region is the same.`,
      ),
    ],
  };
}

function notice(id: string, names: readonly string[], message: string): ReportNotice[] {
  return names.length === 0 ? [] : [noticeFrom(unchecked, id, message)];
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
