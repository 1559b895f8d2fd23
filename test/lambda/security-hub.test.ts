import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { createHandler } from '../../lambda/handler.ts';
import { logOf } from '../../lambda/lambda-log.ts';
import { hubOf, publishToSecurityHub } from '../../lambda/security-hub.ts';
import { openSharedConnections } from '../../src/aws/aws-effects.ts';
import { systemClock } from '../../src/effects/clock.ts';
import type { Finding, KeyReport, PermissionReport, Report } from '../../src/model/report.ts';
import { buildReport } from '../../src/verify/build-report.ts';
import { importedFinding } from './asff-schema.ts';
import { event } from './good-events.ts';
import { quiet } from './support.ts';

/** Security Hub, as far as it keeps findings and gives them back. */
const kept = new Map<string, AwsSecurityFinding>();
const sizes: number[] = [];
/** What Security Hub's schema does not take. */
const malformed: string[] = [];
let refuse: string | null = null;
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { Findings = [], Filters } = JSON.parse(body);
  response.setHeader('content-type', 'application/json');
  if (refuse !== null) {
    response.writeHead(403, { 'x-amzn-errortype': refuse });
    return void response.end(JSON.stringify({ Message: 'is not authorized' }));
  }
  if (request.url === '/findings/import') {
    sizes.push(Findings.length);
    for (const finding of Findings as AwsSecurityFinding[]) {
      const { issues } = v.safeParse(importedFinding, finding);
      if (issues !== undefined) malformed.push(JSON.stringify(v.flatten(issues)));
      kept.set(finding.Id!, finding);
    }
    return void response.end(
      JSON.stringify({ FailedCount: 0, SuccessCount: Findings.length, FailedFindings: [] }),
    );
  }
  const [{ Value: prefix }] = Filters.Id;
  const found = [...kept.values()].filter(
    ({ Id, RecordState }) => RecordState === 'ACTIVE' && Id!.startsWith(prefix),
  );
  // Security Hub adds fields that an import does not take.
  response.end(
    JSON.stringify({
      Findings: found.map((finding) => ({ ...finding, ProductName: 'Default', WorkflowState: 'NEW' })),
    }),
  );
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(() => {
  expect(malformed).toEqual([]);
});
beforeEach(() => {
  malformed.length = 0;
  kept.clear();
  sizes.length = 0;
  refuse = null;
});

const env = () => ({
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  AWS_ENDPOINT_URL_SECURITYHUB: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  AWS_ACCESS_KEY_ID: 'AKIA',
  AWS_SECRET_ACCESS_KEY: 'secret',
});
const functionArn = 'arn:aws:lambda:eu-west-1:999988887777:function:keymgmt-verifier';

async function tell(report: Report) {
  const output = quiet();
  await publishToSecurityHub(report, hubOf(functionArn)!, {
    env: env(),
    shared: openSharedConnections(systemClock),
    log: logOf(output),
  });
  return output.lines;
}

const finding = (check: Finding['check'], status: Finding['status']): Finding => ({
  check,
  status,
  expected: 'x',
  actual: 'y',
  message: `${check} is wrong`,
  remediation: 'do it',
});
const key = (name: string, ...findings: Finding[]): KeyReport => ({
  name,
  kms: 'aws',
  alias: '',
  status: findings[0]?.status ?? 'pass',
  findings: [],
  versions: [
    {
      version: 1,
      key_id: name,
      arn: `arn:aws:kms:us-west-2:111122223333:key/${name}`,
      key_state: 'Disabled',
      key_material_id: null,
      status: findings[0]?.status ?? 'pass',
      findings,
    },
  ],
});
const denied: PermissionReport = {
  action: 'kms:CreateKey',
  decision: 'denied',
  method: 'simulate',
  evidence: 'implicitDeny',
  layer: null,
  message: '',
  remedy: '',
  needed_for: 'Creating the KMS key of each version.',
  sets: ['vault'],
  principal_arn: 'arn:aws:iam::111122223333:user/vault',
  region: 'us-west-2',
  kms: ['aws-us-west-2'],
};
const report = (
  keys: KeyReport[],
  permissions: PermissionReport[] = [],
  checked_at = '2026-11-24T06:00:00Z',
) =>
  buildReport({
    region: 'us-west-2',
    account_id: '111122223333',
    principal_arn: null,
    checked_at,
    keys,
    permissions,
    limits: [],
    orphans: [],
    findings: [],
    notices: [],
    next: null,
  });

const states = () => Object.fromEntries([...kept].map(([id, { RecordState }]) => [id, RecordState]));
const place = 'vault-keymgmt-aws-kms/111122223333/us-west-2';

