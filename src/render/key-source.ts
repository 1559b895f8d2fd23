import type { SourceLocation } from '../model/problem.ts';
import type { RunReport } from '../model/run.ts';

/** The declaration of a key in a verification report, which names the key by provider and name. */
export function keySource(
  { providers, sources }: Pick<RunReport, 'providers' | 'sources'>,
  kms: string,
  key: string,
): { readonly id: string; readonly source: SourceLocation | null } {
  const ids = providers.filter((provider) => provider.kms === kms).map(({ id }) => `${id}/key/${key}`);
  const id = ids.find((candidate) => sources[candidate] !== undefined);
  return id === undefined ? { id: `${kms}/key/${key}`, source: null } : { id, source: sources[id]! };
}
