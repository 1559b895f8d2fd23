import * as v from 'valibot';
import { AwsError } from '../errors.ts';
import { matching, text } from '../validate.ts';
import { description, keyId, policyText, tags } from './input.ts';
import type { Key } from './key.ts';
import { isPrimary } from './key.ts';
import { kmsOperation } from './kms-call.ts';
import { keyMetadata } from './metadata.ts';
import { acceptPolicy } from './policy-operations.ts';
import { requireUsable } from './require-state.ts';
import { tagContext, tagMap } from './tag-operations.ts';

const replicateInput = v.object({
  KeyId: keyId,
  ReplicaRegion: v.pipe(text(1, 32), matching(/^([a-z]+-){2,3}\d+$/)),
  Policy: policyText,
  BypassPolicyLockoutSafetyCheck: v.optional(v.boolean(), false),
  Description: description,
  Tags: v.optional(tags, []),
});

export const replicationOperations = {
  /** A replica has the primary's id. With imported material, it needs an import of the same material. */
  ReplicateKey: kmsOperation(replicateInput, (call, input) => {
    const primary = call.key(input.KeyId, { context: { 'kms:ReplicaRegion': input.ReplicaRegion } });
    const family = primary.multi_region;
    if (family === null || !isPrimary(primary)) {
      throw new AwsError(
        'UnsupportedOperationException',
        `${primary.arn} is not a multi-Region primary key.`,
      );
    }
    requireUsable(primary);
    const region = call.store.region(primary.account, input.ReplicaRegion);
    const arn = region.arn(`key/${primary.id}`);
    if (region.key(primary.id) !== undefined)
      throw new AwsError('AlreadyExistsException', `${arn} already exists.`);
    const replica: Key = {
      ...primary,
      arn,
      region: region.name,
      created: call.now,
      tags: tagMap(input.Tags),
      materials: primary.origin === 'EXTERNAL' ? [] : primary.materials.map((one) => ({ ...one })),
      uses: [],
      grants: [],
      description: input.Description ?? '',
      enabled: true,
    };
    const replicaContext = {
      ...call.keyContext(replica),
      ...tagContext(input.Tags),
      'kms:ResourceAliases': undefined,
    };
    call.allow('*', replicaContext, 'kms:CreateKey', region.name);
    if (input.Tags.length > 0) call.allow(arn, replicaContext, 'kms:TagResource', region.name);
    replica.policy = acceptPolicy(call, replica, input.Policy, input.BypassPolicyLockoutSafetyCheck);
    family.replicas.push({ arn, region: region.name });
    region.add(replica);
    call.touched.add(arn);
    return {
      ReplicaKeyMetadata: keyMetadata(replica),
      ReplicaPolicy: replica.policy,
      ReplicaTags: input.Tags,
    };
  }),
};
