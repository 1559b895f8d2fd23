import type { Answers } from '../../../assumptions/catalogue.ts';
import { isEnabled, versionsOf } from './effect.ts';
import { type EngineRequest, handle, isWrite } from './engine.ts';
import { done, type EngineResponse, found, rejected } from './engine-response.ts';
import { type Entry, entryOf, providerOf, type State, withEntry } from './state.ts';
import { type Rules, type Transition, unchanged } from './transition.ts';
import { keyView } from './views.ts';

/** Handles a request with the assumed answers to what Vault's documentation leaves open; the default ones change nothing. */
export function handleAssumed(state: State, request: EngineRequest, now: Date, rules: Rules): Transition {
  const transition = answered(state, request, now, rules);
  return { ...transition, response: shaped(transition, request, rules.assumed) };
}

function answered(state: State, request: EngineRequest, now: Date, rules: Rules): Transition {
  const { assumed } = rules;
  const proceed = (from: State, asked = request) => handle(from, asked, now, rules);
  switch (request.op) {
    case 'write_key':
      return entryOf(state, request.key)?.key ? proceed(state) : creation(request, assumed, proceed, state);
    case 'write_kms':
      return assumed['provider-update'] === 'rejected' &&
        providerOf(state, request.kms) &&
        request.body['key_collection'] !== undefined
        ? unchanged(state, rejected('key_collection cannot be changed'))
        : proceed(state);
    case 'rotate_key':
      return assumed['replica-rotation'] === 'primary-only' ? unreplicated(proceed(state)) : proceed(state);
    case 'replicate':
      return assumed['second-replication'] === 'rejected' &&
        entryOf(state, request.key)?.distribution?.replicated
        ? unchanged(state, rejected(`key "${request.key}" is already replicated`))
        : proceed(state);
    case 'distribute':
      return distribution(state, request, assumed, proceed);
    default:
      return proceed(state);
  }
}

type Proceed = (from: State, asked?: EngineRequest) => Transition;

function creation(
  request: EngineRequest & { op: 'write_key' },
  assumed: Answers,
  proceed: Proceed,
  state: State,
): Transition {
  const { deletion_allowed, min_enabled_version, ...body } = request.body;
  const isStrict = assumed['creation-fields'] === 'rejected';
  const transition = proceed(state, isStrict ? request : { ...request, body });
  const { work } = transition;
  if (work === null) return transition;
  const { key } = work.target;
  const applied = assumed['creation-fields'] === 'applied';
  const created = {
    ...key,
    min_enabled_version: Number((applied && min_enabled_version) || assumed['fresh-minimum']),
    deletion_allowed: applied && String(deletion_allowed) === 'true',
  };
  return { ...transition, work: { ...work, target: { ...work.target, key: created } } };
}

/** The new version has no replicas until the key is replicated again. */
function unreplicated(transition: Transition): Transition {
  const { work } = transition;
  if (!work?.target.distribution) return transition;
  const distribution = { ...work.target.distribution, replicated: false };
  return { ...transition, work: { ...work, target: { ...work.target, distribution } } };
}

function distribution(
  state: State,
  request: EngineRequest & { op: 'distribute' },
  assumed: Answers,
  proceed: Proceed,
): Transition {
  const entry = entryOf(state, request.key);
  if (!entry?.copy || entry.copy.kms !== request.kms) return begun(proceed(state), request.key, assumed);
  const from = (changed: Partial<Entry>) =>
    begun(proceed(withEntry(state, request.key, { ...entry, ...changed })), request.key, assumed);
  if (entry.distribution === null)
    return assumed['partial-distribution'] === 'restarted' ? from({ copy: null }) : from({});
  const isPartial = entry.copy.alias === null;
  if (isPartial && assumed['partial-distribution'] === 'visible') return from({ distribution: null });
  if (isPartial || purposesIn(request.body) !== entry.distribution.purpose.join()) return proceed(state);
  if (assumed['second-distribution'] === 'accepted') return unchanged(state, done);
  return assumed['second-distribution'] === 'renewed'
    ? from({ distribution: null, copy: null })
    : proceed(state);
}

/** What a distribution leaves in the state before AWS has the key. */
function begun(transition: Transition, name: string, assumed: Answers): Transition {
  const { state, work } = transition;
  const entry = entryOf(state, name);
  if (work === null || !entry?.copy) return transition;
  const isNew = Object.keys(entry.copy.versions).length === 0;
  const created = Math.floor(Date.parse(entry.material[1]?.creation_time ?? '') / 1000);
  const copy =
    isNew && assumed['alias-time'] === 'key-creation'
      ? { ...entry.copy, name: `${name}-${created}` }
      : entry.copy;
  const visible = assumed['partial-distribution'] === 'visible';
  const distribution = visible ? work.target.distribution : entry.distribution;
  return { ...transition, state: withEntry(state, name, { ...entry, copy, distribution }) };
}

function purposesIn({ purpose }: Readonly<Record<string, unknown>>): string {
  return String(purpose)
    .split(',')
    .map((one) => one.trim())
    .sort()
    .join();
}

function shaped({ state, response }: Transition, request: EngineRequest, assumed: Answers): EngineResponse {
  if (response.status === 400 && isWrite(request)) return rejection(response.errors, assumed);
  if (request.op === 'list_key_kms' && assumed['key-providers'] === 'unsupported')
    return { status: 405, errors: ['unsupported operation'] };
  if (response.status === 404) return absence(response, request, assumed);
  if (response.status !== 200 || !('key' in request)) return response;
  const entry = entryOf(state, request.key)!;
  const { data } = response;
  if (request.op === 'read_key' && assumed['listed-versions'] === 'all') {
    const { versions } = keyView({ ...entry.key!, min_enabled_version: 0 }, entry);
    return found({ ...data, versions });
  }
  if (request.op !== 'read_distribution') return response;
  const versions = data['versions'] as Readonly<Record<string, string>>;
  const recorded =
    assumed['recorded-versions'] === 'all'
      ? versions
      : Object.fromEntries(
          versionsOf(entry.key!)
            .filter((version) => isEnabled(entry.key!, version) && versions[version] !== undefined)
            .map((version) => [version, versions[version]]),
        );
  return found({ ...data, versions: recorded, purpose: purpose(entry.distribution!.purpose, assumed) });
}

function purpose(sorted: readonly string[], assumed: Answers): string | readonly string[] {
  switch (assumed['purpose-form']) {
    case 'list':
      return sorted;
    case 'unsorted':
      return sorted.toReversed().join(',');
    case 'capitals':
      return sorted.map((one) => one.charAt(0).toUpperCase() + one.slice(1)).join(',');
    default:
      return sorted.join(',');
  }
}

function rejection(errors: readonly string[], assumed: Answers): EngineResponse {
  const isOpaque = assumed['rejection-words'] === 'opaque';
  const status = assumed['rejection-status'] === '500' ? 500 : 400;
  return { status, errors: isOpaque ? ['1 error occurred:\n\t* the request failed\n\n'] : errors };
}

function absence(response: EngineResponse, request: EngineRequest, assumed: Answers): EngineResponse {
  if (request.op.startsWith('list_') && assumed['empty-list'] === '200') return found({ keys: [] });
  return request.op === 'read_distribution' && assumed['missing-distribution'] === '400'
    ? rejected(`key "${request.key}" is not distributed to KMS provider "${request.kms}"`)
    : response;
}
