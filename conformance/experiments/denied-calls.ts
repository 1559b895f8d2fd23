import { type Experiment, type Note, seen } from '../experiment.ts';
import type { Lab } from '../lab.ts';

const distribution = { purpose: ['encrypt', 'decrypt'], protection: 'hsm' };

/** A distribution, then a removal, that AWS denies partway: Vault gets credentials without one action. */
export const deniedCalls: Experiment = {
  name: 'writes that AWS denies partway',
  asks: ['partial-failure-status', 'partial-distribution', 'alias-order', 'partial-removal'],
  kms_keys: 3,
  needs_role: true,
  async run(lab, note) {
    const kms = await lab.provider('denied', await lab.aws.credentials('kms:ImportKeyMaterial'));
    const key = await lab.createKey('denied');
    await noteDistribution(lab, note, kms, key);
    await noteRemoval(lab, note, kms, key);
  },
};

const early = { inconclusive: 'Vault answered before AWS denied the call.' };

async function noteDistribution(lab: Lab, note: Note, kms: string, key: string): Promise<void> {
  const at = `kms/${kms}/key/${key}`;
  const before = await lab.aws.keyIds();
  const denied = await lab.ask('PUT', lab.at(at), distribution);
  const evidence = { status: denied.status, errors: denied.errors };
  note('partial-failure-status', denied.ok ? early : seen(String(denied.status), evidence));
  const isVisible = (await lab.recorded(kms, key)) !== null;
  const aliases = await lab.aws.aliasesOf(`${key}-`);
  note(
    'alias-order',
    denied.ok ? early : seen(aliases.length > 0 ? 'before-import' : 'after-import', aliases),
  );

  await lab.provider('denied', await lab.aws.credentials());
  await lab.must('PUT', at, distribution);
  await lab.withVersion(kms, key, 1);
  const made = await lab.newKeys(before);
  const continued = made.length > 1 ? 'restarted' : 'hidden';
  note(
    'partial-distribution',
    denied.ok ? early : seen(isVisible ? 'visible' : continued, { kms_keys: made }),
  );
}

async function noteRemoval(lab: Lab, note: Note, kms: string, key: string): Promise<void> {
  await lab.provider('denied', await lab.aws.credentials('kms:ScheduleKeyDeletion'));
  const denied = await lab.ask('DELETE', lab.at(`kms/${kms}/key/${key}`));
  const isKept = (await lab.recorded(kms, key)) !== null;
  note('partial-removal', denied.ok ? early : seen(isKept ? 'kept' : 'gone', { status: denied.status }));
  await lab.provider('denied', await lab.aws.credentials());
}
