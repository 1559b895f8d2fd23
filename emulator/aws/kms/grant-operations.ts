import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { parseArn } from '../arn.ts';
import { AwsError, notFound, validation } from '../errors.ts';
import { matching, oneOf, text } from '../validate.ts';
import { cryptoContext, requireDryRunOff } from './crypto-operation.ts';
import { dryRun, keyId, kmsPage, limit, marker } from './input.ts';
import type { Grant, Key } from './key.ts';
import { type KmsCall, kmsOperation } from './kms-call.ts';
import { requireNotDeleted } from './require-state.ts';

const grantOperationNames = [
  'CreateGrant',
  'Decrypt',
  'DescribeKey',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateMac',
  'GetPublicKey',
  'ReEncryptFrom',
  'ReEncryptTo',
  'RetireGrant',
  'Sign',
  'Verify',
  'VerifyMac',
] as const;

const principalArn = text(1, 256);
const grantId = text(1, 128);
const contextMap = v.record(v.string(), v.string());

const createGrantInput = v.object({
  KeyId: keyId,
  GranteePrincipal: principalArn,
  RetiringPrincipal: v.optional(principalArn),
  Operations: v.array(oneOf(grantOperationNames)),
  Constraints: v.optional(
    v.object({
      EncryptionContextSubset: v.optional(contextMap),
      EncryptionContextEquals: v.optional(contextMap),
    }),
  ),
  Name: v.optional(v.pipe(text(1, 256), matching(/^[a-zA-Z0-9:/_-]+$/))),
  DryRun: dryRun,
});

type GrantInput = Omit<v.InferOutput<typeof createGrantInput>, 'KeyId' | 'DryRun'>;

/** Source: https://docs.aws.amazon.com/kms/latest/developerguide/grants.html */
export const grantOperations = {
  CreateGrant: kmsOperation(createGrantInput, (call, { KeyId, DryRun, ...input }) => {
    const { Constraints: constraints = {}, GranteePrincipal, RetiringPrincipal } = input;
    const encryptionContext = constraints.EncryptionContextEquals ?? constraints.EncryptionContextSubset;
    const key = call.key(KeyId, {
      foreign: true,
      context: {
        ...cryptoContext(undefined, encryptionContext ?? {}),
        'kms:GrantConstraintType':
          encryptionContext &&
          (constraints.EncryptionContextEquals ? 'EncryptionContextEquals' : 'EncryptionContextSubset'),
        'kms:GrantIsForAWSResource': false,
        'kms:GrantOperations': input.Operations,
        'kms:GranteePrincipal': GranteePrincipal,
        'kms:RetiringPrincipal': RetiringPrincipal,
      },
    });
    requireNotDeleted(key);
    requirePrincipal(call, GranteePrincipal);
    if (RetiringPrincipal !== undefined) requirePrincipal(call, RetiringPrincipal);
    requireDryRunOff(DryRun);
    const same = [...key.grants].find(([, grant]) => input.Name && isMadeBy(grant, input));
    const [token, { GrantId }] = same ?? newGrant(call, key, input);
    return { GrantId, GrantToken: token };
  }),

  ListGrants: kmsOperation(
    v.object({
      KeyId: keyId,
      GrantId: v.optional(grantId),
      GranteePrincipal: v.optional(principalArn),
      Limit: limit(100),
      Marker: marker,
    }),
    (call, input) => {
      const key = call.key(input.KeyId, { foreign: true });
      const found = [...key.grants.values()].filter(
        (grant) =>
          grant.GrantId === (input.GrantId ?? grant.GrantId) &&
          grant.GranteePrincipal === (input.GranteePrincipal ?? grant.GranteePrincipal),
      );
      if (input.GrantId !== undefined && found.length === 0) throw unknownGrant(input.GrantId);
      return kmsPage('Grants', found, idOf, (grant) => grant, 50, input);
    },
  ),

  ListRetirableGrants: kmsOperation(
    v.object({ RetiringPrincipal: principalArn, Limit: limit(100), Marker: marker }),
    (call, input) => {
      call.allow('*');
      const found = call.region
        .keys()
        .flatMap(({ grants }) => [...grants.values()])
        .filter(({ RetiringPrincipal }) => RetiringPrincipal === input.RetiringPrincipal);
      return kmsPage('Grants', found, idOf, (grant) => grant, 50, input);
    },
  ),

  RevokeGrant: kmsOperation(v.object({ KeyId: keyId, GrantId: grantId, DryRun: dryRun }), (call, input) => {
    const key = call.key(input.KeyId, { foreign: true, context: { 'kms:GrantIsForAWSResource': false } });
    const [token] = [...key.grants].find(([, grant]) => grant.GrantId === input.GrantId) ?? [];
    if (token === undefined) throw unknownGrant(input.GrantId);
    requireDryRunOff(input.DryRun);
    key.grants.delete(token);
  }),

  /** The grantee (with a grant of RetireGrant) and the retiring principal need no policy. */
  RetireGrant: kmsOperation(
    v.object({
      GrantToken: v.optional(text(1, 8192)),
      KeyId: v.optional(keyId),
      GrantId: v.optional(grantId),
      DryRun: dryRun,
    }),
    (call, { GrantToken, KeyId, GrantId, DryRun }) => {
      const isNamed = KeyId !== undefined && GrantId !== undefined;
      if ((GrantToken === undefined) !== isNamed)
        throw validation('Specify either a grant token, or a key ARN and a grant ID.');
      const all = call.region.keys().flatMap((key) => [...key.grants].map((entry) => ({ key, entry })));
      const found = all.find(({ key, entry: [token, grant] }) =>
        isNamed ? grant.GrantId === GrantId && [key.arn, key.id].includes(KeyId) : token === GrantToken,
      );
      if (found === undefined) throw unknownGrant(GrantToken ?? GrantId!);
      const [token, { RetiringPrincipal }] = found.entry;
      if (!RetiringPrincipal || !call.isCaller(RetiringPrincipal)) call.allowOnKey(found.key);
      requireDryRunOff(DryRun);
      found.key.grants.delete(token);
    },
  ),
};

/** Adds a grant to the key, under a new grant token. */
function newGrant(call: KmsCall, key: Key, input: GrantInput): readonly [token: string, Grant] {
  const grant: Grant = {
    ...input,
    Name: input.Name ?? '',
    KeyId: key.arn,
    GrantId: randomBytes(32).toString('hex'),
    CreationDate: call.now,
    IssuingAccount: call.caller.principal.arn.replace(/:(iam|sts)::(\d+):.*/, ':iam::$2:root'),
  };
  const token = randomBytes(96).toString('base64');
  key.grants.set(token, grant);
  return [token, grant];
}

/** Whether a grant was made by this input. */
function isMadeBy(
  { KeyId, GrantId, CreationDate, IssuingAccount, ...input }: Grant,
  other: GrantInput,
): boolean {
  return isDeepStrictEqual(input, other);
}

function requirePrincipal(call: KmsCall, arn: string): void {
  const isPrincipal =
    /^(iam|sts)$/.test(parseArn(arn)?.service ?? '') && call.system.directory.principalExists(arn);
  if (!isPrincipal) throw new AwsError('InvalidArnException', `ARN ${arn} is not a valid principal.`);
}

function unknownGrant(id: string): AwsError {
  return notFound(`Grant ID ${id} not found`);
}

function idOf({ GrantId }: Grant): string {
  return GrantId;
}
