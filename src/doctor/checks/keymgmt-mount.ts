import type { DesiredMount } from '../../model/desired.ts';
import { mountId } from '../../model/id.ts';
import type { Connection } from '../../vault/http/vault.ts';
import { Keymgmt } from '../../vault/keymgmt/keymgmt.ts';
import type { DoctorContext } from '../context.ts';
import { type DoctorCheck, type DoctorResult, failed, ok } from '../doctor-check.ts';
import { needsEnterprise, otherEdition } from './vault-edition.ts';

export const keymgmtMount: DoctorCheck<DoctorContext> = {
  id: 'keymgmt_mount',
  proves: 'A keymgmt engine is mounted at each declared path, or may be enabled there.',
  needs: ['vault_namespace'],
  run: async ({ found }) => {
    const results = await Promise.all(
      found.mounts!.map(async (mount) => ({
        mount,
        result: await mountResult(found.vault!, mount, otherEdition(found.health!)),
      })),
    );
    found.engines = results.filter(({ result }) => result.status === 'ok').map(({ mount }) => mount);
    return results.map(({ result }) => result);
  },
};

async function mountResult(
  vault: Connection,
  mount: DesiredMount,
  edition: string | null,
): Promise<DoctorResult> {
  const id = mountId(mount);
  const engine = await new Keymgmt(vault, mount).engine();
  if (engine?.type.includes('keymgmt')) return ok(id, 'a keymgmt engine is mounted');
  if (engine !== null)
    return failed(
      id,
      `the engine mounted there is "${engine.type}", not keymgmt`,
      'Declare the path of the keymgmt engine, or a free path with `create_mount: true`.',
    );
  if (edition !== null)
    return failed(id, `no keymgmt engine is mounted there, and the server is ${edition}`, needsEnterprise);
  if (mount.create_mount)
    return ok(id, 'nothing is mounted; `apply` enables the engine (`create_mount: true`)');
  return failed(
    id,
    'no keymgmt engine is mounted there, or the token has no policy for any path below it',
    `Check \`path\` and \`namespace\` (vault secrets list), set \`create_mount: true\`, or give the token the policy that the command policy prints.`,
  );
}
