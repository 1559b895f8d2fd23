import { relative } from 'node:path';

/**
 * A bundle in two files, so that a run reads at its start no more than every run needs. What both need is in the first
 * file only: the class of an error must be one class.
 *
 * @param {import('esbuild').Metafile} metafile of the bundle as one file
 * @param {string} entry
 * @param {readonly string[]} later files whose dynamic import loads the second file
 * @param {{ first: string, second: string }} names how each file requires the other
 * @returns the source of both entries, and what each needs of esbuild
 */
export function inTwoFiles({ inputs }, entry, later, names) {
  const atOnce = reached(inputs, [entry], later);
  const shared = [...reached(inputs, later, [])]
    .filter((path) => path.startsWith('src/') && atOnce.has(path))
    .sort();
  const nameOf = (path) => `shared${shared.indexOf(path)}`;
  return {
    first: {
      source: [
        `import './${entry}';`,
        ...shared.map((path) => `export * as ${nameOf(path)} from './${path}';`),
      ],
      plugin: resolving((path, kind) =>
        kind === 'dynamic-import' && later.includes(path) ? { path: names.second, external: true } : null,
      ),
    },
    second: {
      source: later.map((path) => `export * from './${path}';`),
      plugin: resolving(
        (path) => (shared.includes(path) ? { path: nameOf(path), namespace: 'shared' } : null),
        ({ onResolve, onLoad }) => {
          onResolve({ filter: /./, namespace: 'shared' }, ({ path }) => ({ path, external: true }));
          onLoad({ filter: /./, namespace: 'shared' }, ({ path }) => ({
            contents: `module.exports = require('${names.first}').${path};`,
          }));
        },
      ),
    },
  };
}

function reached(inputs, starts, leftOut) {
  const seen = new Set();
  const visit = (path) => {
    if (seen.has(path) || leftOut.includes(path)) return;
    seen.add(path);
    for (const { path: next } of inputs[path]?.imports ?? []) visit(next);
  };
  starts.forEach(visit);
  return seen;
}

/** Decides where an import of a file of ours leads, by its path from the root; `null`: to that file. */
function resolving(decide, more = () => {}) {
  return {
    name: 'two-files',
    setup(build) {
      more(build);
      build.onResolve({ filter: /^\..*\.ts$/ }, async ({ path, resolveDir, importer, kind, pluginData }) => {
        if (pluginData === 'resolved') return null;
        const file = await build.resolve(path, { resolveDir, importer, kind, pluginData: 'resolved' });
        return decide(relative('.', file.path), kind);
      });
    },
  };
}
