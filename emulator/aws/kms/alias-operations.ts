import * as v from 'valibot';
import { AwsError, notFound, validation } from '../errors.ts';
import type { Alias } from './alias-table.ts';
import { aliasName, keyId, kmsPage, limit, marker } from './input.ts';
import { type Key, specOf } from './key.ts';
import { type Input, type KmsCall, type KmsOperation, kmsOperation } from './kms-call.ts';
import { requireNotDeleted } from './require-state.ts';

const aliasesPerKey = 50;

/** The aliases of AWS managed keys, which exist in every account and region before the keys do. */
const awsManaged = 'acm dynamodb ebs elasticfilesystem es glue kinesisvideo lambda rds s3 secretsmanager ssm'
  .split(' ')
  .map((service) => `alias/aws/${service}`);

/**
 * A change of an alias needs permission on the alias and on each key that gains or loses it.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html
 */
export const aliasOperations = {
  CreateAlias: aliasOperation({ TargetKeyId: keyId }, (call, name, { TargetKeyId }) => {
    const AliasArn = call.region.arn(name);
    const key = targetKey(call, TargetKeyId);
    if (call.region.aliases.get(name) !== undefined)
      throw new AwsError('AlreadyExistsException', `An alias with the name ${AliasArn} already exists`);
    requireRoom(call, key);
    const times = { CreationDate: call.now, LastUpdatedDate: call.now };
    call.region.aliases.set({ AliasName: name, AliasArn, TargetKeyId: key.id, ...times });
  }),

  UpdateAlias: aliasOperation({ TargetKeyId: keyId }, (call, name, { TargetKeyId }) => {
    const alias = call.alias(name);
    const from = call.key(alias.TargetKeyId);
    const to = targetKey(call, TargetKeyId);
    if (specOf(from).family !== specOf(to).family || from.usage !== to.usage)
      throw validation(
        'The current and the new KMS key must be of the same type and have the same key usage.',
      );
    if (from.id !== to.id) requireRoom(call, to);
    call.region.aliases.set({ ...alias, TargetKeyId: to.id, LastUpdatedDate: call.now });
  }),

  DeleteAlias: aliasOperation({}, (call, name) => {
    call.key(call.alias(name).TargetKeyId);
    call.region.aliases.delete(name);
  }),

  ListAliases: kmsOperation(
    v.object({ KeyId: v.optional(keyId), Limit: limit(100), Marker: marker }),
    (call, input) => {
      call.allow('*');
      return kmsPage(
        'Aliases',
        listed(call, input.KeyId),
        ({ AliasName }) => AliasName,
        (one) => one,
        50,
        input,
      );
    },
  ),
};

/** An operation on the customer's alias `AliasName`. */
function aliasOperation<E extends v.ObjectEntries>(
  entries: E,
  run: (call: KmsCall, name: string, input: Input<E>) => void,
): KmsOperation {
  return kmsOperation(v.object({ AliasName: aliasName, ...entries }), (call, input) => {
    const name = (input as { AliasName: string }).AliasName;
    requireCustomerAlias(name);
    call.allow(call.region.arn(name));
    run(call, name, input as Input<E>);
    return undefined;
  });
}

/** An alias, or an AWS managed alias without a key. */
type Listed = Pick<Alias, 'AliasName' | 'AliasArn'> & Partial<Alias>;

function listed(call: KmsCall, target: string | undefined): readonly Listed[] {
  const { region } = call;
  // Deletes the keys whose waiting period has ended, with their aliases.
  region.keys();
  if (target === undefined) {
    const unused = awsManaged.map((AliasName) => ({ AliasName, AliasArn: region.arn(AliasName) }));
    return [...region.aliases.all(), ...unused];
  }
  const id = target.slice(target.lastIndexOf('/') + 1);
  if (target.includes('alias/')) throw notFound(`Invalid keyId ${target}`);
  if (region.key(id) === undefined) throw notFound(`Key '${region.arn(`key/${id}`)}' does not exist`);
  return region.aliases.of(id);
}

function requireCustomerAlias(name: string): void {
  if (!name.startsWith('alias/') || name === 'alias/') throw validation('Invalid identifier');
  if (name.startsWith('alias/aws/'))
    throw new AwsError(
      'NotAuthorizedException',
      'Alias names that begin with alias/aws/ are reserved for AWS managed keys.',
    );
  if (name.includes(':')) throw validation(`${name} contains invalid characters for an alias`);
}

function targetKey(call: KmsCall, reference: string): Key {
  if (/(^|:)alias\//.test(reference)) throw validation('Aliases must refer to keys. Not aliases');
  const key = call.key(reference);
  requireNotDeleted(key);
  return key;
}

function requireRoom(call: KmsCall, key: Key): void {
  if (call.region.aliases.of(key.id).length < aliasesPerKey) return;
  throw new AwsError(
    'LimitExceededException',
    `${key.arn} has ${aliasesPerKey} aliases, the maximum for a KMS key.`,
  );
}
