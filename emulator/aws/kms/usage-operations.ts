import { inAnyState, keyOperation } from './kms-call.ts';
import { lastUse, trackingStart } from './last-usage.ts';

export const usageOperations = {
  /** Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyLastUsage.html */
  GetKeyLastUsage: keyOperation({}, inAnyState, (key, _, { now, system: { tracking } }) => ({
    KeyId: key.id,
    KeyCreationDate: key.created,
    TrackingStartDate: trackingStart(key, tracking),
    KeyLastUsage: lastUse(key, now, tracking) ?? {},
  })),
};
