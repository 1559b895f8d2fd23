import type { Desired, DesiredMount } from '../model/desired.ts';
import { RunError } from '../model/errors.ts';
import { mountId } from '../model/id.ts';
import type { Live, LiveKey, LiveMount, LiveProvider } from '../model/live.ts';
import type { Vault } from '../vault/http/vault.ts';
import { VaultError } from '../vault/http/vault-error.ts';
import { Keymgmt } from '../vault/keymgmt/keymgmt.ts';
import { isKeymgmt, isMountedAt, type Mounted } from '../vault/keymgmt/records.ts';

export interface ObserveOptions {
  /** Also read undeclared providers and distributions, so that they can be removed. */
  readonly undeclared: boolean;
}

/**
 * Reads what Vault has for the declared mounts, in the fewest requests: three per mount at once, then the declared
 * providers and keys that exist, each key with its distribution where it is declared.
 *
 * @throws {VaultError} for a read that Vault denies or rejects
 * @throws {RunError} `not_keymgmt` when another engine is mounted at a declared path
 */
export async function observe(vault: Vault, desired: Desired, options: ObserveOptions): Promise<Live> {
  const mounts = await Promise.all(
    desired.mounts.map((mount) => observeMount(new Keymgmt(vault, mount), mount, options)),
  );
  return { mounts };
}

async function observeMount(
  engine: Keymgmt,
  mount: DesiredMount,
  { undeclared }: ObserveOptions,
): Promise<LiveMount> {
  const { namespace, path } = mount;
  const [mounted, keyNames, kmsNames] = await Promise.allSettled([
    engine.engine(),
    engine.keys(),
    engine.providers(),
  ]);
  if (mounted.status === 'rejected') throw mounted.reason;
  if (keyNames.status === 'rejected' && isTokenInvalid(keyNames.reason)) throw keyNames.reason;
  const readable = keyNames.status === 'fulfilled' && kmsNames.status === 'fulfilled';
  if (mounted.value !== null) assertKeymgmt(mount, mounted.value);
  if (mounted.value === null ? !readable : !isMountedAt(mounted.value, path)) {
    return { namespace, path, missing: true, key_names: [], kms_names: [], keys: [], kms: [] };
  }
  if (keyNames.status === 'rejected') throw keyNames.reason;
  if (kmsNames.status === 'rejected') throw kmsNames.reason;
  const key_names = keyNames.value;
  const kms_names = kmsNames.value;

  const declaredProviders = new Set(mount.kms.map((provider) => provider.name));
  const declaredKeys = new Set(mount.keys.map((key) => key.name));
  const existing = new Set(key_names);
  const expectedOn = (kms: string) =>
    mount.keys.filter((key) => key.kms === kms && existing.has(key.name)).map((key) => key.name);
  const [kms, keys] = await Promise.all([
    Promise.all(
      kms_names
        .filter((name) => undeclared || declaredProviders.has(name))
        .map((name) =>
          observeProvider(engine, name, expectedOn(name), (key) => undeclared || declaredKeys.has(key)),
        ),
    ),
    Promise.all(key_names.filter((name) => declaredKeys.has(name)).map((name) => engine.key(name))),
  ]);
  const distributed = new Set(
    kms.flatMap((provider) => provider.key_names.map((key) => `${provider.name}/${key}`)),
  );
  const declaredOn = new Map(mount.keys.map((key) => [key.name, key.kms]));
  return {
    namespace,
    path,
    missing: false,
    key_names,
    kms_names,
    kms,
    keys: await Promise.all(
      keys
        .filter((key) => key !== null)
        .map(async (key): Promise<LiveKey> => {
          const provider = declaredOn.get(key.name) ?? null;
          const asDeclared = provider === null || distributed.has(`${provider}/${key.name}`);
          return { ...key, elsewhere: asDeclared ? null : await engine.providersOf(key.name) };
        }),
    ),
  };
}

/**
 * @param expected the keys that are probably there, and are read at once
 * @param isRead which other keys are read when the list has them
 */
async function observeProvider(
  engine: Keymgmt,
  name: string,
  expected: readonly string[],
  isRead: (key: string) => boolean,
): Promise<LiveProvider> {
  const read = async (keys: readonly string[], one = (key: string) => engine.distribution(name, key)) => {
    const records = await Promise.all(keys.map(one));
    return records.filter((record) => record !== null);
  };
  const [record, key_names, first] = await Promise.all([
    engine.provider(name),
    engine.distributions(name),
    read(expected, (key) => engine.distribution(name, key).catch(nullIfRejected)),
  ]);
  const found = new Set(first.map(({ key }) => key));
  const listed = new Set(key_names);
  const others = await read(key_names.filter((key) => isRead(key) && !found.has(key)));
  return {
    name,
    provider: record?.provider ?? '',
    key_collection: record?.key_collection ?? '',
    key_names,
    distributions: [...first, ...others].filter(({ key }) => listed.has(key)),
  };
}

/** Vault answers an invalid token like one without permission: as if nothing were mounted. */
function isTokenInvalid(error: unknown): boolean {
  return error instanceof RunError && error.code === 'token_invalid';
}

function assertKeymgmt(mount: DesiredMount, mounted: Mounted): void {
  const within = mount.path.startsWith(`${mounted.path}/`);
  if (!within && (isKeymgmt(mounted) || !isMountedAt(mounted, mount.path))) return;
  const where = within ? `lies within ${mounted.path}, where the engine` : 'is a mount whose engine';
  throw new RunError(
    'not_keymgmt',
    `${mountId(mount)} ${where} is of type "${mounted.type}", not keymgmt.`,
    'Declare the path of the keymgmt engine, or a free path with create_mount: true (`vault secrets list` shows the mounts).',
  );
}

/** How Vault answers for a distribution that is not there is not documented: the list decides. */
function nullIfRejected(error: unknown): null {
  if (error instanceof VaultError && error.status === 400) return null;
  throw error;
}
