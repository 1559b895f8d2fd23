import { VaultError } from '../../vault/http/vault-error.ts';
import type { DoctorContext } from '../context.ts';
import { type DoctorCheck, type DoctorResult, failed, ok } from '../doctor-check.ts';

export const vaultNamespace: DoctorCheck<DoctorContext> = {
  id: 'vault_namespace',
  proves: "Each mount's namespace is there, and the token may use it.",
  needs: ['vault_token'],
  run: async ({ settings, desired, found }) => {
    const names = [...new Set(desired.mounts.map(({ namespace }) => namespace))];
    const base = settings.connection.namespace;
    const results = await Promise.all(
      names.map(async (namespace) => {
        const shown = [base, namespace].filter((part) => part !== '').join('/') || 'root namespace';
        return { namespace, result: await askNamespace(found.vault!, namespace, shown) };
      }),
    );
    const good = new Set(
      results.filter(({ result }) => result.status === 'ok').map(({ namespace }) => namespace),
    );
    found.mounts = desired.mounts.filter(({ namespace }) => good.has(namespace));
    return results.map(({ result }) => result);
  },
};

async function askNamespace(
  vault: NonNullable<DoctorContext['found']['vault']>,
  namespace: string,
  shown: string,
): Promise<DoctorResult> {
  try {
    await vault.get({ namespace, path: ['sys', 'internal', 'ui', 'mounts'] }, { absent: [403] });
    return ok(shown, 'is there');
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return failed(shown, error.message, error.remedy);
  }
}
