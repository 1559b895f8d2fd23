import { readFile, writeFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';

const begin = '<!-- reference:begin -->';
const end = '<!-- reference:end -->';

/** The README with the reference of inputs and outputs that `action.yml` stands for. */
export async function readme() {
  const [text, action] = await Promise.all([readFile('README.md', 'utf8'), readFile('action.yml', 'utf8')]);
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`README.md: ${begin} and ${end} are not both there`);
  return `${before}${begin}\n\n${reference(action)}\n\n${end}${after}`;
}

/** The inputs in their groups, then the outputs, as Markdown. */
function reference(action) {
  const document = parseDocument(action);
  const parts = ['<!-- Made by `node scripts/readme.mjs` from action.yml. -->', '### Inputs'];
  let rows = [];
  const flush = () => {
    if (rows.length > 0)
      parts.push(['| input | default | what it is |', '| --- | --- | --- |', ...rows].join('\n'));
    rows = [];
  };
  for (const { key, value } of document.get('inputs').items) {
    if (key.commentBefore) {
      flush();
      parts.push(`#### ${key.commentBefore.trim()}`);
    }
    const fallback = value.get('default');
    rows.push(
      row([`\`${key.value}\``, fallback === undefined ? '' : `\`${fallback}\``, value.get('description')]),
    );
  }
  flush();
  const outputs = document
    .get('outputs')
    .items.map(({ key, value }) => row([`\`${key.value}\``, value.get('description')]));
  parts.push('### Outputs', ['| output | what it is |', '| --- | --- |', ...outputs].join('\n'));
  return parts.join('\n\n');
}

function row(cells) {
  return `| ${cells.map((cell) => cell.trim().replaceAll('|', '\\|')).join(' | ')} |`;
}

if (process.argv[1] === import.meta.filename) {
  const made = await readme();
  if (process.argv.includes('--check')) {
    if ((await readFile('README.md', 'utf8')) !== made) {
      console.error('README.md is not what action.yml says: run node scripts/readme.mjs');
      process.exitCode = 1;
    }
  } else {
    await writeFile('README.md', made);
  }
}
