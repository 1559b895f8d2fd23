import { type Experiment, type Note, seen } from '../experiment.ts';
import type { Lab, Recorded } from '../lab.ts';

const day = 86_400_000;
const distribution = { purpose: ['encrypt', 'decrypt'], protection: 'hsm' };

/** The life of one key in KMS: distributed, rotated, limited to new versions, removed. */
export const distributedKey: Experiment = {
  name: 'a key in KMS',
  asks: [
    'write-answer',
    'purpose-form',
    'alias-time',
    'material-expiry',
    'kms-tags',
    'key-policy',
    'key-providers',
    'second-distribution',
    'concurrent-write',
    'listed-versions',
    'recorded-versions',
    'deletion-window',
  ],
  kms_keys: 8,
  needs_role: false,
  async run(lab, note) {
    const kms = await lab.provider('life', await lab.aws.credentials());
    const key = await lab.createKey('life');
    // So that the times of the key and of its distribution differ.
    await lab.pause(2_000);
    await lab.must('PUT', `kms/${kms}/key/${key}`, distribution);
    lab.answersEarly = (await lab.recorded(kms, key)) === null;
    note(
      'write-answer',
      seen(lab.answersEarly ? 'early' : 'complete', { recorded_at_once: !lab.answersEarly }),
    );

    const first = await lab.withVersion(kms, key, 1);
    await noteRecord(lab, note, key, first);
    await noteKmsKey(lab, note, first.versions['1']!);

    const holders = await lab.ask('LIST', lab.at(`key/${key}/kms`));
    note(
      'key-providers',
      seen(holders.ok ? 'names' : 'unsupported', { status: holders.status, ...holders.data }),
    );

    const second = await lab.ask('PUT', lab.at(`kms/${kms}/key/${key}`), distribution);
    const after = await lab.until('distribution after the second write', () => lab.recorded(kms, key));
    const same = after.versions['1'] === first.versions['1'];
    note(
      'second-distribution',
      seen(second.ok ? (same ? 'accepted' : 'renewed') : 'rejected', {
        status: second.status,
        errors: second.errors,
      }),
    );

    await lab.must('PUT', `key/${key}/rotate`, {});
    await lab.withVersion(kms, key, 2);
    await noteConcurrency(lab, note, kms, key);
    await noteVersions(lab, note, kms, key);
    await noteRemoval(lab, note, kms, key);
  },
};

async function noteRecord(lab: Lab, note: Note, key: string, { purpose, name, distribution_time }: Recorded) {
  note('purpose-form', seen(purposeForm(purpose), purpose));
  const { versions } = (await lab.ask('GET', lab.at(`key/${key}`))).data as {
    versions: Readonly<Record<string, { creation_time: string }>>;
  };
  const inAlias = Number(name.slice(name.lastIndexOf('-') + 1));
  const away = (time: string | undefined) => Math.abs(Date.parse(time ?? '') / 1000 - inAlias);
  const isCreation = away(versions['1']?.creation_time) < away(distribution_time);
  note('alias-time', seen(isCreation ? 'key-creation' : 'distribution', { name, distribution_time }));
}

function purposeForm(purpose: unknown): string {
  if (Array.isArray(purpose)) return 'list';
  const known: Readonly<Record<string, string>> = {
    'decrypt,encrypt': 'sorted',
    'encrypt,decrypt': 'unsorted',
    'Decrypt,Encrypt': 'capitals',
  };
  return known[String(purpose)] ?? 'other';
}

async function noteKmsKey(lab: Lab, note: Note, id: string) {
  const expires = await lab.until('expiry of the key material', async () => {
    const key = await lab.aws.key(id);
    return key?.ExpirationModel === undefined ? null : key;
  });
  const never = expires.ExpirationModel === 'KEY_MATERIAL_DOES_NOT_EXPIRE';
  note(
    'material-expiry',
    seen(never ? 'never' : 'year', { model: expires.ExpirationModel, valid_to: expires.ValidTo }),
  );
  const tags = await lab.aws.tagsOf(id);
  const names = Object.keys(tags).sort().join();
  const tagged = names === 'vault-key-name,vault-key-version' ? 'name-and-version' : 'other';
  note('kms-tags', seen(names === '' ? 'none' : tagged, tags));
  const policy = await lab.aws.policyOf(id);
  const sids = [policy['Statement']].flat().map((one) => (one as { Sid?: string }).Sid);
  const isDefault = sids.length === 1 && sids[0] === 'Enable IAM User Permissions';
  note('key-policy', seen(isDefault ? 'default' : 'own', policy));
}

async function noteConcurrency(lab: Lab, note: Note, kms: string, key: string) {
  const rotations = await Promise.all([1, 2].map(() => lab.ask('PUT', lab.at(`key/${key}/rotate`), {})));
  const done = rotations.filter(({ ok }) => ok).length;
  const statuses = rotations.map(({ status }) => status);
  note('concurrent-write', seen(done === 2 ? 'waits' : 'rejected', { statuses }));
  await lab.withVersion(kms, key, 2 + done);
}

async function noteVersions(lab: Lab, note: Note, kms: string, key: string) {
  const before = (await lab.ask('GET', lab.at(`key/${key}`))).data['latest_version'] as number;
  await lab.must('PUT', `key/${key}`, { min_enabled_version: before });
  const listed = Object.keys((await lab.ask('GET', lab.at(`key/${key}`))).data['versions'] as object);
  const { versions } = await lab.withVersion(kms, key, before);
  const answer = (numbers: readonly string[]) => (numbers.includes('1') ? 'all' : 'enabled');
  note('listed-versions', seen(answer(listed), listed));
  note('recorded-versions', seen(answer(Object.keys(versions)), versions));
}

async function noteRemoval(lab: Lab, note: Note, kms: string, key: string) {
  const record = await lab.until('distribution', () => lab.recorded(kms, key));
  const id = Object.values(record.versions).at(-1)!;
  await lab.must('DELETE', `kms/${kms}/key/${key}`);
  const removed = await lab.until('deletion date of the KMS key', async () => {
    const found = await lab.aws.key(id);
    return found?.DeletionDate === undefined ? null : found;
  });
  const days = Math.round((removed.DeletionDate!.getTime() - Date.now()) / day);
  note('deletion-window', seen(String(days), { deletion_date: removed.DeletionDate }));
}
