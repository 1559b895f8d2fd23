/** The parts of a Signature Version 4 `Authorization` header. */
export interface Authorization {
  readonly access_key_id: string;
  /** `YYYYMMDD`. */
  readonly date: string;
  readonly region: string;
  /** The signing name, such as `kms`. */
  readonly service: string;
  /** Lower case. */
  readonly signed_headers: readonly string[];
  /** 64 hexadecimal digits. */
  readonly signature: string;
}

/**
 * Parses the header; `null` when it is malformed.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function parseAuthorization(header: string): Authorization | null {
  const [, fields] = /^\s*AWS4-HMAC-SHA256\s+(.*)$/.exec(header) ?? [];
  if (fields === undefined) return null;
  const field = (name: string) => new RegExp(`(?:^|,\\s*)${name}=([^,\\s]+)`).exec(fields)?.[1] ?? '';
  const [access_key_id, date, region, service, end] = field('Credential').split('/');
  const signed_headers = field('SignedHeaders').split(';').filter(Boolean);
  const signature = field('Signature');
  if (!access_key_id || !date || !region || !service || end !== 'aws4_request') return null;
  if (signature === '' || signed_headers.length === 0) return null;
  return { access_key_id, date, region, service, signed_headers, signature };
}
