import { KMSServiceException } from '@aws-sdk/client-kms';
import type { Answer } from './answer.ts';
import type { KmsEffect } from './awskms.ts';

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
 * What Vault answers when AWS did not do its part: AWS's own words, as Vault's AWS SDK puts them. A refusal of
 * AWS's is a 400, which a client does not repeat; a throttle, a fault or an unreachable AWS is a 500.
 */
export function failure(error: unknown, effect: KmsEffect, kms: string): Answer {
  const operation = `KMS provider "${kms}": operation error KMS: ${operations[effect.kind]}`;
  if (!(error instanceof KMSServiceException))
    return { status: 500, errors: [`${operation}, ${messageOf(error)}`] };
  const { httpStatusCode = 0, requestId = '' } = error.$metadata;
  const refusal = httpStatusCode >= 400 && httpStatusCode < 500 && error.name !== 'ThrottlingException';
  return {
    status: refusal ? 400 : 500,
    errors: [
      `${operation}, https response error StatusCode: ${httpStatusCode}, RequestID: ${requestId}, api error ${error.name}: ${error.message}`,
    ],
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
