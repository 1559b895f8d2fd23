import * as v from 'valibot';
import { AwsError } from '../errors.ts';
import { pageOf } from '../page.ts';
import type { Call } from './call.ts';
import { operation } from './call.ts';
import { aliasName, keyId, limit, marker } from './input.ts';
import type { Key } from './key.ts';
import { specOf } from './key.ts';
import { requireNotDeleted } from './states.ts';
import type { Alias } from './store.ts';

const aliasesPerKey = 50;

/** The aliases that every region of every account has, for keys that AWS makes when a service first needs one. */
const awsManaged = [
  'acm',
  'dynamodb',
  'ebs',
  'elasticfilesystem',
  'es',
  'glue',
  'kinesisvideo',
  'lambda',
  'rds',
  's3',
  'secretsmanager',
  'ssm',
].map((service) => `alias/aws/${service}`);

/**
 * Who changes an alias needs permission on the alias and on each key that gains or loses it.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html
 */
export const aliasOperations = {
  CreateAlias: operation(v.object({ AliasName: aliasName, TargetKeyId: keyId }), (call, input) => {
    requireCustomerAlias(input.AliasName);
    const arn = call.region.arn(input.AliasName);
    call.allow(arn);
    const key = targetKey(call, input.TargetKeyId);
    requireNotDeleted(key);
    if (call.region.aliases.has(input.AliasName)) {
      throw new AwsError('AlreadyExistsException', `An alias with the name ${arn} already exists`);
    }
    requireRoom(call, key);
    const { now } = call;
    call.region.aliases.set(input.AliasName, {
      name: input.AliasName,
      arn,
      target: key.id,
      created: now,
      updated: now,
    });
    return undefined;
  }),

  UpdateAlias: operation(v.object({ AliasName: aliasName, TargetKeyId: keyId }), (call, input) => {
    requireCustomerAlias(input.AliasName);
    call.allow(call.region.arn(input.AliasName));
    const alias = call.alias(input.AliasName);
    const from = call.key(alias.target);
    const to = targetKey(call, input.TargetKeyId);
    requireNotDeleted(to);
    if (specOf(from).family !== specOf(to).family || from.usage !== to.usage) {
      throw new AwsError(
        'ValidationException',
        'The current and the new KMS key must be of the same type and have the same key usage.',
      );
    }
    if (from.id !== to.id) requireRoom(call, to);
    alias.target = to.id;
    alias.updated = call.now;
    return undefined;
  }),

  DeleteAlias: operation(v.object({ AliasName: aliasName }), (call, input) => {
    requireCustomerAlias(input.AliasName);
    call.allow(call.region.arn(input.AliasName));
    const alias = call.alias(input.AliasName);
    call.key(alias.target);
    call.region.aliases.delete(alias.name);
    return undefined;
  }),

  ListAliases: operation(
    v.object({ KeyId: v.optional(keyId), Limit: limit(100), Marker: marker }),
    (call, input) => {
      call.allow('*');
      const page = pageOf(
        listed(call, input.KeyId),
        ({ AliasName }) => AliasName,
        input.Limit ?? 50,
        input.Marker,
      );
      return { Aliases: page.items, NextMarker: page.next, Truncated: page.next !== undefined };
    },
  ),
};

interface AliasEntry {
  readonly AliasName: string;
  readonly AliasArn: string;
  readonly TargetKeyId?: string;
  readonly CreationDate?: Date;
  readonly LastUpdatedDate?: Date;
}

function listed(call: Call, target: string | undefined): AliasEntry[] {
  const keys = call.region.keys();
  if (target !== undefined) {
    const id = target.slice(target.lastIndexOf('/') + 1);
    if (target.includes('alias/')) throw new AwsError('NotFoundException', `Invalid keyId ${target}`);
    if (!keys.some((key) => key.id === id)) {
      throw new AwsError('NotFoundException', `Key '${call.region.arn(`key/${id}`)}' does not exist`);
    }
    return sorted(call.region.aliasesOf(id).map(entry));
  }
  const unused = awsManaged.map((name) => ({ AliasName: name, AliasArn: call.region.arn(name) }));
  return sorted([...unused, ...[...call.region.aliases.values()].map(entry)]);
}

function entry({ name, arn, target, created, updated }: Alias): AliasEntry {
  return {
    AliasName: name,
    AliasArn: arn,
    TargetKeyId: target,
    CreationDate: created,
    LastUpdatedDate: updated,
  };
}

function sorted(entries: AliasEntry[]): AliasEntry[] {
  return entries.sort((a, b) => (a.AliasName < b.AliasName ? -1 : 1));
}

function requireCustomerAlias(name: string): void {
  if (!name.startsWith('alias/') || name === 'alias/')
    throw new AwsError('ValidationException', 'Invalid identifier');
  if (name.startsWith('alias/aws/')) {
    throw new AwsError(
      'NotAuthorizedException',
      'Alias names that begin with alias/aws/ are reserved for AWS managed keys.',
    );
  }
  if (name.includes(':'))
    throw new AwsError('ValidationException', `${name} contains invalid characters for an alias`);
}

function targetKey(call: Call, reference: string): Key {
  if (/(^|:)alias\//.test(reference)) {
    throw new AwsError('ValidationException', 'Aliases must refer to keys. Not aliases');
  }
  return call.key(reference);
}

function requireRoom(call: Call, key: Key): void {
  if (call.region.aliasesOf(key.id).length < aliasesPerKey) return;
  throw new AwsError(
    'LimitExceededException',
    `${key.arn} has ${aliasesPerKey} aliases, the most that a KMS key may have.`,
  );
}
