import * as v from 'valibot';
import { AwsError, notFound, validation } from '../errors.ts';
import type { Alias } from './alias-table.ts';
import { aliasName, keyId, kmsPage, limit, marker } from './input.ts';
import { type Key, specOf } from './key.ts';
import { type KmsCall, kmsOperation } from './kms-call.ts';
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
  CreateAlias: kmsOperation(v.object({ AliasName: aliasName, TargetKeyId: keyId }), (call, input) => {
    requireCustomerAlias(input.AliasName);
    const arn = call.region.arn(input.AliasName);
    call.allow(arn);
    const key = targetKey(call, input.TargetKeyId);
    requireNotDeleted(key);
    if (call.region.aliases.get(input.AliasName) !== undefined)
      throw new AwsError('AlreadyExistsException', `An alias with the name ${arn} already exists`);
    requireRoom(call, key);
    const times = { created: call.now, updated: call.now };
    call.region.aliases.set({ name: input.AliasName, arn, target: key.id, ...times });
  }),

  UpdateAlias: kmsOperation(v.object({ AliasName: aliasName, TargetKeyId: keyId }), (call, input) => {
    requireCustomerAlias(input.AliasName);
    call.allow(call.region.arn(input.AliasName));
    const alias = call.alias(input.AliasName);
    const from = call.key(alias.target);
    const to = targetKey(call, input.TargetKeyId);
    requireNotDeleted(to);
    if (specOf(from).family !== specOf(to).family || from.usage !== to.usage)
      throw validation(
        'The current and the new KMS key must be of the same type and have the same key usage.',
      );
    if (from.id !== to.id) requireRoom(call, to);
    call.region.aliases.set({ ...alias, target: to.id, updated: call.now });
  }),

  DeleteAlias: kmsOperation(v.object({ AliasName: aliasName }), (call, input) => {
    requireCustomerAlias(input.AliasName);
    call.allow(call.region.arn(input.AliasName));
    const alias = call.alias(input.AliasName);
    call.key(alias.target);
    call.region.aliases.delete(alias.name);
  }),

  ListAliases: kmsOperation(
    v.object({ KeyId: v.optional(keyId), Limit: limit(100), Marker: marker }),
    (call, input) => {
      call.allow('*');
      return kmsPage('Aliases', listed(call, input.KeyId), ({ name }) => name, shownAlias, 50, input);
    },
  ),
};

/** An alias, or an AWS managed alias without a key. */
type Listed = Pick<Alias, 'name' | 'arn'> & Partial<Alias>;

/** Sorted by name. */
function listed(call: KmsCall, target: string | undefined): readonly Listed[] {
  const { region } = call;
  region.applyTime();
  if (target === undefined) {
    const unused = awsManaged.map((name) => ({ name, arn: region.arn(name) }));
    const own = region.aliases.all();
    const after = own.findIndex(({ name }) => name > 'alias/aws/');
    return after < 0 ? [...own, ...unused] : [...own.slice(0, after), ...unused, ...own.slice(after)];
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
  return call.key(reference);
}

function requireRoom(call: KmsCall, key: Key): void {
  if (call.region.aliases.of(key.id).length < aliasesPerKey) return;
  throw new AwsError(
    'LimitExceededException',
    `${key.arn} has ${aliasesPerKey} aliases, the maximum for a KMS key.`,
  );
}
