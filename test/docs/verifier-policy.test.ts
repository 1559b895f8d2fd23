import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { verifierPolicy } from '../../src/policy/iam-statements.ts';
import { policyScope } from '../lambda/support.ts';

test('docs/lambda.md has the policy that the policy command would print', async () => {
  const text = await readFile('docs/lambda.md', 'utf8');
  const [, json] = /## Permissions\n[\s\S]*?```json\n([\s\S]*?)```/.exec(text)!;
  expect(JSON.parse(json!)).toEqual(verifierPolicy(policyScope('*'), { depth: 'full', history: false }));
});
