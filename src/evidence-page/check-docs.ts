import type { CheckDoc } from '../verify/check.ts';
import { checkCatalogue } from '../verify/checks/all-checks.ts';

/** Every check that a key is measured by: the columns of the matrix, in the order of the catalogue. */
export const keyColumns: readonly CheckDoc[] = Object.values(checkCatalogue).filter(
  ({ scope }) => scope === 'version' || scope === 'key',
);

/** What is known about a check; `null` for an id of another version of this tool. */
export function checkDoc(id: string): CheckDoc | null {
  return Object.hasOwn(checkCatalogue, id) ? checkCatalogue[id as keyof typeof checkCatalogue] : null;
}
