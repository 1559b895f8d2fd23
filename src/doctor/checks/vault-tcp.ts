import { connect } from 'node:net';
import type { DoctorContext } from '../context.ts';
import { type DoctorCheck, failed, ok } from '../doctor-check.ts';
import { hopToVault } from '../hop.ts';

/** How long a connection may take to open; milliseconds. */
const openTimeout = 5_000;

export const vaultTcp: DoctorCheck<DoctorContext> = {
  id: 'vault_tcp',
  proves: 'A connection to Vault, or to the proxy on the way to it, opens.',
  needs: ['vault_dns'],
  run: async (context) => {
    const { host, port, shown } = hopToVault(context);
    const started = context.clock.now().getTime();
    const code = await openConnection(host, port);
    if (code === null) return [ok(shown, `connected in ${context.clock.now().getTime() - started} ms`)];
    const isProxy = shown.startsWith('the proxy');
    return [
      code === 'ECONNREFUSED'
        ? failed(
            shown,
            'the connection is refused: nothing listens on this port',
            isProxy
              ? 'Correct HTTPS_PROXY, or except Vault from the proxy with NO_PROXY.'
              : 'Check host and port in `url`, and that Vault runs.',
          )
        : failed(
            shown,
            `the connection does not open (${code})`,
            isProxy
              ? 'Check the network path to the proxy, or except Vault from it with NO_PROXY.'
              : 'Check firewalls and security groups between this machine and Vault, HTTPS_PROXY, or use a runner inside the network that Vault is in.',
          ),
    ];
  },
};

/** `null` when the connection opened, else the error's code. */
function openConnection(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: openTimeout });
    const end = (code: string | null) => {
      socket.destroy();
      resolve(code);
    };
    socket.once('connect', () => end(null));
    socket.once('timeout', () => end('ETIMEDOUT'));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}