describe('what did not pass', () => {
  test('is a finding of the function’s own account, on the key or the principal', async () => {
    await tell(report([key('a', finding('key_state', 'fail')), key('b')], [denied]));
    expect(kept.get(`${place}/key/aws/a/1/key_state`)).toMatchObject({
      SchemaVersion: '2018-10-08',
      ProductArn: 'arn:aws:securityhub:eu-west-1:999988887777:product/999988887777/default',
      AwsAccountId: '999988887777',
      FindingProviderFields: {
        Severity: { Label: 'HIGH' },
        Types: ['Software and Configuration Checks/AWS Security Best Practices'],
      },
      Compliance: { Status: 'FAILED' },
      Description: 'key_state is wrong',
      Remediation: { Recommendation: { Text: 'do it' } },
      Resources: [{ Type: 'AwsKmsKey', Id: 'arn:aws:kms:us-west-2:111122223333:key/a', Region: 'us-west-2' }],
    });
    expect(kept.get(`${place}/permission/kms:CreateKey`)).toMatchObject({
      Resources: [{ Type: 'AwsIamUser', Id: denied.principal_arn }],
    });
    expect(kept.size).toBe(2);
  });

  test('keeps its id and its first time, and is archived when it is fixed', async () => {
    const broken = (at: string) =>
      report([key('a', finding('key_state', 'fail')), key('b', finding('material', 'fail'))], [denied], at);
    await tell(broken('2026-11-24T06:00:00Z'));
    await tell(broken('2026-11-25T06:00:00Z'));
    expect(kept.get(`${place}/key/aws/a/1/key_state`)).toMatchObject({
      CreatedAt: '2026-11-24T06:00:00Z',
      UpdatedAt: '2026-11-25T06:00:00Z',
    });
    // Only a is looked at again, and no permission.
    await tell(report([key('a')], [], '2026-11-26T06:00:00Z'));
    expect(states()).toEqual({
      [`${place}/key/aws/a/1/key_state`]: 'ARCHIVED',
      [`${place}/key/aws/b/1/material`]: 'ACTIVE',
      [`${place}/permission/kms:CreateKey`]: 'ACTIVE',
    });
    expect(kept.get(`${place}/key/aws/a/1/key_state`)).toMatchObject({ Compliance: { Status: 'PASSED' } });
    expect(kept.get(`${place}/key/aws/a/1/key_state`)).not.toHaveProperty('ProductName');
  });

  test('has the commands of its remedy in full, and a page to read', async () => {
    const long = { ...finding('material', 'fail'), remediation: `${'x'.repeat(600)}\naws kms enable-key` };
    await tell(report([key('a', long)]));
    const kept1 = kept.get(`${place}/key/aws/a/1/material`);
    expect(kept1?.ProductFields?.['vault-keymgmt-aws-kms/remediation']).toContain('aws kms enable-key');
    expect(kept1?.Remediation?.Recommendation?.Url).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });

  test('of a replica is a finding of its own', async () => {
    const there = { ...finding('key_state', 'fail'), replica_region: 'eu-west-1' };
    await tell(report([key('a', finding('key_state', 'fail'), there)]));
    expect([...kept.keys()]).toEqual([
      `${place}/key/aws/a/1/key_state`,
      `${place}/key/aws/a/1/eu-west-1/key_state`,
    ]);
  });

  test.each([
    ['root', 'AwsAccount', 'AWS::::Account:111122223333'],
    ['role/vault', 'AwsIamRole', 'arn:aws:iam::111122223333:role/vault'],
  ])('of the principal %s is on %s', async (name, Type, Id) => {
    await tell(report([], [{ ...denied, principal_arn: `arn:aws:iam::111122223333:${name}` }]));
    expect(kept.get(`${place}/permission/kms:CreateKey`)?.Resources).toMatchObject([{ Type, Id }]);
  });

  test('goes out a hundred at a time', async () => {
    await tell(
      report(Array.from({ length: 250 }, (_, index) => key(`k${index}`, finding('exists', 'indeterminate')))),
    );
    expect(sizes).toEqual([100, 100, 50]);
    expect(kept.get(`${place}/key/aws/k1/1/exists`)).toMatchObject({
      FindingProviderFields: { Severity: { Label: 'MEDIUM' } },
      Compliance: { Status: 'WARNING' },
    });
  });

  test('that Security Hub does not take is a warning', async () => {
    refuse = 'AccessDeniedException';
    expect(await tell(report([key('a', finding('key_state', 'fail'))]))).toEqual([
      expect.stringContaining('AccessDeniedException'),
    ]);
  });
});

test('the function tells it when its environment says so, and nobody else', async () => {
  const context = { invokedFunctionArn: functionArn };
  const silent = await createHandler(env(), systemClock, quiet())(event, context);
  expect(silent.status).not.toBe('pass');
  expect(kept.size).toBe(0);
  await createHandler({ ...env(), SECURITY_HUB: 'enabled' }, systemClock, quiet())(event, context);
  expect(kept.size).toBeGreaterThan(0);
});
