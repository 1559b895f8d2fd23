import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { validation } from '../errors.ts';
import { oneOf, text } from '../validate.ts';
import { keyId, kmsPage, limit, marker, newKeyInput } from './input.ts';
import type { Key } from './key.ts';
import { generateSecret, material } from './key-material.ts';
import { inAnyState, type KmsCall, keyOperation, kmsOperation } from './kms-call.ts';
import { lastUse, trackingStart } from './last-usage.ts';
import { keyMetadata } from './metadata.ts';
import { acceptPolicy } from './policy-operations.ts';
import { requireNotDeleted } from './require-state.ts';
import { type KeyUsage, keySpecs } from './specs.ts';
import { tagContext, tagMap } from './tag-operations.ts';

const spec = oneOf(Object.keys(keySpecs));

const createKeyInput = v.object({
  ...newKeyInput,
  KeySpec: v.optional(spec),
  CustomerMasterKeySpec: v.optional(spec),
  KeyUsage: v.optional(oneOf(['ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'GENERATE_VERIFY_MAC'])),
  Origin: v.optional(oneOf(['AWS_KMS', 'EXTERNAL']), 'AWS_KMS'),
  MultiRegion: v.optional(v.boolean(), false),
});
type CreateKeyInput = v.InferOutput<typeof createKeyInput>;

export const keyOperations = {
  CreateKey: kmsOperation(createKeyInput, async (call, input) => {
    const key = newKey(call, input);
    call.allow('*', {
      'kms:KeyOrigin': key.origin,
      'kms:KeySpec': key.spec,
      'kms:KeyUsage': key.usage,
      'kms:MultiRegion': input.MultiRegion,
      'kms:MultiRegionKeyType': input.MultiRegion ? 'PRIMARY' : undefined,
      'kms:BypassPolicyLockoutSafetyCheck': input.BypassPolicyLockoutSafetyCheck,
      ...tagContext(input.Tags),
    });
    if (input.Tags.length > 0) call.allow(key.arn, tagContext(input.Tags), 'kms:TagResource');
    key.policy = acceptPolicy(call, key, input.Policy, input.BypassPolicyLockoutSafetyCheck);
    if (key.origin === 'AWS_KMS')
      key.materials = [material(key.id, await generateSecret(keySpecs[key.spec]!))];
    call.region.add(key);
    call.touched.add(key.arn);
    return { KeyMetadata: keyMetadata(key) };
  }),

  DescribeKey: kmsOperation(v.object({ KeyId: keyId }), (call, input) => ({
    KeyMetadata: keyMetadata(call.key(input.KeyId, { shared: true })),
  })),

  ListKeys: kmsOperation(v.object({ Limit: limit(1000), Marker: marker }), (call, input) => {
    call.allow('*');
    const view = ({ id, arn }: Key) => ({ KeyArn: arn, KeyId: id });
    return kmsPage('Keys', call.region.keys(), ({ id }) => id, view, 100, input);
  }),

  UpdateKeyDescription: keyOperation({ Description: text(0, 8192) }, requireNotDeleted, (key, input) => {
    key.description = input.Description;
  }),

  /** Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyLastUsage.html */
  GetKeyLastUsage: keyOperation({}, inAnyState, (key, _, { now, system: { tracking } }) => ({
    KeyId: key.id,
    KeyCreationDate: key.created,
    TrackingStartDate: trackingStart(key, tracking),
    KeyLastUsage: lastUse(key, now, tracking) ?? {},
  })),
};

function newKey(call: KmsCall, input: CreateKeyInput): Key {
  const keySpec = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT';
  const id = input.MultiRegion ? `mrk-${randomUUID().replaceAll('-', '')}` : randomUUID();
  const arn = call.region.arn(`key/${id}`);
  return {
    id,
    arn,
    account: call.region.account,
    region: call.region.name,
    created: call.now,
    spec: keySpec,
    usage: usageOf(keySpec, input.KeyUsage),
    origin: input.Origin,
    multi_region: input.MultiRegion ? { primary: { arn, region: call.region.name }, replicas: [] } : null,
    tags: tagMap(input.Tags),
    materials: [],
    uses: [],
    grants: new Map(),
    description: input.Description,
    policy: '',
    enabled: true,
    rotation_days: null,
    deletion: null,
  };
}

function usageOf(keySpec: string, wanted: KeyUsage | undefined): KeyUsage {
  const { family, algorithms } = keySpecs[keySpec]!;
  if (wanted === undefined && family !== 'symmetric')
    throw validation(
      'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.',
    );
  const usage = wanted ?? 'ENCRYPT_DECRYPT';
  if (algorithms[usage] === undefined)
    throw validation(`KeyUsage ${usage} is not compatible with KeySpec ${keySpec}`);
  return usage;
}
