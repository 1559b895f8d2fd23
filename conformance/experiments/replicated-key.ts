import { type Experiment, seen } from '../experiment.ts';

/** How long, in milliseconds, a replica may take after an answer that came early. */
const replicaWait = 20_000;

/** A multi-region key: replicated twice, then rotated. */
export const replicatedKey: Experiment = {
  name: 'a multi-region key',
  asks: ['second-replication', 'replica-alias', 'replica-rotation'],
  kms_keys: 6,
  needs_role: false,
  async run(lab, note) {
    const { replica_region } = lab.settings;
    const kms = await lab.provider('replica', await lab.aws.credentials());
    const key = await lab.createKey('replica', [replica_region]);
    await lab.must('PUT', `kms/${kms}/key/${key}`, { purpose: ['encrypt', 'decrypt'], protection: 'hsm' });
    const first = await lab.withVersion(kms, key, 1);
    await lab.must('PUT', `kms/${kms}/key/${key}/replicate`, {});
    await lab.until('replica', () => lab.aws.key(first.versions['1']!, replica_region));

    const second = await lab.ask('PUT', lab.at(`kms/${kms}/key/${key}/replicate`), {});
    note(
      'second-replication',
      seen(second.ok ? 'accepted' : 'rejected', { status: second.status, errors: second.errors }),
    );
    const aliases = await lab.aws.aliasesOf(`${key}-`, replica_region);
    note('replica-alias', seen(aliases.length > 0 ? 'every' : 'primary', aliases));

    await lab.must('PUT', `key/${key}/rotate`, {});
    const { versions } = await lab.withVersion(kms, key, 2);
    const replica = await lab
      .until('replica', () => lab.aws.key(versions['2']!, replica_region), lab.answersEarly ? replicaWait : 0)
      .catch(() => null);
    note(
      'replica-rotation',
      seen(replica === null ? 'primary-only' : 'replicated', { state: replica?.KeyState }),
    );
  },
};
