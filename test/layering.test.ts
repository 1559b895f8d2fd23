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
  'src/plan': ['src/model'],
  'src/verify': ['src/model'],
  'src/render': ['src/model'],
  'src/policy': ['src/model', 'src/verify'],
  'src/aws': ['src/model', 'src/effects', 'src/version.ts'],
  'src/verifier': ['src/model', 'src/aws', 'src/verify'],
  'src/vault/http': ['src/model', 'src/effects'],
  'src/vault/login': ['src/model', 'src/effects', 'src/vault/http', 'src/vault/settings'],
  'src/vault/settings': ['src/model', 'src/vault/http', 'src/vault/login'],
  'src/vault/keymgmt': ['src/model', 'src/vault/http'],
  'src/observe': ['src/model', 'src/plan', 'src/vault/http', 'src/vault/keymgmt'],
  'src/apply': ['src/model', 'src/plan', 'src/observe', 'src/vault/http', 'src/vault/keymgmt'],
  'src/version.ts': [],
  'src/action': [
    'src/model',
    'src/effects',
    'src/declare',
    'src/vault/http',
    'src/vault/login',
    'src/vault/settings',
    'src/vault/keymgmt',
    'src/aws',
    'src/observe',
    'src/plan',
    'src/apply',
    'src/verify',
    'src/verifier',
    'src/policy',
    'src/render',
    'src/version.ts',
  ],
  lambda: [
    'src/model',
    'src/effects',
    'src/vault/http',
    'src/vault/login',
    'src/vault/settings',
    'src/vault/keymgmt',
    'src/aws',
    'src/verify',
    'src/verifier',
    'src/version.ts',
  ],
  demo: ['src/model', 'src/render'],
  emulator: [],
};

/** `src/vault/login/jwt.ts` → `src/vault/login`, `src/verify/checks/origin.ts` → `src/verify`, `lambda/event.ts` → `lambda`. */
function folderOf(path: string): string {
  const [root = '', room = ''] = path.split('/');
  const depth = root !== 'src' ? 1 : room === 'vault' ? 3 : 2;
  return path.split('/').slice(0, depth).join('/');
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
    const pure = /^src\/(verify|render|policy|plan)\//;
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
