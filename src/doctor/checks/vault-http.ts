import type { DoctorContext } from '../context.ts';
import { type DoctorCheck, failed, ok } from '../doctor-check.ts';

export const vaultHttp: DoctorCheck<DoctorContext> = {
  id: 'vault_http',
  proves: 'What answers at `url` is Vault, and not a proxy, a load balancer or another service.',
  needs: ['vault_tls'],
  run: async ({ settings, found: { health, notVault } }) => {
    const { host } = settings.connection.url;
    if (notVault !== undefined) return [failed(host, notVault.message, notVault.remedy)];
    return [ok(host, `answers as ${health?.version === '' ? 'Vault' : `Vault ${health?.version}`}`)];
  },
};
