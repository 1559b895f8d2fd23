import { Exclusive } from '../../exclusive.ts';
import { handleAssumed } from './assumed.ts';
import { assumedOrder, assumedReplicaAlias } from './assumed-calls.ts';
import { awsFailure } from './aws-failure.ts';
import type { Kms } from './awskms.ts';
import { nextEffect, record } from './effect.ts';
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

/** The engine of one mount. */
export interface EngineHost {
  /** The engine's state, including key material. */
  state(): State;
  /**
   * Handles a request. Writes to the same key run one after the other, so a write that is repeated while the first runs
   * has no second effect.
   */
  handle(request: EngineRequest): Promise<EngineResponse>;
}

/** Runs an engine with state, clock, randomness and KMS. */
export function newEngineHost(kms: Kms, clock: () => Date, rules: Rules): EngineHost {
  const { assumed } = rules;
  const perKey = new Exclusive();
  let state = emptyState;

  const update = (work: Work, changed: Partial<Entry>): void => {
    state = withEntry(state, work.key, { ...entryOf(state, work.key)!, ...changed });
  };
  const end = (work: Work, response: EngineResponse): EngineResponse => {
    state = finish(state, work);
    return response;
  };

  const generate = async (work: Work): Promise<void> => {
    for (;;) {
      const entry = entryOf(state, work.key)!;
      const effect = nextEffect(entry, work.target, '');
      if (effect?.kind !== 'generate') return;
      const material = await generateMaterial(effect.type, clock());
      update(work, record(entry, effect, { material }, ''));
    }
  };

  const callAws = async (
    work: Work,
    provider: Provider,
    response: EngineResponse,
  ): Promise<EngineResponse> => {
    const home = provider.key_collection;
    for (;;) {
      const entry = entryOf(state, work.key)!;
      const next = nextEffect(entry, work.target, home);
      if (next === null || next.kind === 'generate') return end(work, response);
      const effect = assumedOrder(assumed, next, entry, home);
      try {
        update(work, record(entry, effect, await kms.perform(effect, provider), home));
        const more = assumedReplicaAlias(assumed, effect, entry, home);
        if (more !== null) await kms.perform(more, provider);
      } catch (error) {
        if (work.target.copy === 'remove' && assumed['partial-removal'] === 'gone') end(work, response);
        return awsFailure(error, effect, provider.name, assumed['partial-failure-status']);
      }
    }
  };

  const execute = async (work: Work, response: EngineResponse): Promise<EngineResponse> => {
    await generate(work);
    const provider = work.kms === null ? undefined : providerOf(state, work.kms);
    if (provider === undefined) return end(work, response);
    if (assumed['write-answer'] === 'complete') return callAws(work, provider, response);
    update(work, { key: work.target.key });
    void perKey.run(work.key, () => callAws(work, provider, response));
    return response;
  };

  return {
    state: () => state,
    async handle(request) {
      const { key = '', op } = request;
      const run = async () => {
        const handled = handleAssumed(state, request, clock(), rules);
        state = handled.state;
        return handled.work === null ? handled.response : execute(handled.work, handled.response);
      };
      if (key === '' || isRead(op)) return run();
      if (assumed['concurrent-write'] === 'rejected' && perKey.isBusy(key))
        return { status: 400, errors: [`another write to key "${key}" is under way`] };
      return perKey.run(key, run);
    },
  };
}
