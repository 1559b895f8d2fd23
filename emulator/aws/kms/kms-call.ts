import { randomUUID } from 'node:crypto';
import type * as v from 'valibot';
import { parseArn } from '../arn.ts';
import type { Authorizer } from '../authorizer.ts';
import { opaqueReason } from '../authorizer.ts';
import type { Directory } from '../directory.ts';
import { AwsError } from '../errors.ts';
import type { Caller } from '../identity.ts';
import type { ContextValue } from '../policy/context.ts';
import type { Policy } from '../policy/document.ts';
import { validate } from '../validate.ts';
import type { Alias } from './alias-table.ts';
import { supportedContext } from './condition-keys.ts';
import type { Grant, Key } from './key.ts';
import { isPrimary } from './key.ts';
import type { KmsRegion, KmsStore } from './kms-store.ts';
import type { UsageTracking } from './last-usage.ts';
import { trailingDays } from './last-usage.ts';

type Entries = Readonly<Record<string, ContextValue>>;
type Output = object | undefined;

export interface KmsOperation {
  run(call: KmsCall, input: unknown): Promise<Output>;
}

/** An operation with its input schema. */
export function kmsOperation<S extends v.GenericSchema>(
  schema: S,
  run: (call: KmsCall, input: v.InferOutput<S>) => Output | Promise<Output>,
): KmsOperation {
  return { run: async (call, input) => run(call, validate(schema, input)) };
}

export interface KeyLookup {
  /** The condition keys of the operation. */
  readonly context?: Entries;
  /** Whether the operation accepts aliases and keys of other accounts. */
  readonly shared?: boolean;
  /** Whether the operation accepts key ARNs of other accounts, but no aliases. */
  readonly foreign?: boolean;
  /** Default: the operation's own action. */
  readonly action?: string;
}

