import * as v from 'valibot';
import { AwsError, notFound, unsupported, validation } from '../errors.ts';
import { isRegion, partitionOf } from '../regions.ts';
import { matching, text } from '../validate.ts';
import { keyId, newKeyInput } from './input.ts';
import { isPrimary, type Key, type MultiRegion } from './key.ts';
import { kmsOperation } from './kms-call.ts';
import { keyMetadata } from './metadata.ts';
import { acceptPolicy } from './policy-operations.ts';
import { requireNotDeleted, requireUsable } from './require-state.ts';
import { tagContext, tagMap } from './tag-operations.ts';

const regionName = v.pipe(text(1, 32), matching(/^([a-z]+-){2,3}\d+$/));

const replicateInput = v.object({
  KeyId: keyId,
  ReplicaRegion: regionName,
  ...newKeyInput,
});

export const replicationOperations = {
  /** A replica has the primary's id. With imported material, it needs an import of the same material. */
  ReplicateKey: kmsOperation(replicateInput, (call, input) => {
    const primary = call.key(input.KeyId, { context: { 'kms:ReplicaRegion': input.ReplicaRegion } });
    const family = familyOf(primary);
    requireUsable(primary);
    requirePartition(primary, input.ReplicaRegion);
    const region = call.system.regionOf(primary.account, input.ReplicaRegion);
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
      grants: new Map(),
      description: input.Description,
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

  /** Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdatePrimaryRegion.html */
  UpdatePrimaryRegion: kmsOperation(v.object({ KeyId: keyId, PrimaryRegion: regionName }), (call, input) => {
    const context = { 'kms:PrimaryRegion': input.PrimaryRegion };
    const primary = call.key(input.KeyId, { context });
    const family = familyOf(primary);
    const replica = call.system.regionOf(primary.account, input.PrimaryRegion).key(primary.id);
    if (replica === undefined || replica === primary)
      throw notFound(`${primary.arn} has no replica in ${input.PrimaryRegion}.`);
    requireNotDeleted(primary);
    requireNotDeleted(replica);
    call.allowOnKey(replica, call.action, context);
    const others = family.replicas.filter(({ arn }) => arn !== replica.arn);
    const { arn, region } = primary;
    family.replicas.splice(0, family.replicas.length, ...others, { arn, region });
    Object.assign(family.primary, { arn: replica.arn, region: replica.region });
  }),
};

/** @throws {AwsError} for anything but a multi-Region primary key */
function familyOf(primary: Key): MultiRegion {
  if (primary.multi_region !== null && isPrimary(primary)) return primary.multi_region;
  throw unsupported(`${primary.arn} is not a multi-Region primary key.`);
}

function requirePartition(primary: Key, region: string): void {
  if (isRegion(region) && partitionOf(region) === partitionOf(primary.region)) return;
  throw validation(`Replica Region ${region} is not a Region of partition ${partitionOf(primary.region)}.`);
}
