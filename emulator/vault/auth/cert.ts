import { X509Certificate } from 'node:crypto';
import * as v from 'valibot';
import { type Backend, routes } from '../backend.ts';
import type { Core, MountPath } from '../core.ts';
import { body, names } from '../request-body.ts';
import { VaultError } from '../vault-error.ts';
import { login, tokenSettings } from './login.ts';
import { Records, serveRecords } from './records.ts';

const trusted = v.object({
  /** PEM: the client's own certificate or that of its CA. */
  certificate: v.pipe(v.string(), v.check(isCertificate, 'failed to parse certificate')),
  allowed_common_names: v.optional(names, []),
  ...tokenSettings,
});
const proof = v.object({ name: v.optional(v.string(), '') });

/**
 * Logins with a TLS client certificate. The Vault port must use TLS.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/auth/cert
 */
export function certBackend(core: Core, mountPath: MountPath): Backend {
  const app = routes();
  const certs = new Records(trusted);
  serveRecords(app, '/certs', certs);
  app.put('/login', (c) => {
    const client = c.env.exchange.certificate();
    if (client === null) throw new VaultError(400, 'client certificate must be supplied');
    const { name } = body(c, proof);
    const candidates = certs.entries().filter(([own]) => name === '' || own === name);
    const match = candidates.find(([, cert]) => fits(client, cert, core.clock()));
    if (match === undefined) {
      throw new VaultError(400, 'invalid certificate or no client certificate supplied');
    }
    const [own, settings] = match;
    const common_name = commonName(client);
    return login(c, core, mountPath, settings, {
      display_name: `cert-${common_name}`,
      metadata: { cert_name: own, common_name, serial_number: client.serialNumber },
    });
  });
  return { app, open: ['login'] };
}

function fits(
  client: X509Certificate,
  { certificate, allowed_common_names }: v.InferOutput<typeof trusted>,
  now: Date,
): boolean {
  const known = new X509Certificate(certificate);
  const isKnown = client.fingerprint256 === known.fingerprint256;
  const isSigned = client.checkIssued(known) && client.verify(known.publicKey);
  const isCurrent = new Date(client.validFrom) <= now && now <= new Date(client.validTo);
  const isNamed = allowed_common_names.length === 0 || allowed_common_names.includes(commonName(client));
  return (isKnown || isSigned) && isCurrent && isNamed;
}

function commonName({ subject }: X509Certificate): string {
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? '';
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
