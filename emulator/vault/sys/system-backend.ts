import { type Backend, routes } from '../backend.ts';
import type { Core } from '../core.ts';
import { authTable } from './auth-table.ts';
import { capabilitiesSelf } from './capabilities.ts';
import { health } from './health.ts';
import { mountTable } from './mount-table.ts';
import { namespaceTable } from './namespace-endpoints.ts';
import { policyTable } from './policy-endpoints.ts';
import { uiMounts } from './ui-mounts.ts';

/** The system backend, at `sys/` of each namespace. */
export function systemBackend(core: Core): Backend {
  const app = routes();
  for (const group of [
    health,
    uiMounts,
    mountTable,
    authTable,
    namespaceTable,
    policyTable,
    capabilitiesSelf,
  ]) {
    group(app, core);
  }
  return {
    app,
    open: ['health', 'leader', 'seal-status'],
    sudo: ['auth/*'],
    selfChecked: ['internal/ui/mounts', 'internal/ui/mounts/*'],
  };
}
