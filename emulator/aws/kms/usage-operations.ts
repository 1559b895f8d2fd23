import * as v from 'valibot';
import { keyId } from './input.ts';
import { kmsOperation } from './kms-call.ts';
import { lastUse, trackingStart } from './last-usage.ts';

export const usageOperations = {
  /** Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyLastUsage.html */
  GetKeyLastUsage: kmsOperation(v.object({ KeyId: keyId }), (call, input) => {
    const key = call.key(input.KeyId);
    const use = lastUse(key, call.now, call.tracking);
    return {
      KeyId: key.id,
      KeyCreationDate: key.created,
      TrackingStartDate: trackingStart(key, call.tracking),
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
