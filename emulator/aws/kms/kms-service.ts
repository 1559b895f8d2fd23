import { ownValue } from '../../own-value.ts';
import { AwsError } from '../errors.ts';
import type { AwsSystem, Service } from '../service.ts';
import { jsonWire } from '../wire/json.ts';
import { aliasOperations } from './alias-operations.ts';
import { encryptionOperations } from './encryption-operations.ts';
import { grantOperations } from './grant-operations.ts';
import { importOperations } from './import-operations.ts';
import { keyOperations } from './key-operations.ts';
import { KmsCall, type KmsOperation, type KmsSystem } from './kms-call.ts';
import { newRegions } from './kms-region.ts';
import { addUse, type UsageTracking } from './last-usage.ts';
import { lifecycleOperations } from './lifecycle-operations.ts';
import { macOperations } from './mac-operations.ts';
import { policyOperations } from './policy-operations.ts';
import { replicationOperations } from './replication-operations.ts';
import { rotationOperations } from './rotation-operations.ts';
import { signingOperations } from './signing-operations.ts';
import { tagOperations } from './tag-operations.ts';

const operations: Readonly<Record<string, KmsOperation>> = {
  ...keyOperations,
  ...importOperations,
  ...aliasOperations,
  ...lifecycleOperations,
  ...tagOperations,
  ...policyOperations,
  ...encryptionOperations,
  ...signingOperations,
  ...rotationOperations,
  ...replicationOperations,
  ...grantOperations,
  ...macOperations,
};

/** KMS, in all accounts and regions. */
export function kmsService(aws: AwsSystem, clock: () => Date, tracking: UsageTracking): Service {
  const system: KmsSystem = { ...aws, regionOf: newRegions(clock), tracking };
  return {
    signing_name: 'kms',
    wire: jsonWire,
    async run(name, caller, input) {
      const operation = ownValue(operations, name);
      if (operation === undefined)
        throw new AwsError('UnknownOperationException', `KMS has no operation ${name} here.`);
      const call = new KmsCall(name, caller, system);
      const { event_id: id } = call;
      const record = (error: AwsError | null) =>
        aws.trail.record({ id, name, caller, resources: [...call.touched] }, input, error);
      try {
        const output = await operation(call, input);
        const use = { Operation: name, Timestamp: caller.time, CloudTrailEventId: id };
        for (const key of call.used) addUse(key, use, tracking);
        record(null);
        return output;
      } catch (error) {
        if (error instanceof AwsError) record(error);
        throw error;
      }
    },
  };
}
