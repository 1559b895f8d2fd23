import type { DoctorContext } from '../context.ts';
import { type DoctorCheck, failed, ok } from '../doctor-check.ts';

export const vaultEdition: DoctorCheck<DoctorContext> = {
  id: 'vault_edition',
  proves: 'The server is Vault Enterprise or HCP Vault, which alone have the keymgmt engine.',
  needs: ['vault_http'],
  run: async ({ settings, found: { health } }) => {
    const { version, enterprise } = health!;
    const { host } = settings.connection.url;
    if (enterprise === true || /\+(ent|hsm|fips)|\+prem/.test(version)) return [ok(host, 'Vault Enterprise')];
    return [
      failed(
        host,
        `${version} is ${enterprise === false ? 'Vault Community' : 'Vault Community or OpenBao'}, which has no keymgmt engine`,
        'Use Vault Enterprise with the Advanced Data Protection module, or HCP Vault; `npm run emulator` has the engine for tests.',
      ),
    ];
  },
};
