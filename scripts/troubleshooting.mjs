import { writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

/** `docs/troubleshooting.md`, from the catalogue of codes in `src/model/codes/`. */
export async function troubleshooting() {
  const { outputFiles } = await build({
    entryPoints: ['src/model/codes/catalogue.ts'],
    bundle: true,
    format: 'esm',
    write: false,
  });
  const { catalogue } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  );
  return `${[
    '# Troubleshooting',
    'Every failure has a code. You find it in the output `error` (`{"code", "message"}`), in the report and in the job summary. The message names the object and quotes the server\'s answer; the tables below explain each code. `node scripts/troubleshooting.mjs` generates this page.',
    'To see every request with its method, path, status, duration and request id, re-run the job with “Enable debug logging”. Headers and bodies are never logged.',
    ...Object.entries(catalogue).flatMap(([title, codes]) => [`## ${title}`, tableOf(codes)]),
  ].join('\n\n')}\n`;
}

function tableOf(codes) {
  const rows = Object.entries(codes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { cause, remedy }]) => `| \`${code}\` | ${cell(cause)} | ${cell(remedy)} |`);
  return ['| code | cause | what to do |', '| --- | --- | --- |', ...rows].join('\n');
}

function cell(text) {
  return text.replaceAll('|', '\\|');
}

if (process.argv[1] === import.meta.filename)
  await writeFile('docs/troubleshooting.md', await troubleshooting());
