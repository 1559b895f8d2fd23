import { createHash, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { later } from '../later.ts';
import {
  type AccountConfig,
  type AccountsConfig,
  accountsSchema,
  type RoleConfig,
  type UserConfig,
} from './accounts.ts';
import { type Arn, parseArn } from './arn.ts';
import { base32 } from './base32.ts';
import { type Credential, type Identity, type Principal, rootPrincipal, userPrincipal } from './identity.ts';
import type { Policy } from './policy/document.ts';
import type { NamedPolicy } from './policy/statements.ts';

const everything: NamedPolicy = {
  name: 'AdministratorAccess',
  policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};
const administrator = 'admin';
const [defaultAccount] = v.parse(accountsSchema, [{ id: '111122223333' }]);

export interface RootCredential {
  readonly access_key_id: string;
  readonly secret_access_key: string;
}

/**
 * The accounts, users, roles and their credentials.
 *
 * Without a configuration it is open: every access key belongs to the administrator of account 111122223333, and users
 * and roles exist as soon as a request names them.
 */
export class Directory {
  /** Every caller is allowed to do everything. */
  readonly open: boolean;
  readonly started: Date;
  /** The accounts of the configuration, by id. */
  readonly accounts: ReadonlyMap<string, AccountConfig>;
  /** The principal of the root credential, and of unknown access keys in an open directory. */
  readonly administrator: Principal;
  readonly #identities = new Map<string, Identity>();
  readonly #credentials = new Map<string, Credential>();

  constructor(accounts: AccountsConfig | undefined, root: RootCredential, now: Date) {
    const all = accounts ?? [defaultAccount!];
    this.open = accounts === undefined;
    this.started = now;
    this.accounts = new Map(all.map((account) => [account.id, account]));
    for (const { id, access_keys, users, roles } of all) {
      this.#addKeys(access_keys, rootPrincipal(id));
      for (const user of users) {
        this.#addKeys(user.access_keys, userPrincipal(this.#addConfigured('user', id, user, null)));
      }
      for (const role of roles) this.#addConfigured('role', id, role, role.trust);
    }
    const first = all[0]!.id;
    const admin = this.#add({ kind: 'user', account: first, name: administrator, path: '/' });
    this.administrator = userPrincipal(admin);
    this.#addKeys([{ ...root, status: 'Active' }], this.administrator);
  }

  /** The service control policies on an account; `null`: it is not in an organization. */
  scps(account: string): NamedPolicy[] | null {
    const scps = namedPolicies(this.accounts.get(account)?.scps ?? {});
    return scps.length > 0 ? scps : null;
  }

  /** @param path the path of a new identity in an open directory */
  identity(kind: Identity['kind'], account: string, name: string, path = '/'): Identity | null {
    const known = this.#identities.get(identityKey(kind, account, name));
    if (known !== undefined || !this.open) return known ?? null;
    const trust = kind === 'role' ? anybody : null;
    return this.#add({ kind, account, name, path, trust });
  }

  /** Whether the user, role, session or account of an ARN exists. */
  principalExists(text: string): boolean {
    const arn = parseArn(/^\d{12}$/.test(text) ? `arn:aws:iam::${text}:root` : text);
    if (arn === null || !/^\d{12}$/.test(arn.account)) return false;
    if (!this.open && !this.accounts.has(arn.account)) return false;
    if (arn.service === 'iam' && arn.resource === 'root') return true;
    const session = /^assumed-role\/([^/]+)\/[^/]+$/.exec(arn.resource);
    if (arn.service === 'sts')
      return session !== null && this.identity('role', arn.account, session[1]!) !== null;
    return arn.service === 'iam' && this.identityByArn(arn) !== null;
  }

  /** `null` also when the path differs. */
  identityByArn({ account, resource }: Arn): Identity | null {
    const [, kind, path, name] = /^(user|role)(\/(?:.+\/)?)([^/]+)$/.exec(resource) ?? [];
    if ((kind !== 'user' && kind !== 'role') || name === undefined) return null;
    const known = this.identity(kind, account, name, path);
    return known?.path === path ? known : null;
  }

  /** `null`: unknown access key. An open directory knows only sessions and the root credential. */
  credential(accessKeyId: string): Credential | null {
    return this.#credentials.get(accessKeyId) ?? null;
  }

  /** Issues temporary credentials for a principal. */
  issue(principal: Principal, now: Date, seconds: number): Credential {
    const credential: Credential = {
      access_key_id: `ASIA${base32(randomBytes(10))}`,
      secret_access_key: randomBytes(30).toString('base64'),
      active: true,
      session: { token: randomBytes(192).toString('base64'), expires: later(now, seconds) },
      principal,
    };
    this.#credentials.set(credential.access_key_id, credential);
    return credential;
  }

  #addKeys(keys: AccountConfig['access_keys'], principal: Principal): void {
    for (const { access_key_id, secret_access_key, status } of keys) {
      const active = status === 'Active';
      this.#credentials.set(access_key_id, {
        access_key_id,
        secret_access_key,
        active,
        session: null,
        principal,
      });
    }
  }

  #addConfigured(
    kind: Identity['kind'],
    account: string,
    { name, path, tags, boundary, policies }: UserConfig | RoleConfig,
    trust: Policy | null,
  ): Identity {
    const named = boundary && { name: `${name}-boundary`, policy: boundary };
    const attached = namedPolicies(policies);
    return this.#add({ kind, account, name, path, tags, policies: attached, boundary: named, trust });
  }

  #add(spec: Pick<Identity, 'kind' | 'account' | 'name' | 'path'> & Partial<Identity>): Identity {
    const { kind, account, name, path } = spec;
    const arn = `arn:aws:iam::${account}:${kind}${path}${name}`;
    const digest = base32(createHash('sha256').update(arn).digest().subarray(0, 10));
    const id = `${kind === 'user' ? 'AIDA' : 'AROA'}${digest}`;
    const defaults = { policies: [everything], boundary: null, trust: null, tags: {} };
    const identity = { ...defaults, ...spec, arn, id, created: this.started };
    this.#identities.set(identityKey(kind, account, name), identity);
    return identity;
  }
}

function namedPolicies(policies: Readonly<Record<string, Policy>>): NamedPolicy[] {
  return Object.entries(policies).map(([name, policy]) => ({ name, policy }));
}

const anybody: Policy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
};

/** Names are unique within an account, regardless of path and case. */
function identityKey(kind: string, account: string, name: string): string {
  return `${account}:${kind}/${name.toLowerCase()}`;
}
