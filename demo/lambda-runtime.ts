import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { Report } from '../src/model/report.ts';

/** Invokes the Lambda's bundle in its own process, as the runtime does. Its log is discarded. */
export async function invokeLambda(
  dist: string,
  event: unknown,
  env: Readonly<Record<string, string>>,
): Promise<Report> {
  const child = fork(`${dist}/demo.cjs`, ['lambda'], {
    env: { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.send({ event });
  const [report] = await once(child, 'message');
  return report as Report;
}

/** The child process of {@link invokeLambda}: loads the bundle and handles one event. */
export async function serveAsLambda(dist: string): Promise<void> {
  const { handler } = createRequire(`${dist}/`)('./lambda/index.cjs');
  const context = {
    getRemainingTimeInMillis: () => 60_000,
    awsRequestId: 'demo',
    functionName: 'keymgmt-verify',
  };
  const [{ event }] = await once(process, 'message');
  const report = await handler(event, context);
  await new Promise((sent) => process.send!(report, sent));
}
