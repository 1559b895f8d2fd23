import type { Evidence, KeyUsage } from '../model/evidence.ts';
import { complete, readEvidence } from './aws-failure.ts';
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
    const { KeyLastUsage } = usage;
    const { KeyCreationDate, TrackingStartDate } = complete(usage, 'KeyCreationDate', 'TrackingStartDate');
    return {
      last_used: KeyLastUsage?.Timestamp?.toISOString() ?? null,
      operation: KeyLastUsage?.Operation ?? null,
      ...(KeyLastUsage?.CloudTrailEventId === undefined ? {} : { event_id: KeyLastUsage.CloudTrailEventId }),
      created: KeyCreationDate.toISOString(),
      tracked_since: TrackingStartDate.toISOString(),
    };
  });
}
