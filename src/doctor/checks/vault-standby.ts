import type { DoctorContext } from '../context.ts';
import { type DoctorCheck, failed, ok, warning } from '../doctor-check.ts';

export const vaultStandby: DoctorCheck<DoctorContext> = {
  id: 'vault_standby',
  proves: 'Requests reach the active node, or a standby that forwards them.',
  needs: ['vault_seal'],
  run: async ({ settings, found: { health } }) => {
    const { host } = settings.connection.url;
    const { standby, performance_standby, replication_dr_mode } = health!;
    if (replication_dr_mode === 'secondary')
      return [
        failed(
          host,
          'this cluster is a disaster recovery secondary, which serves no requests',
          'Point `url` at the primary cluster.',
        ),
      ];
    if (performance_standby || standby)
      return [
        warning(
          host,
          `this node is a ${performance_standby ? 'performance ' : ''}standby, which forwards or redirects writes`,
          'Point `url` at the active node, or at a load balancer that sends requests there.',
        ),
      ];
    return [ok(host, 'active node')];
  },
};
