import { type Experiment, seen } from '../experiment.ts';

/** What Vault answers without any KMS key. */
export const undistributedKey: Experiment = {
  name: 'a key without a distribution',
  asks: [
    'empty-list',
    'creation-fields',
    'fresh-minimum',
    'rejection-status',
    'rejection-words',
    'missing-distribution',
    'provider-update',
  ],
  kms_keys: 0,
  needs_role: false,
  async run(lab, note) {
    const empty = await lab.ask('LIST', lab.at('key'));
    note(
      'empty-list',
      seen(empty.ok ? '200' : String(empty.status), { status: empty.status, ...empty.data }),
    );

    const early = `${lab.prefix}-early`;
    const fields = { type: 'aes256-gcm96', deletion_allowed: true, min_enabled_version: 1 };
    const created = await lab.ask('PUT', lab.at(`key/${early}`), fields);
    const { data } = await lab.ask('GET', lab.at(`key/${early}`));
    const applied = data['deletion_allowed'] === true ? 'applied' : 'ignored';
    note('creation-fields', seen(created.ok ? applied : 'rejected', { status: created.status, ...data }));

    const key = await lab.createKey('undistributed');
    const fresh = (await lab.ask('GET', lab.at(`key/${key}`))).data['min_enabled_version'];
    note('fresh-minimum', seen(String(fresh), { min_enabled_version: fresh }));

    const nobody = `${lab.prefix}-nobody`;
    const { status, errors } = await lab.ask('PUT', lab.at(`key/${nobody}/rotate`), {});
    note('rejection-status', seen(String(status), { status }));
    note('rejection-words', seen(errors.join().includes(nobody) ? 'specific' : 'opaque', errors));

    const credentials = await lab.aws.credentials();
    const kms = await lab.provider('undistributed', credentials);
    const missing = await lab.ask('GET', lab.at(`kms/${kms}/key/${key}`));
    note('missing-distribution', seen(String(missing.status), { status: missing.status }));

    const whole = { provider: 'awskms', key_collection: lab.settings.region, credentials };
    const update = await lab.ask('PUT', lab.at(`kms/${kms}`), whole);
    note(
      'provider-update',
      seen(update.ok ? 'accepted' : 'rejected', { status: update.status, errors: update.errors }),
    );
  },
};
