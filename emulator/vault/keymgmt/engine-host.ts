import { Exclusive } from '../../exclusive.ts';
import { handleAssumed } from './assumed.ts';
import { awsFailure } from './aws-failure.ts';
import type { Kms, KmsEffect } from './awskms.ts';
import { aliasEffect, nextEffect, record } from './effect.ts';
import { type EngineRequest, type EngineResponse, finish, isRead } from './engine.ts';
import { generateMaterial } from './generate-material.ts';
import {
  type Entry,
  emptyState,
  entryOf,
  type Provider,
  providerOf,
  type State,
  withEntry,
} from './state.ts';
import type { Rules, Work } from './transition.ts';

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
  async handle(request: EngineRequest): Promise<EngineResponse> {
    const { key = '', op } = request;
    const run = async () => {
      const { response, state, work } = handleAssumed(this.#state, request, this.#clock(), this.#rules);
      this.#state = state;
      return work === null ? response : await this.#execute(work, response);
    };
    if (key === '' || isRead(op)) return run();
    if (this.#rules.assumed['concurrent-write'] === 'rejected' && this.#perKey.isBusy(key))
      return { status: 400, errors: [`another write to key "${key}" is under way`] };
    return this.#perKey.run(key, run);
  }

  async #execute(work: Work, response: EngineResponse): Promise<EngineResponse> {
    await this.#generate(work);
    const provider = work.kms === null ? undefined : providerOf(this.#state, work.kms);
    if (provider === undefined) return this.#finish(work, response);
    if (this.#rules.assumed['write-answer'] === 'complete') return this.#callAws(work, provider, response);
    this.#record(work, { key: work.target.key });
    void this.#perKey.run(work.key, () => this.#callAws(work, provider, response));
    return response;
  }

  async #generate(work: Work): Promise<void> {
    for (;;) {
      const entry = entryOf(this.#state, work.key)!;
      const effect = nextEffect(entry, work.target, '');
      if (effect?.kind !== 'generate') return;
      const result = await generateMaterial(effect.type, this.#clock());
      this.#record(work, record(entry, effect, result, ''));
    }
  }

  async #callAws(work: Work, provider: Provider, response: EngineResponse): Promise<EngineResponse> {
    const home = provider.key_collection;
    for (;;) {
      const entry = entryOf(this.#state, work.key)!;
      const effect = this.#nextCall(entry, work, home);
      if (effect === null) return this.#finish(work, response);
      try {
        const result = await this.#kms.perform(effect, provider);
        this.#record(work, record(entry, effect, result, home));
        await this.#aliasReplica(effect, entry, provider);
      } catch (error) {
        if (work.target.copy === 'remove' && this.#rules.assumed['partial-removal'] === 'gone')
          this.#finish(work, response);
        return awsFailure(error, effect, provider.name, this.#rules.assumed['partial-failure-status']);
      }
    }
  }

  #nextCall(entry: Entry, { target }: Work, home: string): KmsEffect | null {
    const effect = nextEffect(entry, target, home);
    if (effect === null || effect.kind === 'generate') return null;
    const aliasesFirst = this.#rules.assumed['alias-order'] === 'before-import';
    const imports = effect.kind === 'import_key_material' && effect.region === home;
    return aliasesFirst && imports && entry.copy!.alias !== effect.key_id
      ? aliasEffect(entry.copy!, effect.key_id)
      : effect;
  }

  async #aliasReplica(effect: KmsEffect, { copy }: Entry, provider: Provider): Promise<void> {
    if (this.#rules.assumed['replica-alias'] !== 'every' || effect.kind !== 'import_key_material') return;
    const { region, key_id } = effect;
    if (region !== provider.key_collection)
      await this.#kms.perform({ ...aliasEffect({ ...copy!, alias: null }, key_id), region }, provider);
  }

  #record(work: Work, changed: Partial<Entry>): void {
    this.#state = withEntry(this.#state, work.key, { ...entryOf(this.#state, work.key)!, ...changed });
  }

  #finish(work: Work, response: EngineResponse): EngineResponse {
    this.#state = finish(this.#state, work);
    return response;
  }
}
