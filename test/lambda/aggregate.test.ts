import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createAggregate } from '../../lambda/aggregate.ts';
import { type FleetReport, rowMaker } from '../../lambda/aggregate-report.ts';
import { systemClock } from '../../src/effects/clock.ts';
import type { KeyReport, PermissionReport, Report, Status } from '../../src/model/report.ts';
import { buildReport } from '../../src/verify/build-report.ts';
import { quiet } from './support.ts';

/** A bucket over HTTP, by path. */
const objects = new Map<string, string>();
const server = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url!, 'http://s3').pathname);
  if (request.method === 'PUT') {
    let body = '';
    for await (const chunk of request) body += chunk;
    objects.set(path, body);
  }
  if (request.method === 'PUT') return void response.end();
  if (!objects.has(path)) {
    response.writeHead(404, { 'content-type': 'application/xml' });
    return void response.end('<Error><Code>NoSuchKey</Code><Message>NoSuchKey</Message></Error>');
  }
  response.end(objects.get(path));
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function aggregate(event: unknown) {
  const output = quiet();
  const env = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'AKIA',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_REGION: 'us-west-2',
  };
  const answer = await createAggregate(env, systemClock, output)(event);
  return { answer, output };
}

const keyOf = (name: string, status: Status): KeyReport => ({
  name,
  kms: 'aws',
  alias: `alias/hashicorp/${name}-1700000000`,
  status,
  findings: [],
  versions: [
    {
      version: 1,
      key_id: name,
      arn: null,
      key_state: status === 'pass' ? 'Enabled' : 'Disabled',
      key_material_id: null,
      status,
      findings:
        status === 'pass'
          ? []
          : [
              {
                check: 'key_state',
                status,
                expected: 'Enabled',
                actual: 'Disabled',
                message: `${name}!`,
                remediation: '',
              },
            ],
    },
  ],
});
const denied: PermissionReport = {
  action: 'kms:CreateKey',
  decision: 'denied',
  method: 'simulate',
  evidence: 'implicitDeny',
  layer: 'identity policy',
  message: '',
  remedy: '',
  needed_for: '',
  sets: ['vault'],
  principal_arn: null,
  region: 'us-west-2',
  kms: ['aws-us-west-2'],
};
const reportOf = (account_id: string, keys: KeyReport[], more: Partial<Report> = {}): Report => ({
  ...buildReport({
    region: 'us-west-2',
    account_id,
    principal_arn: null,
    checked_at: '2026-11-24T06:00:00Z',
    keys,
    permissions: more.permissions ?? [],
    limits: [],
    orphans: [],
    findings: [],
    notices: [],
    next: more.next ?? null,
  }),
});

/** As a ResultWriter writes it: a manifest, and a file of child executions for each way to end. */
function written(
  name: string,
  reports: Report[],
  failures: { Input: string; Error?: string; Cause?: string }[] = [],
) {
  const executions = (list: object[]) => list.map((one) => JSON.stringify(one)).join('\n');
  const put = (file: string, text: string) => {
    objects.set(`/bucket/results/${name}/${file}`, text);
    return { Key: `results/${name}/${file}`, Size: text.length };
  };
  const SUCCEEDED = [
    put(
      'SUCCEEDED_0.jsonl',
      executions(
        reports.map((report) => ({ Status: 'SUCCEEDED', Output: JSON.stringify(report), Input: '{}' })),
      ),
    ),
  ];
  const FAILED = failures.length === 0 ? [] : [put('FAILED_0.jsonl', executions(failures))];
  put(
    'manifest.json',
    JSON.stringify({
      DestinationBucket: 'bucket',
      MapRunArn: 'arn',
      ResultFiles: { SUCCEEDED, FAILED, PENDING: [] },
    }),
  );
  return {
    MapRunArn: 'arn',
    ResultWriterDetails: { Bucket: 'bucket', Key: `results/${name}/manifest.json` },
  };
}

const save = { bucket: 'bucket', key: 'reports/run.json' };
const saved = (): FleetReport => JSON.parse(objects.get('/bucket/reports/run.json')!);

