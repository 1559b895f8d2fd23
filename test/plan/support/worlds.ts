import fc from 'fast-check';
import type { Desired, DesiredKey, DesiredMount, DesiredProvider } from '../../../src/model/desired.ts';
import { distributionId, type MountPath, providerId } from '../../../src/model/id.ts';
import type { KeyType, Purpose } from '../../../src/model/key.ts';
import { inputLocation } from '../../../src/model/problem.ts';
import { Secret } from '../../../src/model/secret.ts';

/** What Vault has, what is declared, and how the run is guarded: one generated case. */
export interface World {
  readonly live: readonly LiveSetup[];
  readonly desired: Desired;
  readonly prune: boolean;
  readonly confirm: readonly string[];
}

/** How a mount comes to be what it is: written in this order. */
export interface LiveSetup extends MountPath {
  readonly missing: boolean;
  readonly kms: readonly { readonly name: string; readonly key_collection: string }[];
  readonly keys: readonly {
    readonly name: string;
    readonly type: KeyType;
    readonly versions: number;
    readonly kms: string | null;
    readonly purpose: readonly Purpose[];
    readonly deletion_allowed: boolean;
    readonly min_enabled_version: number;
  }[];
}

/** An immutable field that is declared to be something else than it is; it counts where there is such a thing. */
const twists = ['none', 'type', 'region', 'purpose', 'protection', 'kms', 'version'] as const;
type Twist = (typeof twists)[number];

export interface WorldSize {
  readonly mounts: readonly MountPath[];
  readonly keys: number;
  readonly types: readonly KeyType[];
}

const regions = ['us-west-2', 'eu-west-1'] as const;

const often = fc.nat(3).map((n) => n > 0);
const rarely = fc.nat(5).map((n) => n === 0);

export function worlds({ mounts, keys, types }: WorldSize): fc.Arbitrary<World> {
  const provider = fc.record({ live: often, declared: often, region: fc.constantFrom(...regions) });
  const key = fc.record({
    live: often,
    declared: often,
    type: fc.constantFrom(...types),
    signs: fc.boolean(),
    versions: fc.integer({ min: 1, max: 3 }),
    at: fc.nat(3),
    wanted_at: fc.nat(3),
    deletion_allowed: fc.boolean(),
    min: fc.nat(3),
    wants_deletion: fc.option(fc.boolean()),
    wants_min: fc.option(fc.nat(3)),
    rotates: fc.boolean(),
  });
  const mount = fc.record({
    missing: rarely,
    create_mount: often,
    credentials: fc.boolean(),
    kms: fc.array(provider, { minLength: 3, maxLength: 3 }),
    keys: fc.array(key, { minLength: keys, maxLength: keys }),
  });
  type Raw = typeof mount extends fc.Arbitrary<infer R> ? R : never;

  const setup = (ref: MountPath, raw: Raw): LiveSetup => {
    const { missing } = raw;
    const kms = raw.kms.flatMap(({ live, region }, index) =>
      live && !missing ? [{ name: `p${index}`, key_collection: region }] : [],
    );
    return {
      ...ref,
      missing,
      kms,
      keys: raw.keys.flatMap((key, index) => {
        if (!key.live || missing) return [];
        const { type, versions, deletion_allowed, min } = key;
        return [
          {
            name: `k${index}`,
            type,
            versions,
            kms: kms.find(({ name }) => name === `p${key.at}`)?.name ?? null,
            purpose: purposeOf(type, key.signs),
            deletion_allowed,
            min_enabled_version: Math.min(min, versions),
          },
        ];
      }),
    };
  };

  const declare = (ref: MountPath, raw: Raw, live: LiveSetup): DesiredMount => {
    const kms = raw.kms.flatMap(({ declared, region }, index) =>
      declared ? [providerOf(`p${index}`, region, raw.credentials)] : [],
    );
    return {
      ...ref,
      create_mount: raw.create_mount,
      kms,
      source,
      keys: raw.keys.flatMap((key, index): DesiredKey[] => {
        if (!key.declared) return [];
        const name = `k${index}`;
        const held = live.keys.find((one) => one.name === name);
        const place = held?.kms ?? `p${key.wanted_at}`;
        return [
          {
            name,
            type: key.type,
            kms: kms.some((provider) => provider.name === place) ? place : null,
            purpose: purposeOf(key.type, key.signs),
            protection: 'hsm',
            deletion_allowed: key.wants_deletion,
            min_enabled_version: key.wants_min === null ? null : Math.min(key.wants_min, held?.versions ?? 1),
            replica_regions: [],
            rotate_after: key.rotates ? 1 : null,
            retire_after: null,
            source,
          },
        ];
      }),
    };
  };

  return fc
    .record({
      raws: fc.tuple(...mounts.map(() => mount)),
      twist: fc.oneof({ weight: 1, arbitrary: fc.constant('none' as const) }, fc.constantFrom(...twists)),
      prune: often,
      confirm: fc.constantFrom('nothing', 'providers', 'all', 'every other'),
    })
    .map(({ raws, twist, prune, confirm }): World => {
      const live = raws.map((raw, index) => setup(mounts[index]!, raw));
      const declared = raws.map((raw, index) => declare(mounts[index]!, raw, live[index]!));
      const desired = { mounts: declared.map((mount, index) => twisted(mount, live[index]!, twist)) };
      const providers = live.flatMap((mount) => mount.kms.map(({ name }) => providerId(mount, name)));
      const placed = live.flatMap((mount) =>
        mount.keys.flatMap(({ name, kms }) => (kms === null ? [] : [distributionId(mount, kms, name)])),
      );
      const confirmed = {
        nothing: [],
        providers,
        all: [...providers, ...placed],
        'every other': [...providers, ...placed].filter((_, index) => index % 2 === 0),
      };
      return { live, desired, prune, confirm: confirmed[confirm as keyof typeof confirmed] };
    });
}

