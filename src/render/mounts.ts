import { mountId } from '../model/id.ts';
import type { RunReport } from '../model/run.ts';

/** The ids of the mounts that hold the declared providers, each once. */
export function mountsOf({ providers }: Pick<RunReport, 'providers'>): string[] {
  return [...new Set(providers.map(mountId))];
}
