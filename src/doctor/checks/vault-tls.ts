import { readHealth } from '../../vault/http/read-health.ts';
import { VaultError } from '../../vault/http/vault-error.ts';
import type { DoctorContext } from '../context.ts';
import { type DoctorCheck, failed, ok, warning } from '../doctor-check.ts';

/** Asks `sys/health`, the first request that a server answers, and checks its transport. */
export const vaultTls: DoctorCheck<DoctorContext> = {
  id: 'vault_tls',
  proves: 'The TLS session with Vault is established and its certificate is trusted.',
  needs: ['vault_tcp'],
  run: async ({ settings, env, signal, found }) => {
    const { connection } = settings;
    const { url, tls } = connection;
    try {
      found.health = await readHealth(connection, env, signal);
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      // What a server answered, or did not, over a session that stands is the check vault_http.
      if (error.code === 'not_vault') found.notVault = error;
      else return [failed(url.host, error.message, error.remedy)];
    }
    if (url.protocol === 'http:' && !/^(localhost|127\.|\[::1\])/.test(url.hostname))
      return [
        warning(
          url.host,
          'tokens and credentials travel unencrypted',
          'Serve Vault over TLS, and write `https://` in `url`.',
        ),
      ];
    if (tls.skip_verify)
      return [
        warning(
          url.host,
          'the certificate is not verified (`tls_skip_verify`)',
          'Give the certificate authority in `ca_certificate`, and leave `tls_skip_verify` out.',
        ),
      ];
    return [ok(url.host, url.protocol === 'http:' ? 'no TLS, on this machine only' : 'certificate trusted')];
  },
};
