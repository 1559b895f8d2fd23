import type { Evidence } from '../model/evidence.ts';
import type { KeyUsage } from '../model/permission-evidence.ts';
import { readEvidence } from './aws-failure.ts';
import type { Clients } from './clients.ts';

/**
 * `kms:GetKeyLastUsage`
 *
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyLastUsage.html
 */
export function readLastUsage(clients: Clients, region: string, keyId: string): Promise<Evidence<KeyUsage>> {
  return readEvidence('kms:GetKeyLastUsage', async () => {
    const { kmsClient, GetKeyLastUsageCommand } = await import('./sdk/kms-client.ts');
    const client = kmsClient(clients, region);
    const usage = await client.send(new GetKeyLastUsageCommand({ KeyId: keyId }), clients.options);
    const { KeyCreationDate, TrackingStartDate, KeyLastUsage } = usage;
    if (KeyCreationDate === undefined || TrackingStartDate === undefined)
      throw Object.assign(new Error('the answer has no dates'), { name: 'IncompleteAnswer' });
    return {
      last_used: KeyLastUsage?.Timestamp?.toISOString() ?? null,
      operation: KeyLastUsage?.Operation ?? null,
      created: KeyCreationDate.toISOString(),
      tracked_since: TrackingStartDate.toISOString(),
    };
  });
}
