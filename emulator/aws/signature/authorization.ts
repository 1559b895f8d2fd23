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
  const [algorithm, ...rest] = header.trim().split(/\s+/);
  if (algorithm !== 'AWS4-HMAC-SHA256') return null;
  const fields = new Map(
    rest
      .join(' ')
      .split(/,\s*/)
      .map((field) => [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)]),
  );
  const [access_key_id, date, region, service, end] = (fields.get('Credential') ?? '').split('/');
  const signed_headers = (fields.get('SignedHeaders') ?? '').split(';').filter((name) => name !== '');
  const signature = fields.get('Signature');
  if (!access_key_id || !date || !region || !service || end !== 'aws4_request') return null;
  if (!signature || signed_headers.length === 0) return null;
  return { access_key_id, date, region, service, signed_headers, signature };
}
