import { Exclusive } from '../../exclusive.ts';
import { awsFailure } from './aws-failure.ts';
import type { Kms } from './awskms.ts';
import type { Rules } from './distributions.ts';
import { nextEffect, record } from './effect.ts';
import { type EngineRequest, finish, handle } from './engine.ts';
import type { EngineResponse } from './engine-response.ts';
import { generateMaterial } from './generate-material.ts';
import { emptyState, entryOf, providerOf, type State, withEntry } from './state.ts';
import type { Work } from './transition.ts';

/** Runs the engine of one mount with state, clock, randomness and KMS. */
export class EngineHost {
  #state: State = emptyState;
  readonly #perKey = new Exclusive();
  readonly #kms: Kms;
  readonly #clock: () => Date;
  readonly #rules: Rules;

  constructor(kms: Kms, clock: () => Date, rules: Rules) {
    this.#kms = kms;
    this.#clock = clock;
    this.#rules = rules;
  }

  /** The engine's state, including key material. */
  get state(): State {
    return this.#state;
  }

  /**
   * Handles a request. Writes to the same key run one after the other, so a write that is repeated while the first runs
   * has no second effect.
   */
  handle(request: EngineRequest): Promise<EngineResponse> {
    const run = async () => {
      const { response, state, work } = handle(this.#state, request, this.#clock(), this.#rules);
      this.#state = state;
      return work === null ? response : await this.#execute(work, response);
    };
    return 'key' in request && isWrite(request) ? this.#perKey.run(request.key, run) : run();
  }

  async #execute(work: Work, response: EngineResponse): Promise<EngineResponse> {
    const provider = work.kms === null ? undefined : providerOf(this.#state, work.kms);
    const home = provider?.key_collection ?? '';
    for (;;) {
      const entry = entryOf(this.#state, work.key)!;
      const effect = nextEffect(entry, work.target, home);
      if (effect === null) break;
      if (effect.kind === 'generate') {
        const material = await generateMaterial(effect.type, this.#clock());
        this.#state = withEntry(
          this.#state,
          work.key,
          record(entry, effect, { kind: 'material', material }, home),
        );
        continue;
      }
      try {
        const result = await this.#kms.perform(effect, provider!);
        this.#state = withEntry(this.#state, work.key, record(entry, effect, result, home));
      } catch (error) {
        return awsFailure(error, effect, provider!.name);
      }
    }
    this.#state = finish(this.#state, work);
    return response;
  }
}

function isWrite({ op }: EngineRequest): boolean {
  return !op.startsWith('read_') && !op.startsWith('list_');
}
