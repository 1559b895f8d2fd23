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
    const arn = call.region.arn(name);
    const key = targetKey(call, TargetKeyId);
    if (call.region.aliases.get(name) !== undefined)
      throw new AwsError('AlreadyExistsException', `An alias with the name ${arn} already exists`);
    requireRoom(call, key);
    call.region.aliases.set({ name, arn, target: key.id, created: call.now, updated: call.now });
  }),

  UpdateAlias: aliasOperation({ TargetKeyId: keyId }, (call, name, { TargetKeyId }) => {
    const alias = call.alias(name);
    const from = call.key(alias.target);
    const to = targetKey(call, TargetKeyId);
    if (specOf(from).family !== specOf(to).family || from.usage !== to.usage)
      throw validation(
        'The current and the new KMS key must be of the same type and have the same key usage.',
      );
    if (from.id !== to.id) requireRoom(call, to);
    call.region.aliases.set({ ...alias, target: to.id, updated: call.now });
  }),

  DeleteAlias: aliasOperation({}, (call, name) => {
    const alias = call.alias(name);
    call.key(alias.target);
    call.region.aliases.delete(name);
  }),

  ListAliases: kmsOperation(
    v.object({ KeyId: v.optional(keyId), Limit: limit(100), Marker: marker }),
    (call, input) => {
      call.allow('*');
      return kmsPage('Aliases', listed(call, input.KeyId), ({ name }) => name, shownAlias, 50, input);
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
type Listed = Pick<Alias, 'name' | 'arn'> & Partial<Alias>;

function listed(call: KmsCall, target: string | undefined): readonly Listed[] {
  const { region } = call;
  region.applyTime();
  if (target === undefined) {
    const unused = awsManaged.map((name) => ({ name, arn: region.arn(name) }));
    return [...region.aliases.all(), ...unused];
  }
  const id = target.slice(target.lastIndexOf('/') + 1);
  if (target.includes('alias/')) throw notFound(`Invalid keyId ${target}`);
  if (region.key(id) === undefined) throw notFound(`Key '${region.arn(`key/${id}`)}' does not exist`);
  return region.aliases.of(id);
}

function shownAlias({ name, arn, target, created, updated }: Listed): object {
  return {
    AliasName: name,
    AliasArn: arn,
    TargetKeyId: target,
    CreationDate: created,
    LastUpdatedDate: updated,
  };
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
