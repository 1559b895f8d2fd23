import { readdir, readFile } from 'node:fs/promises';

const packageOf = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/**
 * The licence notices of every package that the bundles contain, and of no other.
 *
 * @param {import('esbuild').Metafile[]} metafiles
 */
export async function licenses(metafiles) {
  const folders = new Set();
  for (const { inputs } of metafiles) {
    for (const path of Object.keys(inputs)) {
      const match = packageOf.exec(path);
      if (match) folders.add(match[0]);
    }
  }
  const notices = await Promise.all([...folders].map(notice));
  return notices.sort().join(`\n${'-'.repeat(80)}\n\n`);
}

async function notice(folder) {
  const { name, version, license, author } = JSON.parse(await readFile(`${folder}package.json`, 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const by = typeof author === 'string' ? author : author?.name;
  const text = file
    ? await readFile(`${folder}${file}`, 'utf8')
    : `The package carries no licence file; its package.json names the licence "${license}"${by ? ` and the author "${by}"` : ''}.`;
  return `${name}@${version} (${license})\n\n${text.replaceAll('\r\n', '\n').trim()}\n`;
}
