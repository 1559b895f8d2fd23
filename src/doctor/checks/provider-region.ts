import { regions } from '../../model/partitions.ts';
import type { DoctorContext } from '../context.ts';
import { type DoctorCheck, ok, warning } from '../doctor-check.ts';
import { providersOf } from '../providers.ts';

export const providerRegion: DoctorCheck<DoctorContext> = {
  id: 'provider_region',
  proves: "Each provider's `key_collection`, and each key's replica region, is an AWS region.",
  needs: [],
  run: async (context) =>
    providersOf(context).map(({ id, provider }) =>
      regions.includes(provider.key_collection)
        ? ok(id, provider.key_collection)
        : warning(
            id,
            `${provider.key_collection} is no region that this version knows`,
            'Check `key_collection`: Vault cannot change it once the provider is registered.',
          ),
    ),
};
