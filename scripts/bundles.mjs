import { basename, dirname, join, relative } from 'node:path';
import { build, transform } from 'esbuild';
import { inTwoFiles } from './two-files.mjs';

/** What most runs of the action do not use, or only when Vault has answered: the file `lib/later.cjs`. */
const later = [
  'src/action/commands/doctor-command.ts',
  'src/action/commands/policy-command.ts',
  'src/action/commands/verify-command.ts',
  'src/action/read-audit-basis.ts',
  'src/action/verification/verify-distributions.ts',
  'src/aws/aws-effects.ts',
  'src/evidence-page/evidence-page.ts',
  'src/evidence-page/page-content.ts',
  'src/render/junit.ts',
  'src/render/sarif.ts',
  'src/verifier/open-reader.ts',
  'src/verifier/verify-credentials.ts',
];

/** What is built from what: the one list that the build, the layering test and the benches share. */
export const bundles = [
  { entry: 'src/action/index.ts', outfile: 'dist/index.cjs', later },
  { entry: 'src/action/post.ts', outfile: 'dist/post.cjs' },
  { entry: 'src/cli/index.ts', outfile: 'dist/cli.cjs' },
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
  // A dynamic import becomes a deferred require().
  supported: { 'dynamic-import': false },
};

/**
 * What is a file of its own beside the bundles, in `lib/`, and is read when it is used: these packages, and the AWS
 * SDK, by our files in `sdk/`.
 */
const separatePackages = ['yaml', '@actions/github', 'tinyglobby', 'undici'];
const sdkFile = /(?:^|\/)sdk\/[\w-]+\.ts$/;

/** The bundles that leave the separate packages out; the others have to run without any file beside them. */
const withLibrary = (outfile) => /(?:index|post|cli)\.cjs$/.test(outfile);

/**
 * Builds one bundle.
 *
 * @returns its metafile as one file, which separate files it requires, by their name in `lib/`, and the text of its own
 *   file there, by its path
 */
export async function buildBundle({ entry, outfile, later = [] }, { write = true } = {}) {
  const required = new Map();
  const plugins = [...(withLibrary(outfile) ? [separate('./lib/', required)] : []), unusedToolkit];
  const isWhole = later.length === 0;
  const { metafile } = await build({
    ...options,
    entryPoints: [entry],
    outfile,
    write: write && isWhole,
    plugins,
  });
  const kept = new Set(metafile.outputs[outfile].imports.map(({ path }) => basename(path)));
  return {
    metafile,
    folder: join(dirname(outfile), 'lib'),
    required: new Map([...required].filter(([file]) => kept.has(file))),
    files: write && !isWhole ? [await buildTwoFiles(metafile, { entry, outfile, later }, plugins)] : [],
  };
}

/** Writes the first file of a bundle in two files, and returns the second one: its path and text. */
async function buildTwoFiles(metafile, { entry, outfile, later }, plugins) {
  const file = 'lib/later.cjs';
  const path = join(dirname(outfile), file);
  const names = { first: `../${basename(outfile)}`, second: `./${file}` };
  const { first, second } = inTwoFiles(metafile, entry, later, names);
  const from = (source) => ({ stdin: { contents: source.join('\n'), resolveDir: '.' } });
  await build({ ...options, ...from(first.source), outfile, plugins: [first.plugin, ...plugins] });
  const { outputFiles } = await build({
    ...options,
    ...from(second.source),
    outfile: path,
    write: false,
    plugins: [second.plugin, separate('./', new Map()), unusedToolkit],
  });
  return [path, outputFiles[0].text];
}

/** `@actions/github` → `actions-github.cjs` */
function fileOf(name) {
  return `${name.replace('@', '').replace('/', '-')}.cjs`;
}

/** GitHub's toolkit has no side effects and does not say so; without this, all of it is in each bundle. */
const unusedToolkit = {
  name: 'unused-toolkit',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /./ }, async ({ path, resolveDir, importer, kind, pluginData }) => {
      if (pluginData === 'resolved' || kind === 'entry-point') return null;
      if (!path.startsWith('@actions/') && !importer.includes('/node_modules/@actions/')) return null;
      const found = await resolve(path, { resolveDir, importer, kind, pluginData: 'resolved' });
      return found.path.includes('/node_modules/@actions/') ? { ...found, sideEffects: false } : found;
    });
  },
};

