import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { DoctorContext } from '../context.ts';
import { type DoctorCheck, failed, ok } from '../doctor-check.ts';
import { hopToVault } from '../hop.ts';

export const vaultDns: DoctorCheck<DoctorContext> = {
  id: 'vault_dns',
  proves: 'The name of Vault, or of the proxy on the way to it, resolves on this machine.',
  needs: ['proxy'],
  run: async (context) => {
    const { host, shown } = hopToVault(context);
    if (isIP(host) !== 0) return [ok(shown, 'is an address; no name to resolve')];
    try {
      const addresses = await lookup(host, { all: true });
      return [ok(shown, `resolves to ${addresses.map(({ address }) => address).join(', ')}`)];
    } catch (error) {
      const { code = 'unknown error' } = error as NodeJS.ErrnoException;
      const remedy = shown.startsWith('the proxy')
        ? 'Correct HTTPS_PROXY, or except Vault from the proxy with NO_PROXY.'
        : 'Check the host in `url`, or use a runner inside the network that Vault is in.';
      return [failed(shown, `the name does not resolve on this machine (${code})`, remedy)];
    }
  },
};
