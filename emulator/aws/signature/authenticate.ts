import type { Directory } from '../directory.ts';
import { AwsError } from '../errors.ts';
import type { Caller, Credential } from '../identity.ts';
import { parseAuthorization } from './authorization.ts';
import { type SignedRequest, signatureHolds } from './verify.ts';

const longestSkew = 15 * 60 * 1000;

export type Protocol = 'json' | 'query';

/** The error codes for an invalid signature, by protocol. */
const signatureErrors = {
  missing: { json: ['MissingAuthenticationTokenException', 400], query: ['MissingAuthenticationToken', 403] },
  incomplete: { json: ['IncompleteSignatureException', 400], query: ['IncompleteSignature', 403] },
  unknown: { json: ['UnrecognizedClientException', 400], query: ['InvalidClientTokenId', 403] },
  signature: { json: ['InvalidSignatureException', 400], query: ['SignatureDoesNotMatch', 403] },
  expired: { json: ['ExpiredTokenException', 400], query: ['ExpiredToken', 403] },
} as const;

const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

/**
 * Authenticates a request. An open directory treats an unknown access key as the administrator's.
 *
 * @param service the required service name in the request's scope
 * @throws {AwsError} when the signature or the credential is not valid
 */
export async function authenticate(
  request: SignedRequest,
  { service, protocol, sourceIp }: { service: string; protocol: Protocol; sourceIp: string },
  directory: Directory,
  now: Date,
): Promise<Caller> {
  const errorOf = (kind: keyof typeof signatureErrors, message: string) => {
    const [code, status] = signatureErrors[kind][protocol];
    return new AwsError(code, message, status);
  };
  const header = request.headers.get('authorization');
  if (header === null) throw errorOf('missing', 'Request is missing Authentication Token');
  const authorization = parseAuthorization(header);
  const signedAt = amzDate(request.headers.get('x-amz-date'));
  if (authorization === null || signedAt === null)
    throw errorOf(
      'incomplete',
      'Authorization header requires Credential, SignedHeaders and Signature of AWS4-HMAC-SHA256, and X-Amz-Date.',
    );
  const caller = {
    access_key_id: authorization.access_key_id,
    time: now,
    region: authorization.region,
    source_ip: sourceIp,
    user_agent: request.headers.get('user-agent') ?? '',
  };
  const credential = directory.credential(authorization.access_key_id);
  const invalidToken = errorOf('unknown', 'The security token included in the request is invalid.');
  if (credential === null) {
    if (directory.open) return { ...caller, principal: directory.administrator };
    throw invalidToken;
  }
  if (!credential.active || !tokenHolds(credential, request.headers)) throw invalidToken;
  if (authorization.service !== service)
    throw errorOf('signature', `Credential should be scoped to correct service: '${service}'. `);
  if (Math.abs(now.getTime() - signedAt.getTime()) > longestSkew)
    throw errorOf('signature', skew(signedAt, now));
  const holds = await signatureHolds(request, authorization, credential.secret_access_key, signedAt);
  if (!holds) throw errorOf('signature', mismatch);
  if (credential.session !== null && credential.session.expires <= now)
    throw errorOf('expired', 'The security token included in the request is expired');
  return { ...caller, principal: credential.principal };
}

function tokenHolds({ session }: Credential, headers: Headers): boolean {
  return headers.get('x-amz-security-token') === (session?.token ?? null);
}

/** `20261124T060000Z`. */
function amzDate(text: string | null): Date | null {
  const compact = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
  return text !== null && compact.test(text) ? new Date(text.replace(compact, '$1-$2-$3T$4:$5:$6Z')) : null;
}

function skew(signedAt: Date, now: Date): string {
  const compact = (date: Date) => date.toISOString().replace(/[-:]|\.\d+/g, '');
  return signedAt < now
    ? `Signature expired: ${compact(signedAt)} is now earlier than ${compact(new Date(now.getTime() - longestSkew))} (${compact(now)} - 15 min.)`
    : `Signature not yet current: ${compact(signedAt)} is still later than ${compact(new Date(now.getTime() + longestSkew))} (${compact(now)} + 15 min.)`;
}
