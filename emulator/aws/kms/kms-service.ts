import { partitionOf } from '../arn.ts';
import type { Authorizer } from '../authorizer.ts';
import type { Trail } from '../cloudtrail/trail.ts';
import type { Directory } from '../directory.ts';
import { AwsError } from '../errors.ts';
import type { Service } from '../service.ts';
import { jsonWire } from '../wire/wire.ts';
import { aliasOperations } from './aliases.ts';
import type { Operation } from './call.ts';
import { Call } from './call.ts';
import { encryptionOperations } from './encrypt.ts';
import { importOperations } from './import.ts';
import { keyOperations } from './key-operations.ts';
import { defaultKeyPolicy, policyOperations } from './key-policies.ts';
import { lifecycleOperations } from './lifecycle.ts';
import { replicationOperations } from './replicate.ts';
import { rotationOperations } from './rotation.ts';
import { signingOperations } from './sign.ts';
import { KmsStore } from './store.ts';
import { tagOperations } from './tags.ts';

const operations: Readonly<Record<string, Operation>> = {
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
};

/** KMS, in all accounts and regions. */
export function kmsService(
  directory: Directory,
  authorizer: Authorizer,
  trail: Trail,
  clock: () => Date,
): Service {
  const store = new KmsStore(clock);
  return {
    signing_name: 'kms',
    wire: jsonWire,
    async run(name, caller, input) {
      const operation = operations[name];
      if (operation === undefined) {
        throw new AwsError('UnknownOperationException', `KMS has no operation ${name} here.`);
      }
      const { account } = caller.principal;
      const partition = partitionOf(caller.region);
      const defaultPolicy = directory.account(account)?.key_policy ?? defaultKeyPolicy(partition, account);
      const now = clock();
      const call = new Call(name, { caller, now, store, defaultPolicy }, authorizer);
      const record = (error: AwsError | null) =>
        trail.record(name, { caller, time: now, resources: [...call.touched], input }, error);
      try {
        const output = await operation.run(call, input);
        record(null);
        return output;
      } catch (error) {
        if (error instanceof AwsError) record(error);
        throw error;
      }
    },
  };
}
