import type { DoctorContext } from '../context.ts';
import { type DoctorCheck, failed, ok, skipped, warning } from '../doctor-check.ts';

/**
 * Seconds. AWS rejects signatures that are more than five minutes off.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
const limits = { warning: 30, failed: 300 };

export const clock: DoctorCheck<DoctorContext> = {
  id: 'clock',
  proves: "This machine's clock agrees with Vault's.",
  needs: ['vault_http'],
  run: async ({ settings, found: { health }, ...context }) => {
    const { host } = settings.connection.url;
    if (health!.server_time === null) return [skipped(host, 'the server does not return its time')];
    const skew = Math.round((context.clock.now().getTime() - health!.server_time.getTime()) / 1_000);
    const message = `this machine's clock is ${Math.abs(skew)} s ${skew < 0 ? 'behind' : 'ahead of'} Vault's`;
    const remedy =
      'Synchronize both clocks (NTP): tokens, certificates and AWS signatures are only valid at the right time.';
    if (Math.abs(skew) > limits.failed) return [failed(host, message, remedy)];
    if (Math.abs(skew) > limits.warning) return [warning(host, message, remedy)];
    return [ok(host, `within ${limits.warning} s of Vault's clock`)];
  },
};
