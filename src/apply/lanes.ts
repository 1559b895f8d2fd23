import type { Clock, Log } from '../model/effects.ts';
import { providerId } from '../model/id.ts';
import type { Op } from '../model/plan.ts';
import type { StepTarget } from '../plan/step-target.ts';
import { Lane } from './lane.ts';

/** The steps for which Vault calls KMS, when the key is on a provider. */
const kmsOps: ReadonlySet<Op> = new Set([
  'distribute',
  'replicate',
  'rotate',
  'remove_distribution',
  'update_key',
]);

/** Writes to Vault alone are cheap. */
const firstToVault = 8;
/**
 * A distribution takes a GetParametersForImport, of which AWS accepts one per second, account and region.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html
 */
const firstToKms = 3;

/** One lane for each KMS provider, since AWS's quotas are those of a region, and one for all other writes. */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #max: number;
  readonly #effects: { readonly clock: Clock; readonly log: Log };

  /** @param max the most writes at one time, in each lane */
  constructor(max: number, effects: { readonly clock: Clock; readonly log: Log }) {
    this.#max = max;
    this.#effects = effects;
  }

  of(op: Op, { mount, kms, declared }: StepTarget): Lane {
    const provider = kms ?? declared?.kms ?? null;
    const by_rate = provider !== null && kmsOps.has(op);
    const name = by_rate ? providerId(mount, provider) : 'Vault';
    const lane =
      this.#lanes.get(name) ??
      new Lane({ name, first: by_rate ? firstToKms : firstToVault, max: this.#max, by_rate }, this.#effects);
    this.#lanes.set(name, lane);
    return lane;
  }
}
