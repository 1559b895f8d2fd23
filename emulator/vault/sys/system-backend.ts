import { type Backend, routes } from '../backend.ts';
import type { Core } from '../core.ts';
import { authTable } from './auth.ts';
import { capabilitiesSelf } from './capabilities.ts';
import { health } from './health.ts';
import { mountTable } from './mounts.ts';
import { namespaceTable } from './namespace-routes.ts';
import { policyTable } from './policy-routes.ts';
import { uiMounts } from './ui.ts';

/** The system backend, which every namespace has at `sys/`. */
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
