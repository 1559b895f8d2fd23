import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { declareManifest } from '../../src/declare/manifest.ts';
import { writeManifest } from '../../src/declare/write-manifest.ts';
import { mountId } from '../../src/model/id.ts';
import { keyTypes, protections, purposes, sortPurposes } from '../../src/model/key.ts';
import type { LiveKey, LiveMount, LiveProvider } from '../../src/model/live.ts';
import { regions } from '../../src/model/partitions.ts';

const awkward = [
  'constructor',
  '__proto__',
  'prototype',
  'null',
  'true',
  '1e3',
  '0x1F',
  '007',
  'y',
  'a'.repeat(229),
];
const plainName = fc.stringMatching(/^[A-Za-z0-9_]([A-Za-z0-9_-]{0,20}[A-Za-z0-9_])?$/);
const name = fc.oneof(plainName, fc.constantFrom(...awkward));
const dottedName = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{1,20}[A-Za-z0-9_]$/);
const segment = fc.stringMatching(/^[A-Za-z0-9_:@~-]{1,12}$/);
const path = fc
  .array(segment, { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('/'))
  .filter((it) => !/(^|\/)(root|sys|audit|auth|cubbyhole|identity)(\/|$)/.test(it));

const key = fc.record({
  name: fc.oneof(name, dottedName),
  type: fc.constantFrom(...keyTypes),
  deletion_allowed: fc.boolean(),
  latest_version: fc.nat(9),
  min_enabled_version: fc.nat(9),
  replica_regions: fc.uniqueArray(fc.constantFrom(...regions), { maxLength: 3 }),
  versions: fc.constant({}),
  elsewhere: fc.constant(null),
});
const distribution = fc.record({
  purpose: fc.uniqueArray(fc.constantFrom(...purposes), { minLength: 1 }).map(sortPurposes),
  protection: fc.constantFrom(...protections),
});

const byName = { selector: (it: { name: string }) => it.name };
const mount: fc.Arbitrary<LiveMount> = fc
  .record({
    namespace: fc.oneof(fc.constant(''), path),
    path,
    keys: fc.uniqueArray(key, { ...byName, maxLength: 6 }),
    kms: fc.uniqueArray(fc.record({ name, key_collection: fc.constantFrom(...regions) }), {
      ...byName,
      maxLength: 3,
    }),
    places: fc.array(fc.option(fc.tuple(fc.nat(2), distribution)), { minLength: 6, maxLength: 6 }),
  })
  .map(({ places, ...it }) => live(it.namespace, it.path, it.kms, it.keys, places));

type Spot = [number, { purpose: string[]; protection: string }] | null;

/** Puts each key on the provider that its spot names, where there is such a one and the name fits an alias. */
function live(
  namespace: string,
  path: string,
  kms: readonly { name: string; key_collection: string }[],
  keys: readonly LiveKey[],
  spots: readonly Spot[],
): LiveMount {
  const providers: LiveProvider[] = kms.map(({ name, key_collection }, index) => {
    const here = keys.flatMap((it, at) => {
      const spot = spots[at];
      if (spot?.[0] !== index || !/^[A-Za-z0-9_-]+$/.test(it.name)) return [];
      const { purpose, protection } = spot[1];
      return [
        { key: it.name, name: `${it.name}-1`, purpose, protection, distribution_time: '', versions: {} },
      ];
    });
    return {
      name,
      provider: 'awskms',
      key_collection,
      key_names: here.map((it) => it.key),
      distributions: here,
    };
  });
  const fitting = keys.map((it) => ({
    ...it,
    replica_regions:
      it.type === 'aes256-gcm96'
        ? it.replica_regions.filter((region) => kms.every((provider) => provider.key_collection !== region))
        : [],
  }));
  const names = { key_names: keys.map((it) => it.name), kms_names: kms.map((it) => it.name) };
  return { namespace, path, missing: false, ...names, keys: fitting, kms: providers };
}

/** What must come back, without the positions. */
function desired({ namespace, path, kms, keys }: LiveMount): unknown {
  return {
    namespace,
    path,
    create_mount: false,
    kms: kms.map(({ name, key_collection }) => ({
      name,
      provider: 'awskms',
      key_collection,
      credentials: null,
      verify: { role_arn: null, external_id: null, principal_arn: null, account_id: null },
    })),
    keys: keys.map((it) => {
      const provider = kms.find(({ key_names }) => key_names.includes(it.name));
      const where = provider?.distributions.find(({ key }) => key === it.name);
      const byDefault = it.type === 'aes256-gcm96' ? ['decrypt', 'encrypt'] : [];
      return {
        name: it.name,
        type: it.type,
        kms: provider?.name ?? null,
        purpose: where?.purpose ?? byDefault,
        protection: where?.protection ?? 'hsm',
        deletion_allowed: it.deletion_allowed,
        min_enabled_version: it.min_enabled_version,
        replica_regions: it.replica_regions,
        rotate_after: null,
        retire_after: null,
      };
    }),
  };
}

/** JavaScript puts names that are whole numbers first, so the order of names says nothing. */
function sorted<T extends { name: string }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readBack(text: string): unknown {
  return declareManifest([{ text, file: 'm.yaml', input: 'manifest' }], {}).desired.mounts.map((it) => {
    const { source: _, kms, keys, ...rest } = it;
    const bare = <T extends { source: unknown }>({ source, ...fields }: T) => fields;
    return { ...rest, kms: sorted(kms).map(bare), keys: sorted(keys).map(bare) };
  });
}

describe('the manifest of what Vault has', () => {
  test('reads back as what Vault has', () => {
    const mounts = fc.uniqueArray(mount, {
      minLength: 1,
      maxLength: 3,
      selector: mountId,
    });
    const property = fc.property(mounts, (list) => {
      const ordered = list.map((it) => ({ ...it, kms: sorted(it.kms), keys: sorted(it.keys) }));
      expect(readBack(writeManifest(list))).toEqual(ordered.map(desired));
    });
    fc.assert(property, { numRuns: 150 });
  });

  test('is worth reading', () => {
    const keys = [
      { name: 'payments-db', type: 'aes256-gcm96', replica_regions: ['eu-west-1'] },
      { name: 'odd', type: 'chacha20', replica_regions: [] },
    ].map((it) => ({
      ...it,
      deletion_allowed: false,
      latest_version: 1,
      min_enabled_version: 1,
      versions: {},
      elsewhere: null,
    }));
    const spots: Spot[] = [[0, { purpose: ['decrypt', 'encrypt'], protection: 'hsm' }]];
    const kms = [{ name: 'aws-us-west-2', key_collection: 'us-west-2' }];
    const described = live('team-a', 'keymgmt', kms, keys, spots);
    const text = writeManifest([described]);
    expect(text).toBe(`# Left out, since a manifest cannot declare it:
#  key/odd (type chacha20)

namespace: team-a
path: keymgmt
kms:
  aws-us-west-2:
    key_collection: us-west-2
    # Vault never returns credentials. Omitted, they are left unchanged. To set them here, give the
    # step's \`env\` these two variables, and uncomment:
    # credentials:
    #   access_key: \${AWS_ACCESS_KEY_ID_AWS_US_WEST_2}
    #   secret_key: \${AWS_SECRET_ACCESS_KEY_AWS_US_WEST_2}
keys:
  payments-db:
    type: aes256-gcm96
    kms: aws-us-west-2
    purpose: [encrypt, decrypt]
    protection: hsm
    deletion_allowed: false
    min_enabled_version: 1
    replica_regions: [eu-west-1]
`);

    const uncommented = text.replaceAll(/# (?=credentials:| {2}(access|secret)_key:)/g, '');
    const env = { AWS_ACCESS_KEY_ID_AWS_US_WEST_2: 'AKIA', AWS_SECRET_ACCESS_KEY_AWS_US_WEST_2: 'wJal' };
    const { desired: again } = declareManifest([{ text: uncommented, file: 'm.yaml', input: null }], env);
    expect(again.mounts[0]?.kms[0]?.credentials?.secret_key.reveal()).toBe('wJal');
  });
});
