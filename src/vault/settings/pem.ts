import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readTextFile, UnreadableFile } from '../../effects/read-text-file.ts';

/** A PEM, or what is wrong: the rest of a sentence that begins with the input's name. */
export type PemOutcome = { readonly pem: string } | { readonly wrong: string };

export type PemKind = 'certificate' | 'private key';

/**
 * Reads a PEM that was given as text, as base64, or as the path of a file with either.
 *
 * `wrong` never repeats anything that could be key material.
 */
export function readPem(text: string, kind: PemKind): PemOutcome {
  const given = text.trim();
  const direct = decoded(given);
  if (direct !== null) return checked(direct, kind);
  if (/[\n\r]/.test(given) || given.length > 4_096) return { wrong: `is ${described(given)}; ${wanted}` };
  let content: string;
  try {
    content = readTextFile(given, largestFile).trim();
  } catch (error) {
    if (error instanceof UnreadableFile) return { wrong: unreadable[error.code] };
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENAMETOOLONG' || code === 'ENOTDIR') {
      return { wrong: `is ${described(given)}, and no file has that name; ${wanted}` };
    }
    return { wrong: `is the path of a file that cannot be read (${code})` };
  }
  const within = decoded(content);
  return within === null
    ? { wrong: `is the path of a file that holds ${described(content)}; ${wanted}` }
    : checked(within, kind);
}

/** Bytes: more than any chain of certificates. */
const largestFile = 1024 * 1024;

const unreadable: Readonly<Record<UnreadableFile['code'], string>> = {
  NOT_REGULAR: 'is a path that does not name a regular file',
  TOO_LARGE: `is the path of a file of more than ${largestFile} bytes`,
  NOT_UTF8: 'is the path of a file that holds binary data (DER?); give a PEM',
};

const wanted = 'give a PEM, base64 of a PEM, or the path of a file with a PEM.';

function decoded(text: string): string | null {
  if (text.includes('-----BEGIN ')) return text;
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text)) return null;
  const inner = Buffer.from(text, 'base64').toString('latin1');
  return inner.includes('-----BEGIN ') ? inner.trim() : null;
}

function described(text: string): string {
  if (text === '') return 'nothing';
  if (/^[A-Za-z0-9+/\s]{64,}={0,2}\s*$/.test(text)) return 'base64 of something that is not a PEM';
  return text.includes('\0') || text.includes('\ufffd')
    ? 'binary data (DER?)'
    : `text of ${text.length} characters`;
}

/** Parses each certificate or key, so that a damaged one is found before the first connection. */
function checked(pem: string, kind: PemKind): PemOutcome {
  const labels = [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)].map(([, label]) => label ?? '');
  const fits = (label: string) =>
    kind === 'certificate' ? label === 'CERTIFICATE' : label.endsWith('PRIVATE KEY');
  if (!labels.some(fits))
    return { wrong: `holds a PEM of ${labels.join(', ') || 'nothing'}, but no ${kind}.` };
  if (kind === 'private key' && /ENCRYPTED/.test(pem))
    return { wrong: 'holds an encrypted private key; decrypt it.' };
  try {
    if (kind === 'private key') createPrivateKey(pem);
    else for (const block of pem.match(certificates) ?? ['']) new X509Certificate(block);
  } catch {
    return { wrong: `holds a damaged ${kind}; check that it is complete and has its line breaks.` };
  }
  return { pem };
}

const certificates = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** Whether a private key belongs to the (first) certificate. */
export function keyFits(certificate: string, key: string): boolean {
  return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
}
