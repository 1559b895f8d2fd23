import { Exclusive } from '../../exclusive.ts';
import type { Answer } from './answer.ts';
import type { Kms } from './awskms.ts';
import type { Rules } from './distributions.ts';
import { nextEffect, record } from './effect.ts';
import { finish, handle, type Request } from './engine.ts';
import { failure } from './failure.ts';
import { generateMaterial } from './generate-material.ts';
import type { Work } from './outcome.ts';
import { emptyState, entryOf, providerOf, type State, withEntry } from './state.ts';

/** Gives one mount's engine its state, its time, its randomness and its KMS. */
export class Host {
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

  /** Everything the engine knows, key material too. */
  get state(): State {
    return this.#state;
  }

  /**
   * The answer to a request. Writes to one key wait for each other: one that is repeated while the first is
   * under way does nothing twice.
   */
  handle(request: Request): Promise<Answer> {
    const run = async () => {
      const { answer, state, work } = handle(this.#state, request, this.#clock(), this.#rules);
      this.#state = state;
      return work === null ? answer : await this.#carryOut(work, answer);
    };
    return 'key' in request && isWrite(request) ? this.#perKey.run(request.key, run) : run();
  }

  async #carryOut(work: Work, answer: Answer): Promise<Answer> {
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
        return failure(error, effect, provider!.name);
      }
    }
    this.#state = finish(this.#state, work);
    return answer;
  }
}

function isWrite({ op }: Request): boolean {
  return !op.startsWith('read_') && !op.startsWith('list_');
}
