import { X509Certificate } from 'node:crypto';
import { globMatches } from '../../glob.ts';
import type { Plugin } from '../core.ts';
import { enforced, required, text, unsupported, type Values } from '../field-table.ts';
import { rejected } from '../vault-error.ts';
import { loginBackend, tokenFields } from './login.ts';
import { Records } from './records.ts';

export const certFields = {
  ...enforced('strings', [], 'allowed_common_names allowed_names allowed_organizational_units'),
  ...enforced('strings', [], 'allowed_dns_sans allowed_email_sans allowed_uri_sans'),
  /** PEM: the client's own certificate or that of its CA. */
  ...enforced('string', required, 'certificate'),
  ...enforced('string', '', 'display_name'),
  ...unsupported('strings', [], 'allowed_metadata_extensions required_extensions'),
  ...unsupported('boolean', false, 'ocsp_enabled ocsp_fail_open'),
  ...tokenFields,
};
const proof = { name: text };

/**
 * Logins with a TLS client certificate. The Vault port must use TLS.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/auth/cert
 */
export const certBackend: Plugin = (core, mountPath) => {
  const certs = new Records('/certs', certFields, ({ certificate }) => {
    if (!isCertificate(certificate)) throw rejected('failed to parse certificate');
  });
  return loginBackend(core, mountPath, [certs], '/login', proof, ({ name }, c) => {
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

/** Whether a client certificate is the bound one or signed by it, valid now, and has the bound names. */
export function fits(client: X509Certificate, bound: Values<typeof certFields>, now: Date): boolean {
  const known = new X509Certificate(bound.certificate);
  const isKnown = client.fingerprint256 === known.fingerprint256;
  const isSigned = client.checkIssued(known) && client.verify(known.publicKey);
  const isCurrent = new Date(client.validFrom) <= now && now <= new Date(client.validTo);
  const [dns, emails] = [alternativeNames(client, 'DNS'), alternativeNames(client, 'email')];
  const isNamed =
    matches(bound.allowed_common_names, [commonName(client)]) &&
    matches(bound.allowed_dns_sans, dns) &&
    matches(bound.allowed_email_sans, emails) &&
    matches(bound.allowed_names, [commonName(client), ...dns, ...emails]) &&
    matches(bound.allowed_organizational_units, subjectParts(client, 'OU')) &&
    matches(bound.allowed_uri_sans, alternativeNames(client, 'URI'));
  return (isKnown || isSigned) && isCurrent && isNamed;
}

/** Whether one of the names matches one of the patterns; without patterns, all names do. */
function matches(patterns: readonly string[], names: readonly string[]): boolean {
  return patterns.length === 0 || names.some((name) => patterns.some((one) => globMatches(one, name)));
}

function alternativeNames({ subjectAltName = '' }: X509Certificate, kind: string): string[] {
  return valuesOf(subjectAltName.split(', '), `${kind}:`);
}

function subjectParts({ subject }: X509Certificate, kind: string): string[] {
  return valuesOf(subject.split('\n'), `${kind}=`);
}

function valuesOf(entries: readonly string[], prefix: string): string[] {
  return entries.filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length));
}

function commonName(client: X509Certificate): string {
  return subjectParts(client, 'CN')[0] ?? '';
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
