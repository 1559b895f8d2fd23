import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InvalidInput, RunError } from '../../model/errors.ts';
import type { MountRef } from '../../model/id.ts';
import { inputSource } from '../../model/problem.ts';
import { survey } from '../../reconcile/survey.ts';
import { Keymgmt } from '../../vault/keymgmt.ts';
import type { Vault } from '../../vault/vault.ts';
import type { Findings, Job } from './job.ts';

/** Writes the manifest that describes what Vault has: one provider with its keys, or all of a mount. */
export async function importCommand({
  inputs,
  vault,
  effects,
}: Pick<Job, 'inputs' | 'vault' | 'effects'>): Promise<Findings> {
  const { import_id, declaration } = inputs;
  const { log } = effects;
  const { mount, kms } = await whereIs(vault, import_id, declaration.inline.namespace);
  const live = await log.group('Read Vault', () => survey(vault, mount, kms));
  const { writeManifest } = await import('../../declare/write.ts');
  const manifest = writeManifest([live]);
  await log.group('Manifest', async () => log.info(manifest));
  const { manifest_path } = inputs.reporting;
  if (manifest_path !== '')
    await writeFile(resolve(effects.env['GITHUB_WORKSPACE'] || '.', manifest_path), manifest);
  return { manifest };
}

/**
 * Finds the mount that an id is in. `team-a/keymgmt/kms/aws` may be of the mount `keymgmt` in the namespace
 * `team-a`, or of the mount `team-a/keymgmt`: Vault says which there is.
 *
 * @param namespace given by the user, and then the id's first part; empty: to be found out
 */
async function whereIs(
  vault: Vault,
  id: string,
  namespace: string,
): Promise<{ mount: MountRef; kms: string | null }> {
  const { place, kms = null } = /^(?<place>.+?)(?:\/kms\/(?<kms>[^/]+))?$/.exec(id)?.groups ?? {};
  if (place === undefined || id.startsWith('/') || id.endsWith('/')) {
    throw new InvalidInput([
      {
        code: 'invalid_import_id',
        at: '',
        source: inputSource('import_id'),
        message: `"${id}" is no id.`,
        remedy:
          'Write a provider’s id, such as keymgmt/kms/aws-us-west-2, or a mount’s path, such as keymgmt.',
      },
    ]);
  }
  const parts = place.split('/');
  const candidates = parts
    .map(
      (_, index): MountRef => ({
        namespace: parts.slice(0, index).join('/'),
        path: parts.slice(index).join('/'),
      }),
    )
    .filter((mount) => namespace === '' || mount.namespace === namespace);
  if (namespace !== '' && candidates.length === 0) candidates.push({ namespace, path: place });
  for (const mount of candidates) {
    const type = await new Keymgmt(vault, mount).engine().catch(() => null);
    if (type?.includes('keymgmt')) return { mount, kms };
  }
  throw new RunError(
    'mount_missing',
    `${id}: no keymgmt engine is mounted there, or the token may not see it.`,
    'Check import_id, namespace and vault_namespace.',
  );
}
