import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { securityHubFindings } from '../../lambda/asff.ts';
import { controlsOf } from '../../src/model/controls/all-controls.ts';
import type { FindingId } from '../../src/model/finding-id.ts';
import type { Finding, Status } from '../../src/model/report.ts';
import { checkCatalogue } from '../../src/verify/checks/all-checks.ts';
import { placeholders } from '../../src/verify/remedy.ts';
import { hostile } from '../render/hostile.ts';
import { keyReport, permission, poisoned, verification } from '../render/samples.ts';
import { peer } from './peer.ts';

const python = peer('boto3');
const hub = { partition: 'aws', region: 'eu-west-1', account_id: '999988887777' };

/** What the model of AWS's own SDK says about each list of findings. */
function problems(lists: readonly (readonly unknown[])[]): string[][] {
  const input = lists.map((list) => `${JSON.stringify(list)}\n`).join('');
  return JSON.parse(execFileSync(python!, ['test/peers/asff_validate.py'], { input, encoding: 'utf8' }));
}

const finding = (check: FindingId, status: Status): Finding => ({
  check,
  status,
  expected: 'one thing',
  actual: 'another',
  message: `${check} is not as it should be`,
  remediation: checkCatalogue[check].remedy(placeholders),
});

(python === null ? describe.skip : describe)('findings for Security Hub', () => {
  test('of every check, and of permissions, are what its model takes', () => {
    const lists = (Object.keys(checkCatalogue) as FindingId[]).map((check) => {
      const report = verification(
        [keyReport('payments-db', [finding(check, 'fail'), finding(check, 'indeterminate')])],
        [permission('kms:CreateKey', 'denied'), permission('kms:DescribeKey', 'indeterminate')],
      );
      const findings = securityHubFindings(report, hub);
      expect(findings).toHaveLength(4);
      const requirements = controlsOf(check);
      expect(findings[0]!.Compliance?.RelatedRequirements ?? []).toEqual([...requirements]);
      return findings;
    });
    expect(problems(lists)).toEqual(lists.map(() => []));
  });

  test('of hostile texts are too', () => {
    const lists = hostile
      .filter((text) => text.trim() !== '')
      .map((text) => {
        const { verification: report } = poisoned(text);
        const known = { ...report!, region: 'us-west-2', account_id: '111122223333' };
        return securityHubFindings(
          { ...known, findings: [], keys: known.keys.map((key) => ({ ...key, findings: [], versions: [] })) },
          hub,
        );
      });
    expect(problems(lists)).toEqual(lists.map(() => []));
  });

  test('that lack a field, or have one too many, are rejected', () => {
    const [whole] = securityHubFindings(verification([keyReport('a', [finding('origin', 'fail')])], []), hub);
    const { Title: _, ...lacking } = whole!;
    const wrong = { ...whole!, Compliance: { Status: 'FAILED', Requirements: ['x'] } };
    const [first, second, third] = problems([[lacking], [wrong], [{ ...whole!, Description: ' ' }]]);
    expect(first).toEqual([expect.stringContaining('Title')]);
    expect(second).toEqual([expect.stringContaining('Requirements')]);
    expect(third).toEqual(['.Findings[0].Description: is blank']);
  });
});
