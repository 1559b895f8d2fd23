import { KMSServiceException } from '@aws-sdk/client-kms';
import type { KmsEffect } from './awskms.ts';
import type { EngineResponse } from './engine-response.ts';

const operations: Readonly<Record<KmsEffect['kind'], string>> = {
  create_key: 'CreateKey',
  replicate_key: 'ReplicateKey',
  import_material: 'ImportKeyMaterial',
  enable_key: 'EnableKey',
  disable_key: 'DisableKey',
  schedule_deletion: 'ScheduleKeyDeletion',
  create_alias: 'CreateAlias',
  update_alias: 'UpdateAlias',
  delete_alias: 'DeleteAlias',
};

/**
 * Vault's response to a failed AWS call: AWS's own message, in the format of the AWS SDK for Go. A call that AWS rejected
 * is a 400, which clients do not retry; throttling, an AWS fault or an unreachable AWS is a 500.
 */
export function awsFailure(
  error: unknown,
  effect: KmsEffect,
  kms: string,
  rejectionStatus: '400' | '500',
): EngineResponse {
  const operation = `KMS provider "${kms}": operation error KMS: ${operations[effect.kind]}`;
  if (!(error instanceof KMSServiceException))
    return { status: 500, errors: [`${operation}, ${messageOf(error)}`] };
  const { httpStatusCode = 0, requestId = '' } = error.$metadata;
  const isRejected = httpStatusCode >= 400 && httpStatusCode < 500 && error.name !== 'ThrottlingException';
  return {
    status: isRejected && rejectionStatus === '400' ? 400 : 500,
    errors: [
      `${operation}, https response error StatusCode: ${httpStatusCode}, RequestID: ${requestId}, api error ${error.name}: ${error.message}`,
    ],
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
