import type { Evidence, EvidenceFailure, FailureKind } from '../model/evidence.ts';
import { failed, found } from '../model/evidence.ts';

/** What every error of the SDK carries; errors cross realms, so no `instanceof`. */
interface SdkError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * AWS's error codes by what they mean for the one who asks.
 *
 * Sources: https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html and what the services answer
 */
const kinds: Readonly<Record<string, FailureKind>> = {
  NotFoundException: 'not_found',
  NoSuchEntity: 'not_found',
  NoSuchEntityException: 'not_found',
  ResourceNotFoundException: 'not_found',
  AccessDenied: 'denied',
  AccessDeniedException: 'denied',
  UnauthorizedOperation: 'denied',
  NotAuthorized: 'denied',
  UnsupportedOperationException: 'unsupported',
  UnrecognizedClientException: 'credentials',
  InvalidClientTokenId: 'credentials',
  InvalidSignatureException: 'credentials',
  SignatureDoesNotMatch: 'credentials',
  ExpiredToken: 'credentials',
  ExpiredTokenException: 'credentials',
  RequestExpired: 'credentials',
  MissingAuthenticationToken: 'credentials',
  MissingAuthenticationTokenException: 'credentials',
  IncompleteSignature: 'credentials',
  IncompleteSignatureException: 'credentials',
  CredentialsProviderError: 'credentials',
  OptInRequired: 'credentials',
  ThrottlingException: 'throttled',
  Throttling: 'throttled',
  TooManyRequestsException: 'throttled',
  RequestLimitExceeded: 'throttled',
  AbortError: 'aborted',
  TimeoutError: 'unreachable',
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EPIPE: 'unreachable',
  ETIMEDOUT: 'unreachable',
};

/** What an error of the SDK comes to. */
export function failureOf(error: unknown, action: string): EvidenceFailure {
  const { name, message, code, $metadata } = error as SdkError;
  const codes = [name, code].filter((value): value is string => typeof value === 'string');
  const known = codes.find((value) => kinds[value] !== undefined);
  const kind = known === undefined ? kindOf($metadata) : kinds[known]!;
  return {
    kind,
    code: known ?? codes[0] ?? 'UnknownError',
    message: typeof message === 'string' && message !== '' ? message : 'no further words',
    action,
  };
}

/** An unknown error by its status; without one there was no answer. */
function kindOf(metadata: SdkError['$metadata']): FailureKind {
  if (metadata === undefined) return 'other';
  const status = metadata.httpStatusCode;
  if (status === 403) return 'denied';
  return status === undefined || status >= 500 ? 'unreachable' : 'other';
}

/** Whether AWS, or the road to it, asks to slow down. */
export function isThrottling(error: unknown): boolean {
  return failureOf(error, '').kind === 'throttled';
}

/** Asks AWS one thing: its refusals are answers too. */
export async function readEvidence<T>(action: string, question: () => Promise<T>): Promise<Evidence<T>> {
  try {
    return found(await question());
  } catch (error) {
    return failed(failureOf(error, action));
  }
}
