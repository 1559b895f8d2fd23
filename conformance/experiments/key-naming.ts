import { type Experiment, seen } from '../experiment.ts';

/** How Vault's requests name keys, from CloudTrail, which records them within some minutes. */
export const keyNaming: Experiment = {
  name: 'the requests in CloudTrail',
  asks: ['key-naming'],
  kms_keys: 2,
  needs_role: false,
  async run(lab, note) {
    const kms = await lab.provider('trail', await lab.aws.credentials());
    const key = await lab.createKey('trail');
    await lab.must('PUT', `kms/${kms}/key/${key}`, { purpose: ['encrypt', 'decrypt'], protection: 'hsm' });
    await lab.withVersion(kms, key, 1);
    await lab.must('PUT', `key/${key}/rotate`, {});
    const { versions } = await lab.withVersion(kms, key, 2);
    const last = versions['2']!;
    const caughtUp = async () => {
      const targets = await lab.aws.requestedKeys('ImportKeyMaterial');
      return targets.some((target) => target.includes(last)) ? true : null;
    };
    try {
      await lab.until('ImportKeyMaterial in CloudTrail', caughtUp, lab.settings.trail_wait);
    } catch (error) {
      return note('key-naming', { inconclusive: (error as Error).message });
    }
    const lookups = await Promise.all(
      ['DescribeKey', 'GetPublicKey'].map((operation) => lab.aws.requestedKeys(operation)),
    );
    const byAlias = lookups.flat().filter((target) => target.includes(`alias/hashicorp/${key}-`));
    note('key-naming', seen(byAlias.length > 0 ? 'alias' : 'id', { by_alias: byAlias }));
  },
};
