import { type Backend, routes } from '../backend.ts';
import type { Core } from '../core.ts';
import { capabilitiesSelf } from './capabilities.ts';
import { health } from './health.ts';
import { mountRoutes } from './mount-routes.ts';
import { namespaceTable } from './namespace-endpoints.ts';
import { policyTable } from './policy-endpoints.ts';
import { uiMounts } from './ui-mounts.ts';
import { wrappingRoutes } from './wrapping-routes.ts';

/** The system backend, at `sys/` of each namespace. */
export function systemBackend(core: Core): Backend {
  const app = routes();
  for (const group of [
    health,
    uiMounts,
    mountRoutes,
    namespaceTable,
    policyTable,
    capabilitiesSelf,
    wrappingRoutes,
  ]) {
    group(app, core);
  }
  return {
    app,
    open: [
      'health',
      'init',
      'leader',
      'seal-status',
      'wrapping/lookup',
      'wrapping/rewrap',
      'wrapping/unwrap',
    ],
    sudo: ['auth/*'],
    selfChecked: ['internal/ui/mounts', 'internal/ui/mounts/*'],
  };
}
