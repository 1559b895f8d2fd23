import { AwsError } from './errors.ts';
import type { Caller } from './identity.ts';

/**
 * The request quotas per second, account and region, by operation. Other operations have no quota of their own.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html and
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
 */
const perSecond: Readonly<Record<string, number>> = byOperation([
  [1, 'GetParametersForImport'],
  [2, 'LookupEvents'],
  [5, 'CancelKeyDeletion CreateAlias CreateKey DisableKey EnableKey ReplicateKey'],
  [5, 'RotateKeyOnDemand UntagResource UpdateAlias UpdateKeyDescription'],
  [10, 'TagResource'],
  [15, 'DeleteAlias DeleteImportedKeyMaterial ImportKeyMaterial PutKeyPolicy ScheduleKeyDeletion'],
  [100, 'ListKeyPolicies ListKeyRotations'],
  [500, 'ListAliases ListKeys'],
  [1000, 'GetKeyPolicy GetKeyRotationStatus'],
  [2000, 'DescribeKey GetPublicKey ListResourceTags'],
]);

/** Cryptographic operations share a quota: one for symmetric keys, one for asymmetric keys. */
const symmetric = 'Encrypt Decrypt GenerateDataKey GenerateDataKeyWithoutPlaintext'.split(' ');
const asymmetric = ['Sign', 'Verify'];

const largest = ['us-east-1', 'us-west-2', 'eu-west-1'];
const larger = [
  'us-east-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-northeast-1',
  'eu-central-1',
  'eu-west-2',
];

/** The request quotas in force. */
export interface Quotas {
  /** @throws {AwsError} `ThrottlingException` when the operation's quota is used up */
  take(operation: string, caller: Caller): void;
}

export const noQuotas: Quotas = { take() {} };

/** @param factor multiplies AWS's quotas; a burst always allows at least one request */
export function scaledQuotas(factor: number, clock: () => Date): Quotas {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(operation, { principal, region }) {
      const group = groupOf(operation);
      const rate = rateOf(group, region);
      if (rate === null) return;
      const capacity = Math.max(1, rate * factor);
      const name = `${principal.account}/${region}/${group}`;
      const at = clock().getTime();
      const bucket = buckets.get(name) ?? { tokens: capacity, at };
      const tokens = Math.min(capacity, bucket.tokens + ((at - bucket.at) / 1000) * rate * factor);
      buckets.set(name, { tokens: tokens >= 1 ? tokens - 1 : tokens, at });
      if (tokens < 1) throw throttled;
    },
  };
}

function groupOf(operation: string): string {
  if (symmetric.includes(operation)) return 'symmetric';
  return asymmetric.includes(operation) ? 'asymmetric' : operation;
}

function rateOf(group: string, region: string): number | null {
  if (group === 'asymmetric') return 1000;
  if (group !== 'symmetric') return perSecond[group] ?? null;
  if (largest.includes(region)) return 100_000;
  return larger.includes(region) ? 20_000 : 10_000;
}

function byOperation(rows: readonly (readonly [rate: number, operations: string])[]) {
  return Object.fromEntries(rows.flatMap(([rate, names]) => names.split(' ').map((name) => [name, rate])));
}

const throttled = new AwsError(
  'ThrottlingException',
  'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.',
);
