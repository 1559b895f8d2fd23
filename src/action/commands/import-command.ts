import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { InvalidInput, RunError } from '../../model/errors.ts';
import { type MountPath, mountId, providerId } from '../../model/id.ts';
import type { LiveMount } from '../../model/live.ts';
import { inputLocation } from '../../model/problem.ts';
import { readMount } from '../../observe/read-mount.ts';
import { planApply } from '../../plan/plan-apply.ts';
import { noPlanEvidence } from '../../plan/plan-evidence.ts';
import { planText } from '../../render/plan-text.ts';
import type { Vault } from '../../vault/http/vault.ts';
import { VaultError } from '../../vault/http/vault-error.ts';
import { Keymgmt } from '../../vault/keymgmt/keymgmt.ts';
import { isKeymgmt } from '../../vault/keymgmt/records.ts';
import type { CommandResult, Job } from './job.ts';

/** Writes the manifest that describes what Vault has: one provider with its keys, or all of a mount. */
export async function importCommand({
  inputs,
  vault,
  effects: { log, env, clock },
}: Pick<Job, 'inputs' | 'vault' | 'effects'>): Promise<CommandResult> {
  const { import_id, declaration, reporting } = inputs;
  const { mount, kms } = await mountOf(vault, import_id, declaration.inline.namespace);
  const live = await log.group('Read Vault', () => readMount(vault, mount, kms));
  const { writeManifest } = await import('../../declare/write-manifest.ts');
  const manifest = writeManifest([live]);
  await log.group('Manifest', async () => log.info(manifest));
  const file = reporting.manifest_path;
  const writeError =
    file === '' ? null : await write(resolve(env['GITHUB_WORKSPACE'] || '.', file), manifest);
  const error = writeError ?? (await roundTripError(manifest, live, clock.now()));
  return { manifest, ...(error === null ? {} : { error }) };
}

/** Writes a new file and the folders above it. A failure, such as a file that exists, is an error beside the manifest. */
async function write(path: string, manifest: string): Promise<RunError | null> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, manifest, { flag: 'wx' });
    return null;
  } catch (error) {
    return new RunError(
      'manifest_unwritable',
      `The manifest could not be written to ${path}: ${error instanceof Error ? error.message : error}`,
      'Name a new file in manifest_path: an existing manifest may hold what Vault does not, such as rotate_after. The output manifest has the text as well.',
      { cause: error },
    );
  }
}

/** Reads the manifest back and plans it: it must be valid, and the plan must be empty. */
async function roundTripError(manifest: string, live: LiveMount, now: Date): Promise<RunError | null> {
  const { declareManifest } = await import('../../declare/manifest.ts');
  try {
    const { desired } = declareManifest([{ text: manifest, file: null, input: 'manifest' }], {});
    const credentials = { refusals: [], notices: [] };
    const options = {
      prune: false,
      update_credentials: 'always',
      now,
      credentials,
      evidence: noPlanEvidence,
    } as const;
    const plan = planApply(desired, { mounts: [live] }, options);
    if (plan.in_sync) return null;
    throw new RunError('plan_refused', planText(plan, 'import').join('\n'), '');
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    return new RunError(
      'import_unfaithful',
      `${mountId(live)}: a manifest cannot declare everything that Vault has:\n${error.message}`,
      'The manifest was written. Remove or correct what is named before you apply it.',
    );
  }
}

/**
 * Finds the mount of an id. `team-a/keymgmt/kms/aws` may belong to the mount `keymgmt` in the namespace `team-a`, or to
 * the mount `team-a/keymgmt`: Vault says where its engine is mounted.
 *
 * @param namespace the input, which the id may repeat; empty: found by asking Vault
 */
async function mountOf(
  vault: Vault,
  id: string,
  namespace: string,
): Promise<{ mount: MountPath; kms: string | null }> {
  const { path, kms = null } = /^(?<path>[^/].*?)(?:\/kms\/(?<kms>[^/]+))?$/.exec(id)?.groups ?? {};
  if (path === undefined || id.endsWith('/')) throw notAnId(id);
  let other: string | null = null;
  for (const asked of candidates(path, namespace)) {
    const mounted = await engineAt(vault, asked);
    if (mounted === null) continue;
    if (!isKeymgmt(mounted)) {
      other ??= mounted.type;
      continue;
    }
    const mount = mountAt(asked, mounted.path);
    if (mount !== null) return { mount, kms };
  }
  if (other !== null) {
    throw new RunError(
      'not_keymgmt',
      `${path}: the engine mounted there is of type "${other}", not keymgmt.`,
      'Set import_id to the path of a keymgmt engine: `vault secrets list` shows the mounts.',
    );
  }
  throw new RunError(
    'mount_missing',
    `${kms === null ? path : providerId({ namespace, path }, kms)}: no keymgmt engine is mounted there, or the token may not see it.`,
    'Check import_id, namespace and vault_namespace.',
  );
}

function notAnId(id: string): InvalidInput {
  const message = id === '' ? 'is missing.' : `"${id}" is not an id.`;
  const remedy =
    'Write a provider’s id, such as keymgmt/kms/aws-us-west-2, or a mount’s path, such as keymgmt.';
  return new InvalidInput([
    { code: 'invalid_import_id', at: '', source: inputLocation('import_id'), message, remedy },
  ]);
}

/** Each way to read an id as a namespace and a mount in it. */
function candidates(id: string, namespace: string): MountPath[] {
  if (namespace !== '') {
    const path = id.startsWith(`${namespace}/`) ? id.slice(namespace.length + 1) : id;
    return [{ namespace, path }];
  }
  const parts = id.split('/');
  return parts.map((_, index) => ({
    namespace: parts.slice(0, index).join('/'),
    path: parts.slice(index).join('/'),
  }));
}

/** `null`: no engine is mounted there, or the namespace does not exist. */
function engineAt(vault: Vault, mount: MountPath) {
  return new Keymgmt(vault, mount).engine().catch((error: unknown) => {
    if (error instanceof VaultError && (error.status === 400 || error.status === 404)) return null;
    throw error;
  });
}

/**
 * The mount that Vault found for a path. Vault searches child namespaces too, so what precedes the mount's own path is
 * a namespace. `null`: the engine is mounted at the beginning of the path only.
 */
function mountAt({ namespace, path }: MountPath, mounted: string): MountPath | null {
  if (mounted === '' || mounted === path) return { namespace, path };
  if (!path.endsWith(`/${mounted}`)) return null;
  const inner = path.slice(0, -mounted.length - 1);
  return { namespace: namespace === '' ? inner : `${namespace}/${inner}`, path: mounted };
}