function twisted(mount: DesiredMount, live: LiveSetup, twist: Twist): DesiredMount {
  const keys = (change: (key: DesiredKey, held: LiveSetup['keys'][number]) => Partial<DesiredKey>) => ({
    ...mount,
    keys: mount.keys.map((key) => {
      const held = live.keys.find(({ name }) => name === key.name);
      return held === undefined ? key : { ...key, ...change(key, held) };
    }),
  });
  const other = (held: string) => mount.kms.find(({ name }) => name !== held)?.name ?? null;
  switch (twist) {
    case 'none':
      return mount;
    case 'region':
      return {
        ...mount,
        kms: mount.kms.map((provider) => ({ ...provider, key_collection: 'ap-south-1' })),
      };
    case 'type':
      return keys(({ type }) => ({ type: type === 'rsa-2048' ? 'rsa-4096' : 'rsa-2048' }));
    case 'purpose':
      return keys(({ kms }, held) => (kms === held.kms ? { purpose: ['wrap'] } : {}));
    case 'protection':
      return keys(({ kms }, held) => (kms !== null && kms === held.kms ? { protection: 'software' } : {}));
    case 'kms':
      return keys(({ kms }, held) => (held.kms === null ? {} : { kms: other(held.kms) ?? kms }));
    case 'version':
      return keys((_, held) => ({ min_enabled_version: held.versions + 1 }));
  }
}

const source = inputLocation('manifest');

function providerOf(name: string, key_collection: string, withCredentials: boolean): DesiredProvider {
  return {
    name,
    provider: 'awskms',
    key_collection,
    credentials: withCredentials
      ? {
          access_key: new Secret('AKIA'),
          secret_key: new Secret('secret'),
          session_token: null,
          endpoint: null,
        }
      : null,
    verify: { role_arn: null, external_id: null, principal_arn: null, account_id: null },
    source,
  };
}

function purposeOf(type: KeyType, signs: boolean): Purpose[] {
  if (type.startsWith('ecdsa') || (type.startsWith('rsa') && signs)) return ['sign', 'verify'];
  return ['decrypt', 'encrypt'];
}
