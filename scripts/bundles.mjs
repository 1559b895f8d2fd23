/** What is built from what: the one list that the build, the layering test and the benches share. */
export const bundles = [
  { entry: 'src/action/index.ts', outfile: 'dist/index.cjs' },
  { entry: 'src/action/post.ts', outfile: 'dist/post.cjs' },
  { entry: 'lambda/index.ts', outfile: 'dist/lambda/index.cjs' },
  { entry: 'emulator/main.ts', outfile: 'dist/emulator.cjs' },
  { entry: 'demo/main.ts', outfile: 'dist/demo.cjs' },
];

/** CommonJS, because an ESM bundle of these packages fails at start (`Dynamic require of "net"`). */
export const options = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  charset: 'utf8',
  metafile: true,
  logLevel: 'warning',
  // fdir's ESM build needs import.meta, which a CommonJS bundle has not.
  alias: { fdir: './node_modules/fdir/dist/index.cjs' },
  logOverride: { 'empty-import-meta': 'error' },
};
