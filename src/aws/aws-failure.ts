import type { Evidence, EvidenceFailure, FailureCause } from '../model/evidence.ts';
import { failed, found } from '../model/evidence.ts';

/** What errors of the SDK and of Node.js have in common; errors cross realms, so no `instanceof`. */
interface SdkError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/** Where a call went, for the failure that it may end in. */
export interface CallRoute {
  readonly host: string;
  readonly proxy?: string;
}

/**
 * The causes behind AWS's error codes.
 *
 * Sources: https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html and the answers of the services
 */
const awsCauses: Readonly<Record<string, FailureCause>> = {
  NotFoundException: 'not_found',
  NoSuchEntity: 'not_found',
  NoSuchEntityException: 'not_found',
  ResourceNotFoundException: 'not_found',
  AccessDenied: 'denied',
  AccessDeniedException: 'denied',
  UnauthorizedOperation: 'denied',
  NotAuthorized: 'denied',
  UnsupportedOperationException: 'unsupported',
  ExpiredToken: 'expired',
  ExpiredTokenException: 'expired',
  MissingAuthenticationToken: 'no_credentials',
  MissingAuthenticationTokenException: 'no_credentials',
  CredentialsProviderError: 'no_credentials',
  UnrecognizedClientException: 'invalid_credentials',
  InvalidClientTokenId: 'invalid_credentials',
  InvalidAccessKeyId: 'invalid_credentials',
  InvalidSignatureException: 'invalid_credentials',
  SignatureDoesNotMatch: 'invalid_credentials',
  IncompleteSignature: 'invalid_credentials',
  IncompleteSignatureException: 'invalid_credentials',
  RequestExpired: 'invalid_credentials',
  OptInRequired: 'invalid_credentials',
  ThrottlingException: 'throttled',
  Throttling: 'throttled',
  TooManyRequestsException: 'throttled',
  RequestLimitExceeded: 'throttled',
  IncompleteAnswer: 'wrong_host',
  AbortError: 'aborted',
  TimeoutError: 'timeout',
};

/**
 * The causes behind the codes of Node.js and OpenSSL, the first match first.
 *
 * Sources: https://nodejs.org/api/errors.html#common-system-errors and https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const connectionCauses: readonly (readonly [RegExp, FailureCause])[] = [
  [/^PROXY_/, 'proxy'],
  [/CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|^INVALID_CA$|^HOSTNAME_MISMATCH$|^CA_BUNDLE_/, 'tls'],
  [/^ERR_SSL_|^EPROTO$/, 'wrong_host'],
  [/^E(CONNREFUSED|CONNRESET|PIPE|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH|NETDOWN)$/, 'unreachable'],
  [/^ETIMEDOUT$/, 'timeout'],
];

/** Why a call failed, from the error that the SDK threw. */
export function failureOf(error: unknown, action: string): EvidenceFailure {
  const { name, message, code } = error as SdkError;
  const codes = [code, name].filter((value): value is string => typeof value === 'string');
  const known = codes.find((value) => causeOfCode(value) !== null);
  return {
    cause: causeOf(error as SdkError, known),
    code: known ?? codes.at(-1) ?? 'UnknownError',
    message: typeof message === 'string' && message !== '' ? message : 'no further details',
    action,
    ...routes.get(error as object),
  };
}

function causeOfCode(code: string): FailureCause | null {
  return awsCauses[code] ?? connectionCauses.find(([pattern]) => pattern.test(code))?.[1] ?? null;
}

/** A server's own fault says more than the code that it comes with. */
function causeOf({ message, $metadata }: SdkError, known: string | undefined): FailureCause {
  const status = $metadata?.httpStatusCode;
  const cause = known === undefined ? null : causeOfCode(known);
  if (cause === 'no_credentials' && /expired/i.test(String(message))) return 'expired';
  if (cause !== null && cause !== 'throttled' && status !== undefined && status >= 500) return 'unavailable';
  if (cause !== null) return cause;
  if (status === undefined) return 'other';
  if (status >= 500) return 'unavailable';
  // Every answer of AWS has a request id; without one this is a page of something in between.
  if ($metadata?.requestId === undefined) return 'wrong_host';
  return status === 403 ? 'denied' : 'other';
}

const routes = new WeakMap<object, CallRoute>();

/** Records where a call went, by its answer or error. Of nested calls, the innermost counts, since it failed. */
export function rememberRoute(outcome: object, route: CallRoute): void {
  if (!routes.has(outcome)) routes.set(outcome, route);
}

/**
 * The answer, when it has what AWS always answers.
 *
 * @throws an error with the cause `wrong_host`: what parses and lacks it was not sent by AWS
 */
export function complete<T extends object, K extends keyof T>(
  answer: T,
  ...fields: readonly K[]
): T & { [field in K]-?: NonNullable<T[field]> } {
  const missing = fields.filter((field) => answer[field] === undefined || answer[field] === null);
  if (missing.length === 0) return answer as T & { [field in K]-?: NonNullable<T[field]> };
  const error = Object.assign(new Error(`the answer lacks ${missing.join(' and ')}`), {
    name: 'IncompleteAnswer',
  });
  const route = routes.get(answer);
  if (route !== undefined) routes.set(error, route);
  throw error;
}

/** Whether AWS asks the caller to slow down. */
export function isThrottling(error: unknown): boolean {
  return failureOf(error, '').cause === 'throttled';
}

/** Makes one call of AWS; a failure is evidence too. */
export async function readEvidence<T>(action: string, call: () => Promise<T>): Promise<Evidence<T>> {
  try {
    return found(await call());
  } catch (error) {
    return failed(failureOf(error, action));
  }
}
