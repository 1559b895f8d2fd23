import { readFile } from 'node:fs/promises';
import { glob } from 'tinyglobby';

/** How a code is given to what makes an error, a problem, a refusal or a notice. */
const givers = [
  /\bnew (?:RunError|VaultError)\(\s*'([a-z_]+)'/g,
  /\bnew (?:RunError|VaultError)\(\s*\w+ \? '([a-z_]+)' : '([a-z_]+)'/g,
  /\bcode: '([a-z_]+)'/g,
  /\bcode(?: :| \?\?) '([a-z_]+)'/g,
  /\baddProblem\(\s*'([a-z_]+)'/g,
  /\b(?:blocker|notSent|makeProblem|problem)\(\s*(?:call,\s*)?'([a-z_]+)'/g,
  /\bsuper\('([a-z_]+)'/g,
];

/** Every code in `src/` that an error, a problem, a refusal or a notice may have, with the file that it is in. */
export async function thrownCodes() {
  const codes = new Map();
  for (const file of (await glob('src/**/*.ts')).sort()) {
    const text = await readFile(file, 'utf8');
    for (const giver of givers)
      for (const [, ...found] of text.matchAll(giver)) for (const code of found) codes.set(code, file);
  }
  return codes;
}
