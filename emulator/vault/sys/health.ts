import type { Hono } from 'hono';
import type { Env } from '../backend.ts';
import { type Core, version } from '../core.ts';

const cluster = {
  cluster_name: 'vault-cluster-emulator',
  cluster_id: '6bb3c9f0-7f0a-4a6f-9b0e-0d5c5f6a7b8c',
};
const health = {
  initialized: true,
  sealed: false,
  standby: false,
  performance_standby: false,
  replication_performance_mode: 'disabled',
  replication_dr_mode: 'disabled',
  version,
  enterprise: true,
  ...cluster,
};
const leader = {
  ha_enabled: false,
  is_self: false,
  active_time: '0001-01-01T00:00:00Z',
  leader_address: '',
  leader_cluster_address: '',
  performance_standby: false,
  performance_standby_last_remote_wal: 0,
};
const seal = { type: 'shamir', sealed: false, t: 1, n: 1, progress: 0, nonce: '', migration: false };
const storage = { recovery_seal: false, storage_type: 'inmem' };

/** Sources: https://developer.hashicorp.com/vault/api-docs/system/health, and `leader`, `init`, `seal-status` beside it */
export function healthRoutes(app: Hono<Env>, { clock }: Core): void {
  app.get('/health', (c) => c.json({ ...health, server_time_utc: Math.floor(clock().getTime() / 1000) }));
  app.get('/init', (c) => c.json({ initialized: true }));
  app.get('/leader', (c) => c.json(leader));
  app.get('/seal-status', (c) => c.json({ ...seal, ...storage, initialized: true, version, ...cluster }));
}
