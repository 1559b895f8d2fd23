import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { parseArn } from '../arn.ts';
import { AwsError, notFound, validation } from '../errors.ts';
import { matching, oneOf, text } from '../validate.ts';
import { cryptoContext } from './crypto-context.ts';
import { dryRun, keyId, kmsPage, limit, marker } from './input.ts';
import type { Grant, Key } from './key.ts';
import { type KmsCall, kmsOperation } from './kms-call.ts';
import { requireNotDeleted } from './require-state.ts';
import { requireDryRunOff } from './require-usage.ts';

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
const grantToken = text(1, 8192);
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

/** Source: https://docs.aws.amazon.com/kms/latest/developerguide/grants.html */
export const grantOperations = {
  CreateGrant: kmsOperation(createGrantInput, (call, input) => {
    const { Constraints: constraints = {}, Operations: operations } = input;
    const encryptionContext = constraints.EncryptionContextEquals ?? constraints.EncryptionContextSubset;
    const key = call.key(input.KeyId, {
      foreign: true,
      context: {
        ...cryptoContext(undefined, encryptionContext ?? {}),
        'kms:GrantConstraintType':
          encryptionContext &&
          (constraints.EncryptionContextEquals ? 'EncryptionContextEquals' : 'EncryptionContextSubset'),
        'kms:GrantIsForAWSResource': false,
        'kms:GrantOperations': operations,
        'kms:GranteePrincipal': input.GranteePrincipal,
        'kms:RetiringPrincipal': input.RetiringPrincipal,
      },
    });
    requireNotDeleted(key);
    requirePrincipal(call, input.GranteePrincipal);
    if (input.RetiringPrincipal !== undefined) requirePrincipal(call, input.RetiringPrincipal);
    requireDryRunOff(input.DryRun);
    const same = key.grants.find(
      (grant) => input.Name !== undefined && grant.name === input.Name && isSame(grant, input),
    );
    const grant: Grant = same ?? {
      id: randomBytes(32).toString('hex'),
      token: randomBytes(96).toString('base64'),
      name: input.Name ?? '',
      created: call.now,
      grantee: input.GranteePrincipal,
      retiring: input.RetiringPrincipal ?? null,
      issuer: call.caller.principal.arn.replace(/:(iam|sts)::(\d+):.*/, ':iam::$2:root'),
      operations,
      constraints,
    };
    if (same === undefined) key.grants.push(grant);
    return { GrantId: grant.id, GrantToken: grant.token };
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
      const found = key.grants.filter(
        ({ id, grantee }) => id === (input.GrantId ?? id) && grantee === (input.GranteePrincipal ?? grantee),
      );
      if (input.GrantId !== undefined && found.length === 0) throw unknownGrant(input.GrantId);
      return grantPage(
        found.map((grant) => ({ key, grant })),
        input,
      );
    },
  ),

  ListRetirableGrants: kmsOperation(
    v.object({ RetiringPrincipal: principalArn, Limit: limit(100), Marker: marker }),
    (call, input) => {
      call.allow('*');
      const all = call.region
        .keys()
        .flatMap((key) => key.grants.map((grant) => ({ key, grant })))
        .filter(({ grant }) => grant.retiring === input.RetiringPrincipal);
      return grantPage(all, input);
    },
  ),

  RevokeGrant: kmsOperation(v.object({ KeyId: keyId, GrantId: grantId, DryRun: dryRun }), (call, input) => {
    const key = call.key(input.KeyId, { foreign: true, context: { 'kms:GrantIsForAWSResource': false } });
    removeGrant(key, ({ id }) => id === input.GrantId, input.GrantId, input.DryRun);
  }),

  /** The grantee (with a grant of RetireGrant) and the retiring principal need no policy. */
  RetireGrant: kmsOperation(
    v.object({
      GrantToken: v.optional(grantToken),
      KeyId: v.optional(keyId),
      GrantId: v.optional(grantId),
      DryRun: dryRun,
    }),
    (call, { GrantToken: token, KeyId: reference, GrantId: id, DryRun }) => {
      const isNamed = reference !== undefined && id !== undefined;
      if ((token === undefined) !== isNamed)
        throw validation('Specify either a grant token, or a key ARN and a grant ID.');
      const matches = (grant: Grant) => (token === undefined ? grant.id === id : grant.token === token);
      const key = call.region
        .keys()
        .find(
          (one) =>
            one.grants.some(matches) && (token !== undefined || [one.arn, one.id].includes(reference!)),
        );
      const grant = key?.grants.find(matches);
      if (key === undefined || grant === undefined) throw unknownGrant(token ?? id!);
      if (grant.retiring === null || !call.isCaller(grant.retiring)) call.allowOnKey(key);
      removeGrant(key, matches, grant.id, DryRun);
    },
  ),
};

function isSame(grant: Grant, input: v.InferOutput<typeof createGrantInput>): boolean {
  const shape = (parts: readonly unknown[]) => JSON.stringify(parts);
  return (
    shape([grant.grantee, grant.retiring, grant.operations, grant.constraints]) ===
    shape([
      input.GranteePrincipal,
      input.RetiringPrincipal ?? null,
      input.Operations,
      input.Constraints ?? {},
    ])
  );
}

function requirePrincipal(call: KmsCall, arn: string): void {
  const parsed = parseArn(arn);
  const isPrincipal =
    parsed !== null && /^(iam|sts)$/.test(parsed.service) && call.system.directory.principalExists(arn);
  if (!isPrincipal) throw new AwsError('InvalidArnException', `ARN ${arn} is not a valid principal.`);
}

function removeGrant(key: Key, matches: (grant: Grant) => boolean, id: string, isDryRun: boolean): void {
  if (!key.grants.some(matches)) throw unknownGrant(id);
  requireDryRunOff(isDryRun);
  key.grants = key.grants.filter((grant) => !matches(grant));
}

function unknownGrant(id: string): AwsError {
  return notFound(`Grant ID ${id} not found`);
}

function grantPage(
  grants: readonly { readonly key: Key; readonly grant: Grant }[],
  input: { readonly Limit?: number | undefined; readonly Marker?: string | undefined },
): object {
  const sorted = grants.toSorted((a, b) => (a.grant.id < b.grant.id ? -1 : 1));
  return kmsPage('Grants', sorted, ({ grant }) => grant.id, grantEntry, 50, input);
}

/** Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantListEntry.html */
function grantEntry({ key, grant }: { readonly key: Key; readonly grant: Grant }): object {
  const { id, name, created, grantee, retiring, issuer, operations, constraints } = grant;
  return {
    KeyId: key.arn,
    GrantId: id,
    Name: name,
    CreationDate: created,
    GranteePrincipal: grantee,
    RetiringPrincipal: retiring ?? undefined,
    IssuingAccount: issuer,
    Operations: operations,
    Constraints: Object.keys(constraints).length > 0 ? constraints : undefined,
  };
}
