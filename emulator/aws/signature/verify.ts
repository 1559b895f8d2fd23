import { createHash } from 'node:crypto';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import { sameText } from '../../same-text.ts';
import { type Authorization, parseAuthorization } from './authorization.ts';

/** A request as received. */
export interface SignedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
}

/**
 * Whether the request was signed with this secret: it is signed again over the same headers, and the signatures are
 * compared. Time, scope and session token are not checked.
 *
 * @param signedAt the request's `X-Amz-Date`
 */
export async function signatureHolds(
  { method, url, headers, body }: SignedRequest,
  authorization: Authorization,
  secret: string,
  signedAt: Date,
): Promise<boolean> {
  if (!bodyHolds(headers, body)) return false;
  const { access_key_id, region, service, signed_headers } = authorization;
  const signer = new SignatureV4({
    credentials: { accessKeyId: access_key_id, secretAccessKey: secret },
    region,
    service,
    sha256: Hash.bind(null, 'sha256'),
    applyChecksum: false,
  });
  const relevant = [...new Set([...signed_headers, 'x-amz-content-sha256'])];
  const signed = await signer.sign(
    {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: queryOf(url),
      headers: Object.fromEntries(
        relevant.flatMap((name) => {
          const value = name === 'host' ? (headers.get('host') ?? url.host) : headers.get(name);
          return value === null ? [] : [[name, value]];
        }),
      ),
      body,
    },
    {
      signingDate: signedAt,
      signableHeaders: new Set(signed_headers),
      unsignableHeaders: new Set(relevant.filter((name) => !signed_headers.includes(name))),
    },
  );
  const expected = parseAuthorization(signed.headers['authorization'] ?? '')?.signature ?? '';
  return sameText(expected, authorization.signature);
}

/** A signed digest must match the body. */
function bodyHolds(headers: Headers, body: string): boolean {
  const declared = headers.get('x-amz-content-sha256');
  if (declared === null || declared === 'UNSIGNED-PAYLOAD') return true;
  return declared === createHash('sha256').update(body).digest('hex');
}

function queryOf(url: URL): Record<string, string[]> {
  const query: Record<string, string[]> = {};
  for (const [name, value] of url.searchParams) query[name] = [...(query[name] ?? []), value];
  return query;
}
