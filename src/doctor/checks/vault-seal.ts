import type { DoctorContext } from '../context.ts';
import { type DoctorCheck, failed, ok } from '../doctor-check.ts';

export const vaultSeal: DoctorCheck<DoctorContext> = {
  id: 'vault_seal',
  proves: 'Vault is initialized and unsealed.',
  needs: ['vault_http'],
  run: async ({ settings, found: { health } }) => {
    const { host } = settings.connection.url;
    if (!health!.initialized)
      return [failed(host, 'Vault is not initialized', 'Initialize it: vault operator init')];
    if (health!.sealed)
      return [
        failed(host, 'Vault is sealed', 'Unseal it (vault operator unseal), or repair its auto-unseal.'),
      ];
    return [ok(host, 'unsealed')];
  },
};
