import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Starts the emulator in a process of its own: its addresses, what it was asked, faults, and how to end it. */
export async function startEmulator(args = [], env = {}, node = process.execPath) {
  const child = spawn(node, ['dist/emulator.cjs', ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  child.stdout.resume();
  const ready = JSON.parse(line);
  const control = async (method, what, body) => {
    const sent = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    return fetch(`${ready.AWS_ENDPOINT_URL}/_emulator/${what}`, sent);
  };
  return {
    pid: child.pid,
    url: ready.VAULT_ADDR,
    token: ready.VAULT_TOKEN,
    aws: ready.AWS_ENDPOINT_URL,
    credentials: { accessKeyId: ready.AWS_ACCESS_KEY_ID, secretAccessKey: ready.AWS_SECRET_ACCESS_KEY },
    requests: async () => (await control('GET', 'requests')).json(),
    clearRequests: () => control('DELETE', 'requests'),
    delay: (ms) => control('POST', 'faults', [{ match: { path: '^/v1/' }, fault: { delay_ms: ms } }]),
    mount: async (path) => {
      const headers = { 'x-vault-token': ready.VAULT_TOKEN };
      const body = JSON.stringify({ type: 'keymgmt' });
      await fetch(`${ready.VAULT_ADDR}/v1/sys/mounts/${path}`, { method: 'POST', headers, body });
    },
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