const keyIdPattern = /^(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** One request to KMS. */
export class KmsCall {
  readonly action: string;
  readonly caller: Caller;
  readonly now: Date;
  readonly store: KmsStore;
  /** The caller's keys and aliases in the region of the request. */
  readonly region: KmsRegion;
  /** The default key policy. */
  readonly defaultPolicy: Policy;
  readonly tracking: UsageTracking;
  /** The id of the CloudTrail event. */
  readonly event_id = randomUUID();
  /** The ARNs of the keys in the request, for CloudTrail. */
  readonly touched = new Set<string>();
  /** The keys that the request used for cryptography. */
  readonly used = new Set<Key>();
  readonly #authorizer: Authorizer;
  readonly #directory: Directory;

  constructor(
    operationName: string,
    {
      caller,
      now,
      store,
      defaultPolicy,
      tracking,
    }: Pick<KmsCall, 'caller' | 'now' | 'store' | 'defaultPolicy' | 'tracking'>,
    authorizer: Authorizer,
    directory: Directory,
  ) {
    this.action = `kms:${operationName}`;
    this.caller = caller;
    this.now = now;
    this.store = store;
    this.defaultPolicy = defaultPolicy;
    this.region = store.region(caller.principal.account, caller.region);
    this.tracking = tracking;
    this.#authorizer = authorizer;
    this.#directory = directory;
  }

  /**
   * The key of `reference` (an id, an ARN, or with `shared` an alias), after a permission check. Existence is checked
   * before permission, except for keys of other accounts.
   *
   * @throws {AwsError} `NotFoundException`, `AccessDeniedException`
   */
  key(
    reference: string,
    { context = {}, shared = false, foreign: acceptsForeign = shared, action = this.action }: KeyLookup = {},
  ): Key {
    const { region, id, alias } = this.#resolve(reference, shared);
    const key = region.key(id);
    const arn = region.arn(`key/${id}`);
    this.touched.add(arn);
    const foreign = region !== this.region;
    if (key === undefined && !foreign) throw new AwsError('NotFoundException', `Key '${arn}' does not exist`);
    if (key === undefined || (foreign && !acceptsForeign)) throw this.#opaque(action, arn);
    this.allowOnKey(key, action, { 'kms:RequestAlias': alias, ...context });
    return key;
  }

  /** @throws {AwsError} `AccessDeniedException` when the action on the key is denied */
  allowOnKey(key: Key, action: string = this.action, context: Entries = {}): void {
    this.#authorizer.require(this.caller, {
      action,
      resource: key.arn,
      shown: key.arn,
      context: supportedContext(action, true, this.#contextOf(key, context)),
      granted: key.grants.some((grant) => this.#isGranted(grant, action, context)),
      owned: { account: key.account, policy: { name: 'key policy', policy: JSON.parse(key.policy) } },
    });
  }

  /** Whether this key policy would allow the caller the action. */
  wouldAllow(key: Key, action: string, policy: Policy): boolean {
    return this.#authorizer.evaluate(this.caller, {
      action,
      resource: key.arn,
      shown: null,
      context: supportedContext(action, true, this.#contextOf(key)),
      owned: { account: key.account, policy: { name: 'key policy', policy } },
    }).allowed;
  }

  /** Requires permission on a resource without a key policy: an alias, or `*`. */
  allow(
    resource: string,
    context: Entries = {},
    action: string = this.action,
    region = this.caller.region,
  ): void {
    this.#authorizer.require(
      { ...this.caller, region },
      {
        action,
        resource,
        shown: action === 'kms:TagResource' ? null : resource,
        context: supportedContext(action, resource.includes(':key/'), {
          'kms:CallerAccount': this.caller.principal.account,
          ...context,
        }),
        owned: null,
      },
    );
  }

  /** @throws {AwsError} `NotFoundException` */
  alias(name: string): Alias {
    const alias = this.region.aliases.get(name);
    if (alias === undefined) {
      throw new AwsError('NotFoundException', `Alias ${this.region.arn(name)} is not found.`);
    }
    return alias;
  }

  /**
   * Source: https://docs.aws.amazon.com/kms/latest/developerguide/policy-conditions.html
   */
  keyContext(key: Key): Entries {
    const region = this.store.region(key.account, key.region);
    return {
      'kms:CallerAccount': this.caller.principal.account,
      'aws:ResourceAccount': key.account,
      'kms:KeyOrigin': key.origin,
      'kms:KeySpec': key.spec,
      'kms:KeyUsage': key.usage,
      'kms:MultiRegion': key.multi_region !== null,
      'kms:MultiRegionKeyType': key.multi_region && (isPrimary(key) ? 'PRIMARY' : 'REPLICA'),
      'kms:ResourceAliases':
        this.action === 'kms:DeleteAlias'
          ? undefined
          : orNothing(region.aliases.of(key.id).map(({ name }) => name)),
      ...Object.fromEntries([...key.tags].map(([name, value]) => [`aws:ResourceTag/${name}`, value])),
    };
  }

  /** Whether an ARN names the caller, or the role of the caller. */
  isCaller(arn: string): boolean {
    return arn === this.caller.principal.arn || arn === this.caller.principal.role_arn;
  }

  /** Whether a principal of a policy or grant exists. */
  principalExists(arn: string): boolean {
    return this.#directory.principalExists(arn);
  }

  #contextOf(key: Key, context: Entries = {}): Entries {
    return {
      ...this.keyContext(key),
      'kms:TrailingDaysWithoutKeyUsage': trailingDays(key, this.now, this.tracking),
      ...context,
    };
  }

  #isGranted({ grantee, operations, constraints }: Grant, action: string, context: Entries): boolean {
    if (!this.isCaller(grantee) || !operations.includes(action.slice('kms:'.length))) return false;
    const wanted = constraints.EncryptionContextEquals ?? constraints.EncryptionContextSubset ?? {};
    const prefix = 'kms:EncryptionContext:';
    const given = Object.entries(context).filter(([key]) => key.startsWith(prefix));
    const isSubset = Object.entries(wanted).every(([name, value]) => context[prefix + name] === value);
    return isSubset && (!constraints.EncryptionContextEquals || given.length === Object.keys(wanted).length);
  }

  #resolve(reference: string, shared: boolean): { region: KmsRegion; id: string; alias: string | null } {
    const arn = parseArn(reference);
    if (arn !== null && arn.region !== this.caller.region) {
      throw new AwsError('NotFoundException', `Invalid arn ${arn.region}`);
    }
    const region = arn === null ? this.region : this.store.region(arn.account, arn.region);
    const name = arn === null ? reference : arn.resource.replace(/^key\//, '');
    if (shared && name.startsWith('alias/')) {
      const alias = region.aliases.get(name);
      if (alias !== undefined) return { region, id: alias.target, alias: name };
      if (region !== this.region) throw this.#opaque(this.action, region.arn(name));
      throw new AwsError('NotFoundException', `Alias ${region.arn(name)} is not found.`);
    }
    if (!keyIdPattern.test(name)) throw new AwsError('NotFoundException', `Invalid keyId ${reference}`);
    return { region, id: name, alias: null };
  }

  /** Does not reveal whether a key of another account exists. */
  #opaque(action: string, resource: string): AwsError {
    return new AwsError(
      'AccessDeniedException',
      `User: ${this.caller.principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${opaqueReason}`,
    );
  }
}

function orNothing(list: readonly string[]): readonly string[] | undefined {
  return list.length > 0 ? list : undefined;
}