/** Leaves separate packages out of a bundle, which requires their files from a folder instead. */
function separate(folder, required) {
  return {
    name: 'separate',
    setup({ onResolve, resolve }) {
      const requireFile = (name, entry) => {
        required.set(fileOf(name), entry);
        return { path: `${folder}${fileOf(name)}`, external: true };
      };
      onResolve({ filter: /./ }, async ({ path, resolveDir, importer, kind, pluginData }) => {
        if (pluginData === 'resolved' || kind === 'entry-point') return null;
        if (separatePackages.includes(path)) return requireFile(path, path);
        if (!sdkFile.test(path)) return null;
        const file = await resolve(path, { resolveDir, importer, kind, pluginData: 'resolved' });
        return requireFile(basename(path, '.ts'), `./${relative('.', file.path)}`);
      });
    },
  };
}

/**
 * Builds the separate files of a folder: a package as one file, the AWS SDK's with what they share in files of its own.
 *
 * @param entries the package or our own file behind each name
 * @returns the metafiles, and the files' texts by path
 */
export async function buildLibrary(folder, entries) {
  const isPackage = ([, entry]) => separatePackages.includes(entry);
  const parts = await Promise.all([
    ...[...entries].filter(isPackage).map((entry) => buildPackage(folder, entry)),
    buildSdk(folder, [...entries].filter((entry) => !isPackage(entry)).sort()),
  ]);
  return {
    metafiles: parts.map(({ metafile }) => metafile),
    files: parts.flatMap(({ files }) => files),
  };
}

async function buildPackage(folder, [file, entry]) {
  const others = {
    name: 'others',
    setup({ onResolve }) {
      onResolve({ filter: /./ }, ({ path, kind }) =>
        kind !== 'entry-point' && separatePackages.includes(path)
          ? { path: `./${fileOf(path)}`, external: true }
          : null,
      );
    },
  };
  const outfile = join(folder, file);
  const { metafile, outputFiles } = await build({
    ...options,
    entryPoints: [entry],
    outfile,
    write: false,
    plugins: [others],
  });
  return { metafile, files: [[outfile, outputFiles[0].text]] };
}

/** esbuild splits ESM only, so each of the files that it gives is made CommonJS by itself. */
async function buildSdk(folder, entries) {
  const { metafile, outputFiles } = await build({
    ...options,
    supported: {},
    entryPoints: Object.fromEntries(entries.map(([file, entry]) => [file.replace(/\.cjs$/, ''), entry])),
    format: 'esm',
    splitting: true,
    outdir: folder,
    chunkNames: '[name]-[hash]',
    write: false,
  });
  const names = fileNames(metafile);
  const files = outputFiles.map(async ({ path, text }) => {
    const { target, charset, supported } = options;
    const { code } = await transform(renamed(text, names), {
      ...{ format: 'cjs', platform: 'node', target, charset, supported },
    });
    return [join(folder, names.get(basename(path))), code];
  });
  return { metafile, files: await Promise.all(files) };
}

/** Names without a hash, so that a change shows as a difference: a chunk is named after its largest module. */
function fileNames({ outputs }) {
  const names = new Map();
  const taken = new Set();
  for (const [path, { entryPoint, inputs }] of Object.entries(outputs).sort(([a], [b]) =>
    a.localeCompare(b),
  )) {
    const isNamed = !/-[A-Z0-9]{8}\.js$/.test(path);
    const largest =
      Object.entries(inputs).sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)[0]?.[0] ?? '';
    const base = isNamed ? basename(path, '.js') : `shared-${packageName(entryPoint ?? largest)}`;
    let name = base;
    for (let count = 2; taken.has(name); count++) name = `${base}-${count}`;
    taken.add(name);
    names.set(basename(path), `${name}.cjs`);
  }
  return names;
}

/** `node_modules/@aws-sdk/core/dist-es/…` → `aws-sdk-core`. */
function packageName(path) {
  const [, name = 'runtime'] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  return name.replace('@', '').replace('/', '-');
}

function renamed(text, names) {
  return text.replace(/(["'])\.\/([\w.-]+\.js)\1/g, (whole, quote, file) =>
    names.has(file) ? `${quote}./${names.get(file)}${quote}` : whole,
  );
}
