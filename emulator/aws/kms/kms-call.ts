import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { parseArn } from '../arn.ts';
import { type Access, evaluateAccess, opaqueReason, requireAccess } from '../authorize.ts';
import { AwsError, notFound } from '../errors.ts';
import type { Caller } from '../identity.ts';
import { type ContextEntries, prefixed } from '../policy/context.ts';
import type { Policy } from '../policy/document.ts';
import type { AwsSystem } from '../service.ts';
import { validate } from '../validate.ts';
import type { Alias } from './alias-table.ts';
import { supportedContext } from './condition-keys.ts';
import { keyId } from './input.ts';
import { type Grant, isPrimary, type Key } from './key.ts';
import type { KmsRegion, RegionOf } from './kms-region.ts';
import { trailingDays, type UsageTracking } from './last-usage.ts';

type Output = object | undefined;
/** The output of a schema with these entries. */
export type Input<E extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<E, undefined>>;

export type KmsOperation = (call: KmsCall, input: unknown) => Promise<Output>;

/** An operation with its input schema. */
export function kmsOperation<S extends v.GenericSchema>(
  schema: S,
  run: (call: KmsCall, input: v.InferOutput<S>) => Output | Promise<Output>,
): KmsOperation {
  return async (call, input) => run(call, validate(schema, input));
}

/**
 * An operation on the key `KeyId`.
 *
 * @param entries the other members of its input
 * @param require checks the state of the key, after the permission
 * @param contextOf the condition keys of the operation
 */
export function keyOperation<E extends v.ObjectEntries>(
  entries: E,
  require: (key: Key) => void,
  run: (key: Key, input: Input<E>, call: KmsCall) => Output | Promise<Output>,
  contextOf: (input: Input<E>) => ContextEntries = () => ({}),
): KmsOperation {
  return kmsOperation(v.object({ KeyId: keyId, ...entries }), (call, all) => {
    const input = all as Input<E>;
    const key = call.key((all as { KeyId: string }).KeyId, { context: contextOf(input) });
    require(key);
    return run(key, input, call);
  });
}

export const inAnyState = () => {};

export interface KeyLookup {
  /** The condition keys of the operation. */
  readonly context?: ContextEntries;
  /** Whether the operation accepts aliases and keys of other accounts. */
  readonly shared?: boolean;
  /** Whether the operation accepts key ARNs of other accounts, but no aliases. */
  readonly foreign?: boolean;
  /** Default: the operation's own action. */
  readonly action?: string;
}

