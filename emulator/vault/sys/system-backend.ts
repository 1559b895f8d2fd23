import { type Backend, routes } from '../backend.ts';
import type { Core } from '../core.ts';
import { capabilitiesSelf } from './capabilities.ts';
import { healthRoutes } from './health.ts';
import { mountRoutes } from './mount-routes.ts';
import { namespaceTable } from './namespace-endpoints.ts';
import { policyTable } from './policy-endpoints.ts';
import { uiMounts } from './ui-mounts.ts';
import { wrappingRoutes } from './wrapping-routes.ts';

/** The system backend, at `sys/` of each namespace. */
export function systemBackend(core: Core): Backend {
  const app = routes();
  healthRoutes(app, core);
  uiMounts(app, core);
  mountRoutes(app, core);
  namespaceTable(app, core);
  policyTable(app);
  capabilitiesSelf(app, core);
  wrappingRoutes(app, core);
  const status = ['health', 'init', 'leader', 'seal-status'];
  return {
    app,
    open: [...status, 'wrapping/lookup', 'wrapping/rewrap', 'wrapping/unwrap'],
    sudo: ['auth/*'],
    selfChecked: ['internal/ui/mounts', 'internal/ui/mounts/*'],
  };
}
