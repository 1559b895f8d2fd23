import type { BuildOptions } from 'esbuild';

export const bundles: readonly { readonly entry: string; readonly outfile: string }[];
export const options: BuildOptions & { readonly metafile: true };
