import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { globSync } from 'tinyglobby';

type Bundles = typeof import('../scripts/bundles.mjs');

const { buildBundle, bundles }: Bundles = await import('../scripts/bundles.mjs');

const built = new Map(
  await Promise.all(
    bundles.map(async (bundle) => [bundle.entry, await buildBundle(bundle, { write: false })] as const),
  ),
);

/** Every import between two files of ours, over all bundles. */
const edges = [...built.values()].flatMap(({ metafile: { inputs } }) =>
  Object.entries(inputs)
    .filter(([from]) => !from.includes('node_modules'))
    .flatMap(([from, { imports }]) => imports.map(({ path }) => ({ from, to: path }))),
);

function imports(from: RegExp, to: RegExp): string[] {
  return edges
    .filter((edge) => from.test(edge.from) && to.test(edge.to))
    .map(({ from, to }) => `${from} → ${to}`);
}

const page = await readFile('docs/architecture.md', 'utf8');
const table = page.slice(page.indexOf('<!-- rooms:begin -->'), page.indexOf('<!-- rooms:end -->'));

/** What each room may import: the table of docs/architecture.md, which is the rule as well as its documentation. */
const allowed: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  [...table.matchAll(/^\| `([^`]+)` \|.*\| (?:nothing|((?:`[^`]+`(?:, )?)+)) \|$/gm)].map(
    ([, room, others = '']) => [room!, [...others.matchAll(/`([^`]+)`/g)].map(([, other]) => other!)],
  ),
);

/** `src/vault/login/jwt.ts` → `src/vault/login`, `src/verify/checks/origin.ts` → `src/verify`, `lambda/event.ts` → `lambda`. */
function folderOf(path: string): string {
  const [root = '', room = ''] = path.split('/');
  const depth = root !== 'src' ? 1 : room === 'vault' ? 3 : 2;
  return path.split('/').slice(0, depth).join('/');
}

/** Rooms that the picture leaves out: what they hold is no part of the flow. */
const unpictured = [
  'src/redact',
  'src/version.ts',
  'src/effects',
  'demo',
  'emulator',
  'assumptions',
  'conformance',
];

function isOurs(path: string): boolean {
  return /^(assumptions|conformance|src|lambda|emulator|demo)\//.test(path);
}

/** Every import between two files of ours, type imports included, which bundles do not show. */
const graph = new Map(
  await Promise.all(
    globSync([
      'src/**/*.ts',
      'lambda/**/*.ts',
      'assumptions/**/*.ts',
      'conformance/**/*.ts',
      'emulator/**/*.ts',
      'demo/**/*.ts',
    ]).map(async (file) => {
      const specifiers = (await readFile(file, 'utf8')).matchAll(/(?:\bfrom|\bimport\(?)\s*'(\.[^']+)'/g);
      return [file, [...specifiers].map(([, specifier]) => join(dirname(file), specifier!))] as const;
    }),
  ),
);

/** What a file reaches through its imports, itself left out unless a cycle leads back to it. */
function reachedFrom(file: string): Set<string> {
  const reached = new Set<string>();
  const visit = (path: string): void => {
    for (const next of graph.get(path) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      visit(next);
    }
  };
  visit(file);
  return reached;
}

describe('the layers', () => {
  const rooms = [...new Set([...graph.keys()].map(folderOf))];

  test.each(rooms)('%s imports only what docs/architecture.md allows', (room) => {
    const mayImport = (other: string) =>
      other === room ||
      (allowed[room] ?? []).some((one) => one === other || (one === 'src/*' && other.startsWith('src/')));
    const beyond = [...graph]
      .filter(([from]) => folderOf(from) === room)
      .flatMap(([from, targets]) => targets.map((to) => ({ from, to })))
      .filter(({ to }) => isOurs(to) && !mayImport(folderOf(to)));
    expect(beyond).toEqual([]);
  });

  test('the table has every room, and no other', () => {
    expect(Object.keys(allowed).sort()).toEqual([...rooms].sort());
  });

  test('the picture has every room', () => {
    const picture = page.slice(page.indexOf('```mermaid'), page.indexOf('```\n\n'));
    const drawn = rooms.map((room) => room.replace(/^src\/vault\/.*/, 'src/vault'));
    expect(drawn.filter((room) => !picture.includes(room) && !unpictured.includes(room))).toEqual([]);
  });

  test('no file imports itself through others', () => {
    expect([...graph.keys()].filter((file) => reachedFrom(file).has(file))).toEqual([]);
  });

  test.each(bundles)('no two files of $outfile have the same name', ({ entry }) => {
    const files = [entry, ...reachedFrom(entry)];
    const names = files.map((file) => basename(file));
    expect(files.filter((file) => names.filter((name) => name === basename(file)).length > 1)).toEqual([]);
  });

  test('what is pure imports no client', () => {
    const pure = /^src\/(verify|render|evidence-page|policy|plan)\//;
    expect(imports(pure, /^src\/(vault|aws|action)\/|^node_modules\/(@aws-sdk|@actions|undici)/)).toEqual([]);
  });

  test('AWS, Octokit and YAML code is in files beside the bundles, which are read when they are used', () => {
    for (const entry of ['src/action/index.ts', 'src/action/post.ts', 'lambda/index.ts']) {
      const { inputs } = built.get(entry)!.metafile;
      expect(Object.keys(inputs).length).toBeGreaterThan(20);
      const heavy = /node_modules\/(@aws-sdk|@smithy|@aws-crypto|@octokit|@actions\/github|yaml|undici)\//;
      expect(Object.keys(inputs).filter((path) => heavy.test(path))).toEqual([]);
    }
  });

  test('the Action carries no client that only the Lambda uses, and post no client at all', () => {
    const files = (entry: string) => [...built.get(entry)!.required.keys()];
    const lambdaOnly = [
      'config-service-client.cjs',
      's3-client.cjs',
      'secrets-manager-client.cjs',
      'security-hub-client.cjs',
    ];
    expect(files('lambda/index.ts')).toEqual(expect.arrayContaining(lambdaOnly));
    expect(files('src/action/index.ts').filter((file) => lambdaOnly.includes(file))).toEqual([]);
    expect(files('src/action/post.ts')).toEqual([]);
  });

  test('what a run of the Action may need later is a second file, and no file of ours is in both', async () => {
    const filesIn = async (bundle: string) =>
      [...(await readFile(bundle, 'utf8')).matchAll(/^\/\/ (src\/\S+\.ts)$/gm)].map(([, file]) => file!);
    const [first, second] = await Promise.all(['dist/index.cjs', 'dist/lib/later.cjs'].map(filesIn));
    expect(first).toContain('src/model/errors.ts');
    expect(second).toEqual(
      expect.arrayContaining([
        'src/verify/checks/all-checks.ts',
        'src/doctor/diagnose.ts',
        'src/evidence-page/style.ts',
      ]),
    );
    expect(second!.filter((file) => first!.includes(file))).toEqual([]);
  });
});
