import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createHandler } from '../../lambda/handler.ts';
import { systemClock } from '../../src/effects/clock.ts';
import { readHtml } from '../evidence-page/html-document.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { key } from './good-events.ts';
import { quiet, region } from './support.ts';

/** A bucket with Object Lock: it takes an object only with a checksum, and keeps each version of it. */
const objects = new Map<string, string[]>();
let refuse = false;
const bucket = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url!, 'http://s3').pathname);
  const error = (status: number, code: string) => {
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
  };
  if (request.method === 'GET') {
    const [last] = [...(objects.get(path) ?? [])].reverse();
    return last === undefined ? error(404, 'NoSuchKey') : void response.end(last);
  }
  let body = '';
  for await (const chunk of request) body += chunk;
  const checked = Object.keys(request.headers).some((name) => /^(content-md5|x-amz-checksum-.+)$/.test(name));
  if (refuse) return error(403, 'AccessDenied');
  if (!checked) return error(400, 'InvalidRequest');
  objects.set(path, [...(objects.get(path) ?? []), body]);
  response.end();
});

let fleet: Fleet;
beforeAll(async () => {
  bucket.listen(0, '127.0.0.1');
  await once(bucket, 'listening');
  fleet = await startFleet([key], 100);
});
afterAll(() => {
  fleet.close();
  bucket.closeAllConnections();
  bucket.close();
});
beforeEach(() => {
  objects.clear();
  refuse = false;
});

const context = {
  awsRequestId: '8f5b6a3c-request',
  invokedFunctionArn: `arn:aws:lambda:${region}:111122223333:function:keymgmt-verifier`,
};

const event = { region, permissions: { sets: [] }, keys: [key] };

async function check(event: object, day = 24, env: Record<string, string> = {}) {
  const output = quiet();
  const clock = { ...systemClock, now: () => new Date(`2026-11-${day}T06:00:00Z`), sleep: async () => {} };
  const handler = createHandler(
    {
      AWS_ENDPOINT_URL: fleet.url,
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${(bucket.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: region,
      REPORT_URI: 's3://reports',
      ...env,
    },
    clock,
    output,
  );
  const report = await handler(event, context);
  return { report, lines: output.lines };
}

test('each report and its evidence page are archived under the time of the check, beside the last one', async () => {
  const { report } = await check({ ...event, run_id: 'run-42' });
  const { report: later } = await check(event, 25);
  const names = [...objects.keys()].sort();
  expect(names.filter((name) => name.includes('/last/'))).toHaveLength(1);
  expect(names.filter((name) => name.includes('/reports/us-west-2-'))).toEqual([
    expect.stringMatching(/\/2026-11-24T06-00-00\.000Z\.html$/),
    expect.stringMatching(/\/2026-11-24T06-00-00\.000Z\.json$/),
    expect.stringMatching(/\/2026-11-25T06-00-00\.000Z\.html$/),
    expect.stringMatching(/\/2026-11-25T06-00-00\.000Z\.json$/),
  ]);
  const [page, json] = names
    .filter((name) => name.includes('2026-11-24'))
    .map((name) => objects.get(name)!) as [string[], string[]];
  expect(json).toEqual([JSON.stringify(report)]);
  const { text } = readHtml(page[0]!);
  for (const shown of [
    context.invokedFunctionArn,
    context.awsRequestId,
    'run-42',
    'payments-db',
    createHash('sha256').update(json[0]!).digest('hex'),
  ])
    expect(text).toContain(shown);
  expect(later.changes).toMatchObject({ since: report.checked_at });
});

test('a part of a report is not archived, and nothing is without REPORT_URI', async () => {
  const { keys, ...shared } = event;
  const { report } = await check({ BatchInput: shared, Items: keys });
  expect(report.summary.keys).toBe(1);
  await check(event, 24, { REPORT_URI: '' });
  expect([...objects.keys()]).toEqual([]);
});

test('a bucket that takes nothing is a warning, and the report arrives', async () => {
  refuse = true;
  const { report, lines } = await check(event);
  expect(report.summary.keys).toBe(1);
  expect(
    lines.filter((line) => line.includes('was not archived in s3://reports/reports/us-west-2-')),
  ).toHaveLength(2);
});
