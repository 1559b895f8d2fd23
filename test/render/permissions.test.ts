import { describe, expect, test } from '@jest/globals';
import type { Limit, PermissionReport } from '../../src/model/report.ts';
import { permissionsMarkdown } from '../../src/render/permissions-markdown.ts';
import { reportText } from '../../src/render/report-text.ts';
import { seen } from './github-markdown.ts';
import { permission, verification } from './samples.ts';

const statement = (Action: string) => JSON.stringify({ Effect: 'Allow', Action, Resource: '*' });
const row = (action: string, kms: string, changes: Partial<PermissionReport> = {}): PermissionReport => ({
  ...permission(action, 'allowed'),
  kms: [kms],
  ...changes,
});
const lacking = (action: string, kms: string) => {
  const remedy = `Add to the principal's IAM policy: ${statement(action)}`;
  return row(action, kms, {
    decision: 'denied',
    layer: 'identity policy',
    message: `In us-west-2: no policy of the principal allows it. ${remedy}`,
    remedy,
  });
};
const limits: Limit[] = [{ code: 'sample', message: 'Decided on 20 of 3,000 KMS keys.' }];
const rows = [
  row('kms:CreateKey', 'aws-a'),
  lacking('kms:EnableKey', 'aws-a'),
  lacking('kms:DisableKey', 'aws-a'),
  row('kms:CreateKey', 'aws-b'),
  row('kms:EnableKey', 'aws-b'),
  lacking('kms:DisableKey', 'aws-b'),
];

describe('permissions', () => {
  const { text, elements } = seen(permissionsMarkdown(rows, limits, 50));
  const cells = text.split('\n').map((line) => line.trim());

  test('are one matrix of actions and providers', () => {
    expect(elements.filter((name) => name === 'table')).toHaveLength(1);
    const rowOf = (action: string) => {
      const at = cells.indexOf(action);
      return cells.slice(at, at + 3);
    };
    expect(rowOf('action')).toEqual(['action', 'aws-a', 'aws-b']);
    expect(rowOf('kms:CreateKey')).toEqual(['kms:CreateKey', '✅', '✅']);
    expect(rowOf('kms:EnableKey')).toEqual(['kms:EnableKey', '❌', '✅']);
    expect(rowOf('kms:DisableKey')).toEqual(['kms:DisableKey', '❌', '❌']);
  });

  test('say each reason once, with one statement for all its actions', () => {
    expect(text.split('no policy of the principal allows it')).toHaveLength(2);
    expect(text).toContain('"Action":["kms:EnableKey","kms:DisableKey"]');
  });

  test('say the limits of the evidence once, at the head', () => {
    expect(text.split('20 of 3,000')).toHaveLength(2);
    expect(text.indexOf('20 of 3,000')).toBeLessThan(text.indexOf('kms:CreateKey'));
  });

  test('are the same in the log', () => {
    const lines = reportText({ ...verification([], rows), limits }).join('\n');
    expect(lines).toContain('Note: Decided on 20 of 3,000 KMS keys.');
    expect(lines).toContain('✗ kms:EnableKey, kms:DisableKey: denied (identity policy) for aws-a, aws-b.');
    expect(lines).toContain('"Action":["kms:EnableKey","kms:DisableKey"]');
  });
});
