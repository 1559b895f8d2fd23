import type { ServerHealth } from '../../vault/http/read-health.ts';
import type { DoctorContext } from '../context.ts';
import { type DoctorCheck, ok, warning } from '../doctor-check.ts';

export const vaultEdition: DoctorCheck<DoctorContext> = {
  id: 'vault_edition',
  proves: 'The server is Vault Enterprise or HCP Vault, which have the keymgmt engine.',
  needs: ['vault_http'],
  run: async ({ settings, found: { health } }) => {
    const { host } = settings.connection.url;
    const other = otherEdition(health!);
    if (other === null) return [ok(host, 'Vault Enterprise')];
    return [warning(host, `the server is ${other}, which has no keymgmt engine of its own`, needsEnterprise)];
  },
};

export const needsEnterprise =
  'Use Vault Enterprise with the Advanced Data Protection module, or HCP Vault; `npm run emulator` has the engine for tests.';

/** `1.21.0, Vault Community`; `null` for Vault Enterprise and HCP Vault. */
export function otherEdition({ version, enterprise }: ServerHealth): string | null {
  if (enterprise === true || /\+(ent|hsm|fips|prem)/.test(version)) return null;
  return `${version}, ${enterprise === false ? 'Vault Community' : 'Vault Community or OpenBao'}`;
}
