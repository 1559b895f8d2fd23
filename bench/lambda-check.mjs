import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { processUsage } from './process-usage.mjs';
import { eventOf, startKms } from './simulated-kms.mjs';

const child = `
  const rss = () => process.memoryUsage().rss;
  const bare = rss();
  const { handler } = require('./dist/lambda/index.cjs');
  const loaded = rss();
  process.on('message', async (event) => {
    const cpu = process.cpuUsage();
    const report = await handler(event);
    const used = process.cpuUsage(cpu);
    process.send({
      rss_bare: bare, rss_loaded: loaded, cpu: (used.user + used.system) / 1000,
      status: report.status, versions: report.summary.versions, bytes: JSON.stringify(report).length,
    });
  });
`;

/** A check of a region whose KMS has all keys as they should be, which it throws for when it finds otherwise. */
export async function checkInLambda(node, keys, versions) {
  const aws = await startKms(keys, versions);
  const event = eventOf(keys, versions);
  const result = await invokeLambda(node, event, aws.url);
  aws.close();
  if (result.status !== 'pass' || result.versions !== keys * versions)
    throw new Error(`${keys} keys: ${result.status} of ${result.versions} versions`);
  return { ...result, calls: aws.calls, event_bytes: JSON.stringify(event).length };
}

/**
 * One invocation of the Lambda in a process of its own.
 *
 * @returns among others the most memory that the process ever had, in megabytes, as the kernel counts it from outside
 */
export async function invokeLambda(node, event, url) {
  const lambda = spawn(node, ['--no-warnings', '-e', child], {
    env: {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'us-west-2',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  lambda.send(event);
  const [result] = await once(lambda, 'message');
  const { memory } = processUsage(lambda.pid);
  lambda.disconnect();
  await once(lambda, 'exit');
  return { ...result, memory };
}
