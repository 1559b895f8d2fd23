import { nextEffect, type Result, record } from '../../../emulator/vault/keymgmt/effect.ts';
import { type EngineRequest, finish, handle } from '../../../emulator/vault/keymgmt/engine.ts';
import {
  emptyState,
  entryOf,
  providerOf,
  type State,
  withEntry,
} from '../../../emulator/vault/keymgmt/state.ts';
import type { Work } from '../../../emulator/vault/keymgmt/transition.ts';
import { wireBody } from '../../../src/vault/http/request-body.ts';
import type { RequestBody, Vault, VaultData, VaultPath } from '../../../src/vault/http/vault.ts';
import { VaultError } from '../../../src/vault/http/vault-error.ts';

/** A Vault in this process: the emulator's pure engine at each mount, with a KMS that always does what it is told. */
export class EngineVault implements Vault {
  readonly #mounts = new Map<string, State>();
  readonly #now: () => Date;
  #made = 0;

  constructor(now: () => Date) {
    this.#now = now;
  }

  async get(at: VaultPath): Promise<VaultData | null> {
    const path = at.path.join('/');
    const mount = /^sys\/internal\/ui\/mounts\/(.*)$/.exec(path)?.[1];
    if (mount === undefined) return this.#ask('GET', at);
    return this.#mounts.has(join(at.namespace, mount)) ? { type: 'keymgmt', path: `${mount}/` } : null;
  }

  async list(at: VaultPath): Promise<readonly string[]> {
    return ((this.#ask('LIST', at)?.['keys'] ?? []) as string[]).map(String);
  }

  async put(at: VaultPath, body: RequestBody): Promise<VaultData | null> {
    const mount = /^sys\/mounts\/(.*)$/.exec(at.path.join('/'))?.[1];
    if (mount === undefined) return this.#ask('PUT', at, JSON.parse(wireBody(body)));
    if (this.#mounts.has(join(at.namespace, mount)))
      throw this.#refused('PUT', at, 400, 'path is already in use');
    this.#mounts.set(join(at.namespace, mount), emptyState);
    return null;
  }

  async delete(at: VaultPath): Promise<void> {
    this.#ask('DELETE', at);
  }

  #ask(method: string, at: VaultPath, body: RequestBody = {}): VaultData | null {
    const path = join(at.namespace, at.path.join('/'));
    const mount = [...this.#mounts.keys()].find((mount) => path.startsWith(`${mount}/`));
    if (mount === undefined) throw this.#refused(method, at, 404, 'no handler for route');
    const request = requestOf(method, path.slice(mount.length + 1).split('/'), body);
    const { response, state, work } = handle(this.#mounts.get(mount)!, request, this.#now(), {
      asymmetric: true,
    });
    this.#mounts.set(mount, work === null ? state : this.#carryOut(state, work));
    if (response.status === 200) return response.data;
    if (response.status === 204 || (response.status === 404 && method !== 'PUT')) return null;
    throw this.#refused(method, at, response.status, response.errors.join('; '));
  }

  #carryOut(start: State, work: Work): State {
    let state = start;
    const home = work.kms === null ? '' : (providerOf(state, work.kms)?.key_collection ?? '');
    for (;;) {
      const entry = entryOf(state, work.key)!;
      const effect = nextEffect(entry, work.target, home);
      if (effect === null) return finish(state, work);
      state = withEntry(state, work.key, record(entry, effect, this.#resultOf(effect.kind), home));
    }
  }

  #resultOf(kind: string): Result {
    if (kind === 'create_key') return { key_id: `kms-key-${++this.#made}` };
    if (kind !== 'generate') return {};
    const creation_time = this.#now().toISOString();
    return { material: { creation_time, bytes: new Uint8Array(), public_key: null } };
  }

  #refused(method: string, { path }: VaultPath, status: number, words: string): VaultError {
    return new VaultError('request_rejected', { method, path: path.join('/') }, words, '', {
      status,
      errors: [words],
    });
  }
}

function join(namespace: string, path: string): string {
  return namespace === '' ? path : `${namespace}/${path}`;
}

function requestOf(method: string, path: readonly string[], body: RequestBody): EngineRequest {
  const [one, kms = '', two, key = '', three] = path;
  const of = (table: Readonly<Record<string, EngineRequest>>): EngineRequest => {
    const request = table[method];
    if (request === undefined) throw new Error(`no such request: ${method} ${path.join('/')}`);
    return request;
  };
  if (one === 'key') {
    const name = kms;
    if (path.length === 1) return of({ LIST: { op: 'list_keys' } });
    if (two === 'rotate') return of({ PUT: { op: 'rotate_key', key: name } });
    if (two === 'kms') return of({ LIST: { op: 'list_key_kms', key: name } });
    return of({ GET: { op: 'read_key', key: name }, PUT: { op: 'write_key', key: name, body } });
  }
  if (path.length === 1) return of({ LIST: { op: 'list_kms' } });
  if (path.length === 2) {
    return of({
      GET: { op: 'read_kms', kms },
      PUT: { op: 'write_kms', kms, body },
      DELETE: { op: 'delete_kms', kms },
    });
  }
  if (path.length === 3) return of({ LIST: { op: 'list_kms_keys', kms } });
  if (three === 'replicate') return of({ PUT: { op: 'replicate', kms, key } });
  return of({
    GET: { op: 'read_distribution', kms, key },
    PUT: { op: 'distribute', kms, key, body },
    DELETE: { op: 'remove_distribution', kms, key },
  });
}
