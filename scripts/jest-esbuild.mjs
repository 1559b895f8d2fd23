import { transformSync } from 'esbuild';

export default {
  process(source, sourcefile) {
    const { code, map } = transformSync(source, {
      loader: 'ts',
      format: 'esm',
      target: 'node20',
      sourcemap: 'both',
      sourcefile,
    });
    return { code, map };
  },
};