const keyIdPattern = /^(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** What all requests to KMS share. */
export interface KmsSystem extends AwsSystem {
  readonly regionOf: RegionOf;
  readonly tracking: UsageTracking;
}

/** One request to KMS. */
export class KmsCall {
  readonly action: string;
  readonly caller: Caller;
  readonly now: Date;
  readonly system: KmsSystem;
  /** The caller's keys and aliases in the region of the request. */
  readonly region: KmsRegion;
  /** The id of the CloudTrail event. */
  readonly event_id = randomUUID();
  /** The ARNs of the keys in the request, for CloudTrail. */
  readonly touched = new Set<string>();
  /** The keys that the request used for cryptography. */
  readonly used = new Set<Key>();

  constructor(operationName: string, caller: Caller, system: KmsSystem) {
    this.action = `kms:${operationName}`;
    this.caller = caller;
    this.now = caller.time;
    this.system = system;
    this.region = system.regionOf(caller.principal.account, caller.region);
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
    if (key === undefined && !foreign) throw notFound(`Key '${arn}' does not exist`);
    if (key === undefined || (foreign && !acceptsForeign)) throw this.#opaque(action, arn);
    this.allowOnKey(key, action, { 'kms:RequestAlias': alias, ...context });
    return key;
  }

  /** @throws {AwsError} `AccessDeniedException` when the action on the key is denied */
  allowOnKey(key: Key, action: string = this.action, context: ContextEntries = {}): void {
    const granted = [...key.grants.values()].some((grant) => this.#isGranted(grant, action, context));
    const access = this.#access(key, action, JSON.parse(key.policy), context);
    requireAccess(this.system.directory, this.caller, { ...access, granted });
  }

  /** Whether this key policy would allow the caller the action. */
  wouldAllow(key: Key, action: string, policy: Policy): boolean {
    return evaluateAccess(this.system.directory, this.caller, this.#access(key, action, policy)).allowed;
  }

  /** Requires permission on a resource without a key policy: an alias, or `*`. */
  allow(
    resource: string,
    context: ContextEntries = {},
    action: string = this.action,
    region = this.caller.region,
  ): void {
    const all = { 'kms:CallerAccount': this.caller.principal.account, ...context };
    const shown = action === 'kms:TagResource' ? null : resource;
    const supported = supportedContext(action, resource.includes(':key/'), all);
    const access = { action, resource, shown, context: supported };
    requireAccess(this.system.directory, { ...this.caller, region }, access);
  }

  /** @throws {AwsError} `NotFoundException` */
  alias(name: string, region = this.region): Alias {
    const alias = region.aliases.get(name);
    if (alias === undefined) throw notFound(`Alias ${region.arn(name)} is not found.`);
    return alias;
  }

  /** Source: https://docs.aws.amazon.com/kms/latest/developerguide/policy-conditions.html */
  keyContext(key: Key): ContextEntries {
    const region = this.system.regionOf(key.account, key.region);
    const aliases = region.aliases.of(key.id).map(({ AliasName }) => AliasName);
    return {
      'kms:CallerAccount': this.caller.principal.account,
      'aws:ResourceAccount': key.account,
      'kms:KeyOrigin': key.origin,
      'kms:KeySpec': key.spec,
      'kms:KeyUsage': key.usage,
      'kms:MultiRegion': key.multi_region !== null,
      'kms:MultiRegionKeyType': key.multi_region && (isPrimary(key) ? 'PRIMARY' : 'REPLICA'),
      'kms:ResourceAliases': this.action === 'kms:DeleteAlias' || aliases.length === 0 ? null : aliases,
      'kms:TrailingDaysWithoutKeyUsage': trailingDays(key, this.now, this.system.tracking),
      ...prefixed('aws:ResourceTag/', key.tags),
    };
  }

  /** Whether an ARN names the caller, or the role of the caller. */
  isCaller(arn: string): boolean {
    return arn === this.caller.principal.arn || arn === this.caller.principal.role_arn;
  }

  #access(key: Key, action: string, policy: Policy, context: ContextEntries = {}): Access {
    return {
      action,
      resource: key.arn,
      context: supportedContext(action, true, { ...this.keyContext(key), ...context }),
      owned: { account: key.account, policy: { name: 'key policy', policy } },
    };
  }

  #isGranted(grant: Grant, action: string, context: ContextEntries): boolean {
    const {
      GranteePrincipal,
      Operations,
      Constraints: { EncryptionContextEquals: exact, ...other } = {},
    } = grant;
    if (!this.isCaller(GranteePrincipal) || !Operations.includes(action.slice('kms:'.length))) return false;
    const wanted = Object.entries(exact ?? other.EncryptionContextSubset ?? {});
    const prefix = 'kms:EncryptionContext:';
    const given = Object.keys(context).filter((key) => key.startsWith(prefix));
    const isSubset = wanted.every(([name, value]) => context[prefix + name] === value);
    return isSubset && (exact === undefined || given.length === wanted.length);
  }

  #resolve(reference: string, shared: boolean): { region: KmsRegion; id: string; alias: string | null } {
    const arn = parseArn(reference);
    if (arn !== null && arn.region !== this.caller.region) throw notFound(`Invalid arn ${arn.region}`);
    const region = arn === null ? this.region : this.system.regionOf(arn.account, arn.region);
    const name = arn === null ? reference : arn.resource.replace(/^key\//, '');
    if (shared && name.startsWith('alias/')) {
      if (region !== this.region && region.aliases.get(name) === undefined)
        throw this.#opaque(this.action, region.arn(name));
      return { region, id: this.alias(name, region).TargetKeyId, alias: name };
    }
    if (!keyIdPattern.test(name)) throw notFound(`Invalid keyId ${reference}`);
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
