import type { CheckDoc } from './check.ts';
import { allChecks } from './checks/all-checks.ts';
import { permissionNeeds, permissionSets } from './permissions/permission-sets.ts';

const scopes = { version: 'key version', key: 'key', region: 'region' } as const;

/** `docs/checks.md`, made of the checks themselves. */
export function checksDocument(): string {
  return `<!-- Made by scripts/checks.mjs from the checks themselves. -->

# Checks

What the verifier proves about the copy of a key in AWS KMS. A finding in a report carries the check's id. A check
whose question nobody could answer is \`indeterminate\`, never \`pass\`; one whose question does not arise, or that
another check answers already, says nothing, so that one cause gives one finding. The operations are also the
permissions that the one who looks needs: IAM names them alike. Checks of the depth \`full\` run with
\`depth: full\` only; at \`standard\`, one key policy for each KMS provider stands for the others.

| id | of | depth | what it proves | operations and permissions |
| --- | --- | --- | --- | --- |
${allChecks.map(row).join('\n')}

${allChecks.map(section).join('\n\n')}

## Permissions of Vault's principal

Decided for each action by the strongest evidence there is: a real refusal seen in the run (\`observed\`), a read-only
call that was authorized (\`probe\`), \`iam:SimulatePrincipalPolicy\` together with the key policy (\`simulate\`,
\`key_policy\`), and, where asked for, CloudTrail (\`history\`). Never a call that could change anything, and never a
verdict from a \`NotFoundException\`. A simulation does not see session policies, VPC endpoint policies, resource control
policies and, for roles, key policies; a denial by a service control policy in a simulation is unconfirmed, and so
\`indeterminate\`. \`iam:SimulatePrincipalPolicy\` on the principal, and \`iam:GetRole\` for a session's role, are the
permissions that the one who looks needs for it; \`cloudtrail:LookupEvents\` for the history.

| action | sets | needed for |
| --- | --- | --- |
${permissionNeeds(permissionSets, [])
  .map(({ action, sets, needed_for }) => `| \`${action}\` | ${sets.map(code).join(', ')} | ${needed_for} |`)
  .join('\n')}
`;
}

function row({ id, scope, depth, proves, calls }: CheckDoc): string {
  return `| [\`${id}\`](#${id}) | ${scopes[scope]} | ${depth} | ${proves} | ${calls.map(code).join(', ') || 'none'} |`;
}

function section({ id, why, remedy }: CheckDoc): string {
  return `## ${id}\n\n${why}\n\nWhat to do: ${remedy}`;
}

function code(text: string): string {
  return `\`${text}\``;
}
