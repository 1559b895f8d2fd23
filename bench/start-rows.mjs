import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { startAction } from './action-run.mjs';
import { inTurn } from './ratio.mjs';

const rounds = 15;

/** The processor time of a process's main thread so far, in milliseconds: other programs do not change it. Linux only. */
function processorTime(pid) {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
}

async function end(child) {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** Until a script of one line has run. */
async function script(node, code) {
  const child = spawn(
    node,
    ['--no-warnings', '-e', `${code};process.stdout.write('.');setTimeout(() => {}, 1e4)`],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  await once(child.stdout, 'data');
  const time = processorTime(child.pid);
  await end(child);
  return time;
}

/** Until the first byte of a request arrives. */
async function firstByte(start) {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { child, remove } = await start(`http://127.0.0.1:${server.address().port}`);
  const [socket] = await once(server, 'connection');
  socket.on('error', () => {});
  await once(socket, 'data');
  const time = processorTime(child.pid);
  await end(child);
  socket.destroy();
  server.close();
  await remove();
  return time;
}

/** What loading the Lambda takes, as a multiple of what Node.js itself takes. */
export async function startRatio(node) {
  const { bare, lambda } = await inTurn(rounds, {
    bare: () => script(node, ''),
    lambda: () => script(node, loadLambda),
  });
  return lambda / bare;
}

const loadLambda = "require('./dist/lambda/index.cjs')";

/** What bundles take to start, as multiples of what Node.js itself takes. */
export async function startRows(node) {
  const manifest = JSON.stringify({
    path: 'keymgmt',
    kms: { aws: { key_collection: 'us-west-2' } },
    keys: { a: { kms: 'aws' }, b: { kms: 'aws' } },
  });
  const took = await inTurn(rounds, {
    bare: () => script(node, ''),
    action: () =>
      firstByte((url) =>
        startAction(node, 'dist/index.cjs', { command: 'apply', url, token: 'root', manifest }),
      ),
    post: () =>
      firstByte((url) =>
        startAction(node, 'dist/post.cjs', { url }, { env: { STATE_token: 'root', STATE_accessor: 'a' } }),
      ),
    lambda: () => script(node, loadLambda),
    https: () =>
      firstByte(async (url) => ({
        child: spawn(node, [
          '-e',
          `require('node:https');require('node:http').get('${url}').on('error', () => {})`,
        ]),
        remove() {},
      })),
  });
  const row = (name, value, most) => ({
    name,
    target: most === null ? 'for comparison' : `≤ ${most} ×`,
    measured: `${(value / took.bare).toFixed(1)} ×`,
    met: most === null ? null : value / took.bare <= most,
  });
  return [
    row('start of the action, to the first byte to Vault', took.action, 3.5),
    row('start of the post step, to the first byte to Vault', took.post, 2),
    row('loading the Lambda', took.lambda, 3.5),
    row('a request with `node:https` and nothing else', took.https, null),
  ];
}
