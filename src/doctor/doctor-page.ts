import { allChecks } from './doctor-checks.ts';
import { errorCoverage } from './error-coverage.ts';

/** `docs/doctor.md`, made from the checks and from what they find. */
export function doctorPage(): string {
  return `<!-- Made by scripts/doctor.mjs from the checks themselves. -->

# doctor

\`command: doctor\` checks every precondition of the other commands, and says what is wrong and how to fix it. It takes
the same inputs as they do, reads only, and ends within 30 seconds. Each check is \`ok\`, \`warning\`, \`failed\` or
\`skipped\`. A check whose need failed is skipped, so one cause gives one failure. The step fails when a check failed; the
output \`diagnosis\` and the job summary have every check.

| check | what it proves | needs |
| --- | --- | --- |
${allChecks.map(({ id, proves, needs }) => `| \`${id}\` | ${proves} | ${needs.map(code).join(', ') || 'nothing'} |`).join('\n')}

## Which check finds which error

The codes are those of [troubleshooting.md](troubleshooting.md).

| code | found by |
| --- | --- |
${Object.entries(errorCoverage)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(
    ([error, found]) =>
      `| \`${error}\` | ${'check' in found ? code(found.check) : `no check: ${found.none}`} |`,
  )
  .join('\n')}
`;
}

function code(text: string): string {
  return `\`${text}\``;
}
