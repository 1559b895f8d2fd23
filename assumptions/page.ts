import { type AssumptionId, assumptionIds, catalogue } from './catalogue.ts';
import type { ConformanceResult } from './result.ts';

/** `docs/assumptions.md`, from the catalogue and the contributed results, oldest first. */
export function assumptionsPage(results: readonly ConformanceResult[]): string {
  const rows = assumptionIds.map((id) => {
    const { question, answers, default: fallback, depends } = catalogue[id];
    const others = Object.entries(answers)
      .filter(([name]) => name !== fallback)
      .map(([name, says]) => `\`${name}\`: ${says}`);
    const says = (answers as Readonly<Record<string, string>>)[fallback];
    return [
      `\`${id}\``,
      question,
      `\`${fallback}\`: ${says}`,
      others.join('<br>'),
      statusOf(id, results),
      depends,
    ];
  });
  return `# Assumptions

HashiCorp does not publish the source of the keymgmt engine, and its documentation leaves questions open. This page lists
each answer that this project takes for granted, and what depends on it. \`npm run docs\` generates it from
\`assumptions/catalogue.ts\`.

A status is \`assumed\` until somebody has asked a real Vault. [\`npm run conformance\`](conformance.md) asks all of them, in
half an hour and for a few cents.

The emulator answers each question either way: \`--assume second-distribution=accepted\` is the second answer of the first
row. \`test/assumptions\` runs \`apply\`, \`rotate\`, \`verify\`, \`import\`, prune and \`destroy\` under every answer, undisturbed
and with failures of AWS, and prints the result of each. Every command is right, fails with an error code, or warns that
only \`verify\` can show whether AWS accepted the write.

| id | question | assumed | other answers | status | what depends on it |
| --- | --- | --- | --- | --- | --- |
${rows.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n')}
`;
}

function statusOf(id: AssumptionId, results: readonly ConformanceResult[]): string {
  const lines = results.flatMap(({ vault_version, date, results: verdicts }) => {
    const verdict = verdicts[id];
    if (verdict.status === 'inconclusive') return [];
    const answer = verdict.status === 'refuted' ? ` (\`${verdict.answer}\`)` : '';
    return [`${verdict.status}${answer} by Vault ${vault_version}, ${date.slice(0, 10)}`];
  });
  return lines.length === 0 ? 'assumed' : lines.join('<br>');
}
