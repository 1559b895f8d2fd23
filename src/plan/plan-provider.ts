import type { DesiredMount, DesiredProvider } from '../model/desired.ts';
import { mountId, providerId } from '../model/id.ts';
import type { LiveMount } from '../model/live.ts';
import { immutable } from './blockers.ts';
import type { PlanOptions } from './plan-options.ts';
import { blockedPart, change, emptyPart, mergeParts, type PlanPart, plannedPart, step } from './plan-part.ts';

const immutableRemedy =
  'Declare what Vault has. For new keys, register a second provider under another name. A key that moves gets other KMS keys and another alias: encrypt its data again first, since what its KMS keys encrypted is lost once they are deleted.';

/** Registers a provider, or writes its credentials again. Its other fields cannot change. */
export function planProvider(
  mount: DesiredMount,
  live: LiveMount,
  provider: DesiredProvider,
  options: PlanOptions,
): PlanPart {
  const id = providerId(mount, provider.name);
  const existing = live.kms.find(({ name }) => name === provider.name);
  if (existing === undefined) {
    const changes = [
      change('provider', null, provider.provider),
      change('key_collection', null, provider.key_collection),
      ...(provider.credentials === null ? [] : [change('credentials', null, '(as declared)')]),
    ];
    const needs = live.missing ? [mountId(mount)] : [];
    const register = step('register_provider', id, changes, 'the KMS provider is not registered', needs);
    return mergeParts([plannedPart(register), credentialFindings(id, options)]);
  }
  return mergeParts([
    blockedPart(
      ...immutable(id, 'provider', existing.provider, provider.provider, immutableRemedy),
      ...immutable(id, 'key_collection', existing.key_collection, provider.key_collection, immutableRemedy),
    ),
    provider.credentials === null || options.update_credentials === 'on_create'
      ? emptyPart
      : planRefresh(id, options),
  ]);
}

function planRefresh(id: string, options: PlanOptions): PlanPart {
  const changes = [change('credentials', '(not readable)', '(as declared)')];
  const reason = 'Vault never returns credentials, so they are written again';
  return mergeParts([
    plannedPart(step('refresh_credentials', id, changes, reason)),
    credentialFindings(id, options),
  ]);
}

function credentialFindings(id: string, { credentials }: PlanOptions): PlanPart {
  return {
    steps: [],
    refusals: credentials.refusals.filter((blocker) => blocker.id === id),
    notices: credentials.notices.filter((notice) => notice.id === id),
  };
}
