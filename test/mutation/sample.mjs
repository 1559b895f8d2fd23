import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** `MUTATION_SAMPLE=0.1 npm run test:mutation` mutates about a tenth of the declarations; the seed picks which. */
const share = Number(process.env.MUTATION_SAMPLE ?? 1);
const seed = process.env.MUTATION_SEED ?? '1';

/** Leaves whole declarations out: each top-level statement of a file is drawn by itself. */
class Sample {
  shouldIgnore(path) {
    if (path.parent?.type !== 'Program') return undefined;
    const file = relative(process.cwd(), path.hub.file.opts.filename);
    return chance(`${seed} ${file} ${path.node.start}`) < share ? undefined : 'not drawn';
  }
}

/** From 0 to 1. */
function chance(text) {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Ignore, 'sample', Sample)];
