import type { SharedConnections } from '../src/aws/aws-effects.ts';
import { type Clients, openClients } from '../src/aws/clients.ts';
import type { Env } from '../src/model/effects.ts';

/** AWS clients with the function's own identity. */
export function ownClients(env: Env, shared: SharedConnections): Clients {
  return openClients({ env, credentials: null, run_id: null, ...shared, signal: null, kms_endpoint: null });
}

/** The function's own region. */
export function ownRegion(env: Env): string {
  return env['AWS_REGION'] || 'us-east-1';
}
