import type { Answers } from '../../../assumptions/catalogue.ts';
import { isEnabled, versionsOf } from './effect.ts';
import { type EngineRequest, type EngineResponse, type Handled, handle, isRead } from './engine.ts';
import { type Entry, entryOf, providerOf, type State, withEntry } from './state.ts';
import type { Rules } from './transition.ts';

/** Handles a request with the assumed answers to what Vault's documentation leaves open; the default ones change nothing. */
export function handleAssumed(state: State, request: EngineRequest, now: Date, rules: Rules): Handled {
  const proceed = (from: State, asked = request) => handle(from, asked, now, rules);
  const handled = answered(state, request, rules.assumed, proceed);
  return { ...handled, response: shaped(handled, request, rules.assumed, proceed) };
}

type Proceed = (from: State, asked?: EngineRequest) => Handled;

function answered(state: State, request: EngineRequest, assumed: Answers, proceed: Proceed): Handled {
  const { op, key = '', kms = '', body = {} } = request;
  const entry = entryOf(state, key);
  const without = (response: EngineResponse): Handled => ({ state, work: null, response });
  switch (op) {
    case 'write_key':
      return entry?.key ? proceed(state) : creation(request, assumed, proceed, state);
    case 'write_kms': {
      const isUpdate = providerOf(state, kms) && body['key_collection'] !== undefined;
      return assumed['provider-update'] === 'rejected' && isUpdate
        ? without(rejection('key_collection cannot be changed'))
        : proceed(state);
    }
    case 'rotate_key':
      return assumed['replica-rotation'] === 'primary-only' ? unreplicated(proceed(state)) : proceed(state);
    case 'replicate':
      return assumed['second-replication'] === 'rejected' && entry?.distribution?.replicated
        ? without(rejection(`key "${key}" is already replicated`))
        : proceed(state);
    case 'distribute':
      return distribution(state, request, assumed, proceed);
    default:
      return proceed(state);
  }
}

function creation(
  { body: given = {}, ...request }: EngineRequest,
  assumed: Answers,
  proceed: Proceed,
  state: State,
): Handled {
  const { deletion_allowed, min_enabled_version, ...body } = given;
  const isStrict = assumed['creation-fields'] === 'rejected';
  const handled = proceed(state, { ...request, body: isStrict ? given : body });
  const { work } = handled;
  if (work === null) return handled;
  const { key } = work.target;
  const applied = assumed['creation-fields'] === 'applied';
  const created = {
    ...key,
    min_enabled_version: Number((applied && min_enabled_version) || assumed['fresh-minimum']),
    deletion_allowed: applied && String(deletion_allowed) === 'true',
  };
  return { ...handled, work: { ...work, target: { ...work.target, key: created } } };
}

/** The new version has no replicas until the key is replicated again. */
function unreplicated(handled: Handled): Handled {
  const { work } = handled;
  if (!work?.target.distribution) return handled;
  const distribution = { ...work.target.distribution, replicated: false };
  return { ...handled, work: { ...work, target: { ...work.target, distribution } } };
}

function distribution(
  state: State,
  { key = '', kms, body = {} }: EngineRequest,
  assumed: Answers,
  proceed: Proceed,
): Handled {
  const entry = entryOf(state, key);
  if (!entry?.copy || entry.copy.kms !== kms) return begun(proceed(state), key, assumed);
  const from = (changed: Partial<Entry>) =>
    begun(proceed(withEntry(state, key, { ...entry, ...changed })), key, assumed);
  if (entry.distribution === null)
    return assumed['partial-distribution'] === 'restarted' ? from({ copy: null }) : from({});
  const isPartial = entry.copy.alias === null;
  if (isPartial && assumed['partial-distribution'] === 'visible') return from({ distribution: null });
  if (isPartial || purposesIn(body) !== entry.distribution.purpose.join()) return proceed(state);
  if (assumed['second-distribution'] === 'accepted') return { state, work: null, response: { status: 204 } };
  return assumed['second-distribution'] === 'renewed'
    ? from({ distribution: null, copy: null })
    : proceed(state);
}

/** What a distribution leaves in the state before AWS has the key. */
function begun(handled: Handled, name: string, assumed: Answers): Handled {
  const { state, work } = handled;
  const entry = entryOf(state, name);
  if (work === null || !entry?.copy) return handled;
  const isNew = Object.keys(entry.copy.versions).length === 0;
  const created = Math.floor(Date.parse(entry.material[1]?.creation_time ?? '') / 1000);
  const copy =
    isNew && assumed['alias-time'] === 'key-creation'
      ? { ...entry.copy, name: `${name}-${created}` }
      : entry.copy;
  const visible = assumed['partial-distribution'] === 'visible';
  const distribution = visible ? work.target.distribution : entry.distribution;
  return { ...handled, state: withEntry(state, name, { ...entry, copy, distribution }) };
}

function purposesIn({ purpose }: Readonly<Record<string, unknown>>): string {
  return String(purpose)
    .split(',')
    .map((one) => one.trim())
    .sort()
    .join();
}

function shaped(
  { state, response }: Handled,
  request: EngineRequest,
  assumed: Answers,
  proceed: Proceed,
): EngineResponse {
  const { op, key = '' } = request;
  if (response.status === 400 && !isRead(op)) return rejected(response.errors, assumed);
  if (op === 'list_key_kms' && assumed['key-providers'] === 'unsupported')
    return { status: 405, errors: ['unsupported operation'] };
  if (response.status === 404) return absence(response, request, assumed);
  if (response.status !== 200) return response;
  const { data } = response;
  const entry = entryOf(state, key)!;
  if (op === 'read_key' && assumed['listed-versions'] === 'all') {
    const key0 = { ...entry.key!, min_enabled_version: 0 };
    const { response: all } = proceed(withEntry(state, key, { ...entry, key: key0 }));
    return 'data' in all ? { status: 200, data: { ...data, versions: all.data['versions'] } } : all;
  }
  if (op !== 'read_distribution') return response;
  const versions = data['versions'] as Readonly<Record<string, string>>;
  const recorded =
    assumed['recorded-versions'] === 'all'
      ? versions
      : Object.fromEntries(
          versionsOf(entry.key!)
            .filter((version) => isEnabled(entry.key!, version) && versions[version] !== undefined)
            .map((version) => [version, versions[version]]),
        );
  const purpose = shownPurpose(entry.distribution!.purpose, assumed);
  return { status: 200, data: { ...data, versions: recorded, purpose } };
}

function shownPurpose(sorted: readonly string[], assumed: Answers): string | readonly string[] {
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

function rejection(text: string): EngineResponse {
  return { status: 400, errors: [text] };
}

function rejected(errors: readonly string[], assumed: Answers): EngineResponse {
  const isOpaque = assumed['rejection-words'] === 'opaque';
  const status = assumed['rejection-status'] === '500' ? 500 : 400;
  return { status, errors: isOpaque ? ['1 error occurred:\n\t* the request failed\n\n'] : errors };
}

function absence(
  response: EngineResponse,
  { op, key, kms }: EngineRequest,
  assumed: Answers,
): EngineResponse {
  if (op.startsWith('list_') && assumed['empty-list'] === '200') return { status: 200, data: { keys: [] } };
  return op === 'read_distribution' && assumed['missing-distribution'] === '400'
    ? rejection(`key "${key}" is not distributed to KMS provider "${kms}"`)
    : response;
}
