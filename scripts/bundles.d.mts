import type { Metafile } from 'esbuild';

interface Bundle {
  readonly entry: string;
  readonly outfile: string;
  readonly later?: readonly string[];
}

export const bundles: readonly Bundle[];
export function buildBundle(
  bundle: Bundle,
  settings?: { readonly write?: boolean },
): Promise<{
  readonly metafile: Metafile;
  readonly folder: string;
  readonly required: ReadonlyMap<string, string>;
  readonly files: readonly (readonly [path: string, text: string])[];
}>;
