import { writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { codes } from './codes.mjs';

/** `docs/troubleshooting.md`, from the rules of a manifest and the codes of everything else. */
export async function troubleshooting() {
  const { outputFiles } = await build({
    entryPoints: ['src/declare/rules.ts'],
    bundle: true,
    format: 'esm',
    write: false,
  });
  const { errorRules, warningRules } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  );
  const asRows = (rules) =>
    Object.fromEntries(Object.entries(rules).map(([code, { says, fix }]) => [code, [`It ${says}.`, fix]]));
  const groups = {
    ...codes,
    'What is declared': asRows(errorRules),
    'What is declared, as warnings': asRows(warningRules),
  };
  return `${[
    '# Troubleshooting',
    'Every failure has a code: in the output `error` (`{"code", "message"}`), in the report and in the job summary. The message names the thing and has the words of whoever refused; here is what each code means. This page is made by `node scripts/troubleshooting.mjs`.',
    'A run with debug logging (re-run the job with “Enable debug logging”) lists each request: method, path, status, time and request id, never a header or a body.',
    ...Object.entries(groups).flatMap(([title, rows]) => [`## ${title}`, tableOf(rows)]),
  ].join('\n\n')}\n`;
}

function tableOf(rows) {
  const cells = Object.entries(rows)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, [cause, fix]]) => `| \`${code}\` | ${cell(cause)} | ${cell(fix)} |`);
  return ['| code | what it means | what to do |', '| --- | --- | --- |', ...cells].join('\n');
}

function cell(text) {
  return text.replaceAll('|', '\\|');
}

if (process.argv[1] === import.meta.filename)
  await writeFile('docs/troubleshooting.md', await troubleshooting());
