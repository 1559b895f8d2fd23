import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
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

/**
 * One invocation of the Lambda in a process of its own, which has the memory that the template gives the function.
 *
 * @returns among others the most memory that the process ever had, in megabytes, as the kernel counts it from outside
 */
export async function checkInLambda(node, keys, versions) {
  const aws = await startKms(keys, versions);
  const event = eventOf(keys, versions);
  const lambda = spawn(node, ['--no-warnings', '-e', child], {
    env: {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'us-west-2',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  lambda.send(event);
  const [result] = await once(lambda, 'message');
  const memory = peakMemory(lambda.pid);
  lambda.disconnect();
  await once(lambda, 'exit');
  aws.close();
  if (result.status !== 'pass' || result.versions !== keys * versions)
    throw new Error(`${keys} keys: ${result.status} of ${result.versions} versions`);
  return { ...result, memory, calls: aws.calls, event_bytes: JSON.stringify(event).length };
}

/** Megabytes; Linux only. */
function peakMemory(pid) {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}
