import { X509Certificate } from 'node:crypto';
import type { Plugin } from '../core.ts';
import { type FieldTable, required, text, unsupported, type Values } from '../field-table.ts';
import { rejected } from '../vault-error.ts';
import { loginBackend, tokenFields } from './login.ts';
import { Records } from './records.ts';

export const certFields = {
  allowed_common_names: ['strings', [], 'enforced'],
  allowed_dns_sans: ['strings', [], 'enforced'],
  allowed_names: ['strings', [], 'enforced'],
  /** PEM: the client's own certificate or that of its CA. */
  certificate: ['string', required, 'enforced'],
  display_name: ['string', '', 'enforced'],
  ...unsupported('strings', [], 'allowed_email_sans allowed_metadata_extensions allowed_uri_sans'),
  ...unsupported('strings', [], 'allowed_organizational_units required_extensions'),
  ...unsupported('boolean', false, 'ocsp_enabled ocsp_fail_open'),
  ...tokenFields,
} as const satisfies FieldTable;
const proof = { name: text };

/**
 * Logins with a TLS client certificate. The Vault port must use TLS.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/auth/cert
 */
export const certBackend: Plugin = (core, mountPath) => {
  const certs = new Records(certFields, ({ certificate }) => {
    if (!isCertificate(certificate)) throw rejected('failed to parse certificate');
  });
  return loginBackend(core, mountPath, { '/certs': certs }, '/login', proof, ({ name }, c) => {
    const client = c.env.exchange.certificate();
    if (client === null) throw rejected('client certificate must be supplied');
    const match = [...certs].find(
      ([own, cert]) => (name === '' || own === name) && fits(client, cert, core.clock()),
    );
    if (match === undefined) throw rejected('invalid certificate or no client certificate supplied');
    const [cert_name, settings] = match;
    const common_name = commonName(client);
    const metadata = { cert_name, common_name, serial_number: client.serialNumber };
    return { settings, display_name: settings.display_name || common_name, metadata };
  });
};

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
