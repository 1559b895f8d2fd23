import { X509Certificate } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { certFields, fits } from '../../../emulator/vault/auth/cert.ts';
import { readFields } from '../../../emulator/vault/field-table.ts';

/** Made by OpenSSL: OU platform, CN runner; ci.example, ci@team.example and spiffe://team/ci. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIB2zCCAYGgAwIBAgIUXeMjKG8t0LLBHpjFeYzOmrIQrcUwCgYIKoZIzj0EAwIw
JDERMA8GA1UECwwIcGxhdGZvcm0xDzANBgNVBAMMBnJ1bm5lcjAgFw0yNjExMjYx
MzUzNThaGA8yMTI2MTEwMjEzNTM1OFowJDERMA8GA1UECwwIcGxhdGZvcm0xDzAN
BgNVBAMMBnJ1bm5lcjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPyrEUgldbcJ
HJt/0TWW1neA5jAt73j5ToZOYTzDtmHEkYcsr8yLLrg5G31JZ60VP45I5BIq1c+R
w5vIeQ1D0YCjgY4wgYswHQYDVR0OBBYEFMDPkX6clbKAUQy1GZzCOGMI2Ia/MB8G
A1UdIwQYMBaAFMDPkX6clbKAUQy1GZzCOGMI2Ia/MA8GA1UdEwEB/wQFMAMBAf8w
OAYDVR0RBDEwL4EPY2lAdGVhbS5leGFtcGxlhhBzcGlmZmU6Ly90ZWFtL2Npggpj
aS5leGFtcGxlMAoGCCqGSM49BAMCA0gAMEUCIQC8Gx5XrgBmngzt7bpx+7rkTSRT
ATj1bP6pUPXIDbtlxQIgTmWQujRU5UMKg1+xXpd7IuriNNsRjhneRBSFQKiquX0=
-----END CERTIFICATE-----
`;

test.each<[string, string, boolean]>([
  ['allowed_common_names', 'run*', true],
  ['allowed_common_names', 'platform', false],
  ['allowed_dns_sans', '*.example', true],
  ['allowed_dns_sans', 'runner', false],
  ['allowed_email_sans', '*@team.example', true],
  ['allowed_email_sans', '*@other.example', false],
  ['allowed_names', 'runner', true],
  ['allowed_names', 'ci@team.example', true],
  ['allowed_names', 'spiffe://*', false],
  ['allowed_organizational_units', 'plat*', true],
  ['allowed_organizational_units', 'runner', false],
  ['allowed_uri_sans', 'spiffe://team/*', true],
  ['allowed_uri_sans', 'spiffe://other/*', false],
])('cert %s %s: %s', (field, pattern, expected) => {
  const bound = readFields(certFields, { certificate, [field]: [pattern] });
  expect(fits(new X509Certificate(certificate), bound, new Date())).toBe(expected);
});
