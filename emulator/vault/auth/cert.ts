import { X509Certificate } from 'node:crypto';
import * as v from 'valibot';
import { type Backend, routes } from '../backend.ts';
import type { Core, MountPath } from '../core.ts';
import { type FieldTable, required, type Values } from '../field-table.ts';
import { body } from '../request-body.ts';
import { VaultError } from '../vault-error.ts';
import { login, tokenFields } from './login.ts';
import { Records, serveRecords } from './records.ts';

export const certFields = {
  allowed_common_names: ['strings', [], 'enforced'],
  allowed_dns_sans: ['strings', [], 'enforced'],
  allowed_email_sans: ['strings', [], 'unsupported'],
  allowed_metadata_extensions: ['strings', [], 'unsupported'],
  allowed_names: ['strings', [], 'enforced'],
  allowed_organizational_units: ['strings', [], 'unsupported'],
  allowed_uri_sans: ['strings', [], 'unsupported'],
  /** PEM: the client's own certificate or that of its CA. */
  certificate: ['string', required, 'enforced'],
  display_name: ['string', '', 'enforced'],
  ocsp_enabled: ['boolean', false, 'unsupported'],
  ocsp_fail_open: ['boolean', false, 'unsupported'],
  required_extensions: ['strings', [], 'unsupported'],
  ...tokenFields,
} as const satisfies FieldTable;
const proof = v.object({ name: v.optional(v.string(), '') });

/**
 * Logins with a TLS client certificate. The Vault port must use TLS.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/auth/cert
 */
export function certBackend(core: Core, mountPath: MountPath): Backend {
  const app = routes();
  const certs = new Records(certFields, ({ certificate }) => {
    if (!isCertificate(certificate)) throw new VaultError(400, 'failed to parse certificate');
  });
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
      display_name: settings.display_name || common_name,
      metadata: { cert_name: own, common_name, serial_number: client.serialNumber },
    });
  });
  return { app, open: ['login'] };
}

function fits(
  client: X509Certificate,
  { certificate, allowed_common_names, allowed_dns_sans, allowed_names }: Values<typeof certFields>,
  now: Date,
): boolean {
  const known = new X509Certificate(certificate);
  const isKnown = client.fingerprint256 === known.fingerprint256;
  const isSigned = client.checkIssued(known) && client.verify(known.publicKey);
  const isCurrent = new Date(client.validFrom) <= now && now <= new Date(client.validTo);
  const sans = dnsNames(client);
  const bound: readonly [readonly string[], readonly string[]][] = [
    [allowed_common_names, [commonName(client)]],
    [allowed_dns_sans, sans],
    [allowed_names, [commonName(client), ...sans]],
  ];
  const isNamed = bound.every(
    ([allowed, names]) => allowed.length === 0 || names.some((name) => allowed.includes(name)),
  );
  return (isKnown || isSigned) && isCurrent && isNamed;
}

function dnsNames({ subjectAltName }: X509Certificate): string[] {
  return [...(subjectAltName ?? '').matchAll(/DNS:([^,]+)/g)].map((match) => match[1]!);
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
