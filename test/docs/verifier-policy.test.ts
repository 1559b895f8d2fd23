import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { verifierPolicy } from '../../src/policy/iam-statements.ts';
import { policyScope } from '../lambda/support.ts';

test('docs/lambda.md has the policy that the policy command would print', async () => {
  const text = await readFile('docs/lambda.md', 'utf8');
  const [, json] = /## Permissions\n[\s\S]*?```json\n([\s\S]*?)```/.exec(text)!;
  expect(JSON.parse(json!)).toEqual(verifierPolicy(policyScope('*'), { depth: 'full', history: false }));
});

/** The policy of a role in a template, for account and partition of the tests. */
async function policyIn(path: string, role: string): Promise<unknown> {
  const text = (await readFile(path, 'utf8')).replaceAll(
    /!(Sub|Ref|GetAtt|If|And|Or|Condition|Not|Equals|Join|Select) ?/g,
    '',
  );
  const { Resources } = parse(
    text.replaceAll('${AWS::Partition}', 'aws').replaceAll('${AWS::AccountId}', '111122223333'),
  );
  const { Policies } = Resources[role].Properties as {
    Policies: { PolicyName: string; PolicyDocument: unknown }[];
  };
  return Policies.find(({ PolicyName }) => PolicyName === 'verifier')!.PolicyDocument;
}

test.each([
  ['lambda/template.yaml', 'FunctionRole'],
  ['lambda/member-role.yaml', 'VerifierRole'],
])('%s has that policy, and the calls for the history (`npm run docs`)', async (path, role) => {
  const { Version, Statement } = verifierPolicy(policyScope('*'), { depth: 'full', history: true });
  const one = (list: readonly string[]) => (list.length === 1 ? list[0] : list);
  expect(await policyIn(path, role)).toEqual({
    Version,
    Statement: Statement.map((statement) => ({
      ...statement,
      Action: one(statement.Action),
      Resource: one(statement.Resource),
    })),
  });
});
