import { type VaultJob, type VaultRule, vaultRules } from '../../policy/vault-policies.ts';
import type { DoctorContext } from '../context.ts';
import { type DoctorCheck, type DoctorResult, failed, ok, warning } from '../doctor-check.ts';

/** A token without these can do nothing here; the others may be left out on purpose. */
const basic: ReadonlySet<VaultJob> = new Set(['plan', 'verify']);

export const vaultCapabilities: DoctorCheck<DoctorContext> = {
  id: 'vault_capabilities',
  proves: "The token's policies allow what each command does on the declared ids.",
  needs: ['keymgmt_mount'],
  run: async ({ found }) => {
    const rules = vaultRules({ mounts: found.engines! }, false);
    const paths = [...new Set(Object.values(rules).flatMap((list) => list.map(({ path }) => path)))];
    const held = await found.vault!.put({ namespace: '', path: ['sys', 'capabilities-self'] }, { paths });
    return Object.entries(rules).map(([job, list]) =>
      capabilityResult(
        job as VaultJob,
        list.flatMap((rule) => missingFrom(rule, held?.[rule.path])),
      ),
    );
  },
};

/** `create on keymgmt/key/db`, for each capability that the token lacks. Vault asks for one of create and update. */
function missingFrom({ path, capabilities }: VaultRule, held: unknown): string[] {
  const has = (capability: string) =>
    Array.isArray(held) && (held.includes('root') || (held.includes(capability) && !held.includes('deny')));
  const writes = has('create') || has('update');
  return capabilities
    .filter((capability) => (capability === 'create' || capability === 'update' ? !writes : !has(capability)))
    .map((capability) => `${capability} on ${path}`);
}

/** So many missing capabilities are named. */
const most = 5;

function capabilityResult(job: VaultJob, missing: readonly string[]): DoctorResult {
  if (missing.length === 0) return ok(job, 'every capability is there');
  const more = missing.length > most ? `, and ${missing.length - most} more` : '';
  const message = `the token lacks ${missing.slice(0, most).join(', ')}${more}`;
  const remedy = `Give the token the policy for ${job} that the command policy prints.`;
  return basic.has(job) ? failed(job, message, remedy) : warning(job, message, remedy);
}
