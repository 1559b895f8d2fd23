import { KMSServiceException } from '@aws-sdk/client-kms';
import type { KmsEffect } from './effect.ts';
import type { EngineResponse } from './engine.ts';

/**
 * Vault's response to a failed AWS call: AWS's own message, in the format of the AWS SDK for Go. A call that AWS rejected
 * is a 400, which clients do not retry; throttling, an AWS fault or an unreachable AWS is a 500.
 */
export function awsFailure(
  error: unknown,
  { kind }: KmsEffect,
  kms: string,
  rejectionStatus: '400' | '500',
): EngineResponse {
  const name = kind.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const operation = `KMS provider "${kms}": operation error KMS: ${name}`;
  if (!(error instanceof KMSServiceException))
    return { status: 500, errors: [`${operation}, ${messageOf(error)}`] };
  const { httpStatusCode = 0, requestId = '' } = error.$metadata;
  const isRejected = httpStatusCode >= 400 && httpStatusCode < 500 && error.name !== 'ThrottlingException';
  const response = `https response error StatusCode: ${httpStatusCode}, RequestID: ${requestId}`;
  const errors = [`${operation}, ${response}, api error ${error.name}: ${error.message}`];
  return { status: isRejected && rejectionStatus === '400' ? 400 : 500, errors };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
