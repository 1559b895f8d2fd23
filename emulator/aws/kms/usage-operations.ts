import { inAnyState, keyOperation } from './kms-call.ts';
import { lastUse, trackingStart } from './last-usage.ts';

export const usageOperations = {
  /** Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyLastUsage.html */
  GetKeyLastUsage: keyOperation({}, inAnyState, (key, _, call) => {
    const use = lastUse(key, call.now, call.system.tracking);
    return {
      KeyId: key.id,
      KeyCreationDate: key.created,
      TrackingStartDate: trackingStart(key, call.system.tracking),
      KeyLastUsage:
        use === null
          ? {}
          : {
              Timestamp: use.date,
              Operation: use.operation,
              KmsRequestId: use.request_id,
              CloudTrailEventId: use.event_id,
            },
    };
  }),
};
