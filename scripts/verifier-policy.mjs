import { readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: ['src/policy/iam-statements.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
});
const { verifierPolicy } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);

const account = '111122223333';
const scope = {
  regions: [],
  replica_regions: [],
  keys: [`arn:aws:kms:*:${account}:key/*`],
  aliases: [],
  principals: [`arn:aws:iam::${account}:user/*`, `arn:aws:iam::${account}:role/*`],
  asymmetric: true,
};

/** The statements as a template of CloudFormation has them, for whichever account and partition it is deployed to. */
function yamlStatements(indent) {
  const arn = (text) =>
    text === '*'
      ? '"*"'
      : `!Sub ${text.replace('arn:aws:', 'arn:${AWS::Partition}:').replaceAll(account, '${AWS::AccountId}')}`;
  const list = (name, items) =>
    items.length === 1 ? [`  ${name}: ${items[0]}`] : [`  ${name}:`, ...items.map((item) => `    - ${item}`)];
  return verifierPolicy(scope, { depth: 'full', history: true })
    .Statement.flatMap(({ Sid, Action, Resource }) => [
      `- Sid: ${Sid}`,
      '  Effect: Allow',
      ...list('Action', Action),
      ...list('Resource', Resource.map(arn)),
    ])
    .map((line) => `${indent}${line}`)
    .join('\n');
}

/** The policy as a page prints it: one statement per line. */
function jsonBlock() {
  const { Version, Statement } = verifierPolicy(scope, { depth: 'full', history: false });
  const line = (statement) =>
    JSON.stringify(statement, null, 1)
      .replaceAll(/\n */g, ' ')
      .replaceAll(/\[ | \]/g, (bracket) => bracket.trim());
  return `\`\`\`json\n{\n  "Version": "${Version}",\n  "Statement": [\n    ${Statement.map(line).join(',\n    ')}\n  ]\n}\n\`\`\``;
}

/** Replaces what stands between the two marks of a file. */
async function fill(path, begin, end, text) {
  const old = await readFile(path, 'utf8');
  const start = old.indexOf(begin);
  const stop = old.indexOf(end);
  if (start < 0 || stop < start) throw new Error(`${path}: ${begin} and ${end} are not both there`);
  const made = `${old.slice(0, start + begin.length)}\n${text}\n${old.slice(stop)}`;
  if (made !== old) await writeFile(path, made);
}

const [begin, end] = ['# verifier-policy:begin (npm run docs)', '              # verifier-policy:end'];
await fill('lambda/template.yaml', begin, end, yamlStatements(' '.repeat(14)));
await fill('lambda/member-role.yaml', begin, end, yamlStatements(' '.repeat(14)));
await fill(
  'docs/lambda.md',
  '<!-- verifier-policy:begin -->',
  '<!-- verifier-policy:end -->',
  `\n${jsonBlock()}\n`,
);
