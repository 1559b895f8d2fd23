import { dirname } from 'node:path';
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

describe('the layers', () => {
  test('src imports neither of its fronts nor the emulator', () => {
    expect(imports(/^src\//, /^(lambda|emulator)\//)).toEqual([]);
  });

  test('the Lambda does not reach into the Action', () => {
    expect(imports(/^lambda\//, /^src\/action\//)).toEqual([]);
  });

  test('the emulator is an independent witness', () => {
    expect(imports(/^emulator\//, /^(src|lambda)\//)).toEqual([]);
  });

  test('the model imports nothing but itself', () => {
    const others = edges.filter(
      ({ from, to }) => from.startsWith('src/model/') && dirname(to) !== 'src/model',
    );
    expect(others).toEqual([]);
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