describe('the batches of one target', () => {
  const first = reportOf('1', [keyOf('a', 'pass')], { permissions: [denied] });

  test('are joined, with the permissions once and no key twice', async () => {
    const batches = [
      reportOf('1', [keyOf('a', 'pass'), keyOf('b', 'pass')]),
      reportOf('1', [keyOf('c', 'fail')]),
    ];
    for (const join of [batches, written('join', batches)]) {
      const { answer } = await aggregate({ join, permissions: [first] });
      expect(answer).toMatchObject({
        status: 'fail',
        compliant: false,
        complete: true,
        account_id: '1',
        summary: { keys: 3, versions: 3, passed: 2, failed: 1, permissions: { denied: 1 } },
        permissions: [{ action: 'kms:CreateKey' }],
      });
      expect((answer as Report).keys.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    }
  });

  test('count in full when they were shortened on their way', async () => {
    const whole = reportOf('1', [keyOf('a', 'pass'), keyOf('b', 'fail')]);
    const { answer } = await aggregate({ join: [{ ...whole, keys: [] }], permissions: [] });
    expect(answer).toMatchObject({ status: 'fail', summary: { keys: 2, failed: 1 } });
  });

  test('that failed leave the target open', async () => {
    const join = written(
      'half',
      [reportOf('1', [keyOf('a', 'pass')])],
      [
        {
          Input: JSON.stringify({ BatchInput: { event: { region: 'us-west-2' } } }),
          Error: 'Lambda.Unknown',
          Cause: 'gone',
        },
      ],
    );
    const { answer } = await aggregate({ join, permissions: [] });
    expect(answer).toMatchObject({
      status: 'indeterminate',
      compliant: false,
      findings: [{ check: 'not_checked' }],
    });
  });

  test('are not proved by an empty list', async () => {
    const { answer } = await aggregate({ join: [], permissions: [] });
    expect(answer).toMatchObject({ status: 'indeterminate', compliant: false });
  });
});

describe('the last report of a list of keys', () => {
  const last = 's3://bucket/last/keys/us-west-2.jsonl.json';
  const path = '/bucket/last/keys/us-west-2.jsonl.json';
  const keysOf = (status: Status) => [keyOf('a', 'pass'), keyOf('b', status)];
  const join = async (batches: Report[] | ReturnType<typeof written>) =>
    (await aggregate({ join: batches, permissions: [], last })).answer as Report;
  beforeEach(() => void objects.delete(path));

  test('is kept, and the next one says what changed, on its row, the page and for the alarm', async () => {
    const first = await join([reportOf('1', keysOf('pass'))]);
    expect(first).not.toHaveProperty('changes');
    const second = await join([reportOf('1', [keyOf('a', 'pass')]), reportOf('1', [keyOf('b', 'fail')])]);
    expect(second.changes).toMatchObject({ new: [{ check: 'key_state' }], fixed: [], keys_gone: [] });
    expect((await join([reportOf('1', keysOf('fail'))])).changes).toMatchObject({ new: [], unchanged: 1 });
    expect((await join([reportOf('1', [keyOf('a', 'pass')])])).changes).toMatchObject({
      keys_gone: ['aws/key/b'],
    });

    const unknown = reportOf('2', [keyOf('c', 'pass')]);
    const { answer, output } = await aggregate({ fleet: written('changed', [second, unknown]), save });
    const changes = { targets: 1, new: 1, fixed: 0, unchanged: 0, material_replaced: 0 };
    expect(answer).toMatchObject({ changes });
    expect(saved()).toMatchObject({ changes });
    expect(output.metrics[0]).toMatchObject({ NewFindings: 1, FixedFindings: 0, MaterialReplaced: 0 });
    expect(objects.get('/bucket/reports/run.html')).toContain('1 new, 0 fixed, 0 unchanged');
  });

  test('of the fleet names the accounts and regions that are no targets any more, once', async () => {
    const fleetOf = async (accounts: string[], failures: { Input: string }[] = []) => {
      const reports = accounts.map((account) => reportOf(account, [keyOf('a', 'pass')]));
      const fleet = written('targets', reports, failures);
      await aggregate({ fleet, save, last: 's3://bucket/last/fleet.json' });
      return saved().targets_gone;
    };
    expect(await fleetOf(['1', '2', '3'])).toBeUndefined();
    const known = JSON.stringify({ event: { region: 'us-west-2', account_id: '3' } });
    expect(await fleetOf(['1', '2'], [{ Input: known }])).toEqual([]);
    expect(await fleetOf(['1'], [{ Input: '{}' }])).toBeUndefined();
    expect(await fleetOf(['1', '2'])).toEqual(['us-west-2, account 3']);
    expect(objects.get('/bucket/reports/run.html')).toContain('us-west-2, account 3');
    expect(await fleetOf(['1', '2'])).toEqual([]);
  });

  test('stays where a batch failed or was shortened: no key is gone for that', async () => {
    await join([reportOf('1', keysOf('pass'))]);
    const kept = objects.get(path);
    const half = written('half-last', [reportOf('1', [keyOf('a', 'pass')])], [{ Input: '{}' }]);
    expect(await join(half)).toMatchObject({ complete: false, changes: { keys_gone: [] } });
    const shortened = await join([{ ...reportOf('1', keysOf('pass')), keys: [] }]);
    expect(shortened).not.toHaveProperty('changes');
    expect(shortened.notices).toMatchObject([{ code: 'baseline', message: expect.stringContaining(last) }]);
    expect(objects.get(path)).toBe(kept);
  });
});

describe('the fleet', () => {
  const good = reportOf('1', [keyOf('a', 'pass')]);
  const bad = reportOf('2', [keyOf('b', 'fail')]);

  test('is one report, saved in full, with the worst first', async () => {
    const { answer, output } = await aggregate({ fleet: written('fleet', [good, bad]), save });
    expect(answer).toMatchObject({
      status: 'fail',
      complete: true,
      summary: { keys: 2, targets: 2 },
      saved: { ...save, page: 'reports/run.html' },
    });
    const page = objects.get('/bucket/reports/run.html')!;
    for (const text of ['Not compliant', 'us-west-2, account 2', 'b!', 'alias/hashicorp/a-1700000000'])
      expect(page).toContain(text);
    expect(answer).not.toHaveProperty('targets');
    expect(saved().targets).toMatchObject([
      { account_id: '2', status: 'fail', findings: [{ key: 'aws/b', message: 'b!' }] },
      { account_id: '1', status: 'pass', findings: [] },
    ]);
    expect(output.metrics).toMatchObject([
      { Failing: 1, Unproved: 0 },
      { scope: 'fleet', NotCompliant: 1, Targets: 2, NotChecked: 0, Failed: 1 },
    ]);
  });

  test('passes when all of it does', async () => {
    const { answer, output } = await aggregate({ fleet: [good, reportOf('3', [keyOf('c', 'pass')])], save });
    expect(answer).toMatchObject({ status: 'pass', compliant: true });
    expect(output.metrics).toMatchObject([{ Failing: 0, Unproved: 0 }, { NotCompliant: 0 }]);
  });

  test('is open when a target could not be checked, and names it', async () => {
    const Input = JSON.stringify({ event: { region: 'eu-west-1', account_id: '9' } });
    const fleet = written('open', [good], [{ Input, Error: 'CheckFailedError', Cause: 'Vault is sealed' }]);
    const { answer } = await aggregate({ fleet, save });
    expect(answer).toMatchObject({ status: 'indeterminate', compliant: false, complete: false });
    expect(saved().failures).toEqual([
      {
        target: { region: 'eu-west-1', account_id: '9' },
        error: 'CheckFailedError',
        cause: 'Vault is sealed',
      },
    ]);
  });

  test('without a target proves nothing', async () => {
    expect((await aggregate({ fleet: [], save })).answer).toMatchObject({
      status: 'indeterminate',
      complete: false,
    });
  });

  test('is incomplete when a target is', async () => {
    const { answer } = await aggregate({ fleet: [good, reportOf('2', [], { next: 'rest' })], save });
    expect(answer).toMatchObject({ status: 'pass', compliant: false, complete: false });
  });
});

test('a fleet of many keys lists those that did not pass, and counts all', () => {
  const rowOf = rowMaker();
  const keys = Array.from({ length: 6000 }, (_, index) =>
    keyOf(`k${index}`, index === 5999 ? 'fail' : 'pass'),
  );
  const rows = [reportOf('1', keys), reportOf('2', [keyOf('late', 'pass'), keyOf('bad', 'fail')])].map(rowOf);
  expect(rows.map(({ report }) => report.keys.length)).toEqual([5001, 1]);
  expect(rows.map(({ summary }) => summary.keys)).toEqual([6000, 2]);
  expect(rows[1]!.report.keys[0]!.name).toBe('bad');
});

test('an event of another form is refused', async () => {
  await expect(aggregate({ fleet: [] })).rejects.toThrow();
});
