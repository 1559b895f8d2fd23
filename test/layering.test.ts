import { describe, expect, test } from '@jest/globals';
import { build, type Metafile } from 'esbuild';

type Bundles = typeof import('../scripts/bundles.mjs');

const { bundles, options }: Bundles = await import('../scripts/bundles.mjs');

const metafiles = new Map<string, Metafile>(
  await Promise.all(
    bundles.map(async ({ entry }) => {
      const { metafile } = await build({
        ...options,
        entryPoints: [entry],
        outfile: 'build/x.cjs',
        write: false,
      });
      return [entry, metafile] as const;
    }),
  ),
);

/** Every import between two files of ours, over all bundles. */
const edges = [...metafiles.values()].flatMap(({ inputs }) =>
  Object.entries(inputs)
    .filter(([from]) => !from.includes('node_modules'))
    .flatMap(([from, { imports }]) => imports.map(({ path }) => ({ from, to: path }))),
);

function imports(from: RegExp, to: RegExp): string[] {
  return edges
    .filter((edge) => from.test(edge.from) && to.test(edge.to))
    .map(({ from, to }) => `${from} → ${to}`);
}

/** The table of docs/architecture.md. `src` imports neither of its fronts, and nobody imports the emulator. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'src/model': [],
  'src/effects': ['src/model'],
  'src/declare': ['src/model'],
  'src/verify': ['src/model'],
  'src/render': ['src/model'],
  'src/policy': ['src/model', 'src/verify'],
  'src/aws': ['src/model', 'src/effects', 'src/verify', 'src/version.ts'],
  'src/vault': ['src/model', 'src/effects', 'src/aws'],
  'src/reconcile': ['src/model', 'src/vault'],
  'src/version.ts': [],
  'src/action': [
    'src/model',
    'src/effects',
    'src/declare',
    'src/vault',
    'src/aws',
    'src/reconcile',
    'src/verify',
    'src/policy',
    'src/render',
    'src/version.ts',
  ],
  lambda: ['src/model', 'src/effects', 'src/vault', 'src/aws', 'src/verify', 'src/version.ts'],
  demo: ['src/model', 'src/render'],
  emulator: [],
};

/** `src/vault/login/jwt.ts` → `src/vault`; `lambda/event.ts` → `lambda`. */
function folderOf(path: string): string {
  return path
    .split('/')
    .slice(0, path.startsWith('src/') ? 2 : 1)
    .join('/');
}

function isOurs(path: string): boolean {
  return /^(src|lambda|emulator|demo)\//.test(path);
}

describe('the layers', () => {
  test.each(Object.entries(allowed))('%s imports only what docs/architecture.md says', (folder, others) => {
    const within = [folder, ...others];
    const beyond = edges.filter(
      ({ from, to }) => folderOf(from) === folder && isOurs(to) && !within.includes(folderOf(to)),
    );
    expect(beyond).toEqual([]);
  });

  test('every folder has its rule', () => {
    expect(
      [...new Set(edges.map(({ from }) => folderOf(from)))].filter((folder) => !(folder in allowed)),
    ).toEqual([]);
  });

  test('what is pure imports no client', () => {
    const pure =
      /^src\/(verify\/|render\/|policy\/|reconcile\/(plan|part|refusals|sight|remove|guard|digest)[^/]*\.ts)/;
    expect(imports(pure, /^src\/(vault|aws|action)\/|^node_modules\/(@aws-sdk|@actions|undici)/)).toEqual([]);
  });

  test('the start-up path of the Action holds no AWS, Octokit or YAML code', () => {
    const { inputs } = metafiles.get('src/action/index.ts')!;
    const reached = new Set<string>();
    const visit = (path: string): void => {
      if (reached.has(path) || inputs[path] === undefined) return;
      reached.add(path);
      for (const { path: next, kind } of inputs[path].imports) if (kind !== 'dynamic-import') visit(next);
    };
    visit('src/action/index.ts');
    expect(reached.size).toBeGreaterThan(20);
    const heavy = [...reached].filter((path) =>
      /node_modules\/(@aws-sdk|@smithy|@octokit|@actions\/github|yaml)\//.test(path),
    );
    expect(heavy).toEqual([]);
  });
});
