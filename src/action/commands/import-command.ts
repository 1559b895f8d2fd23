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
import type { CommandResult, Job } from './job.ts';

/** Writes the manifest that describes what Vault has: one provider with its keys, or all of a mount. */
export async function importCommand({
  inputs,
  vault,
  effects: { log, env, clock },
}: Pick<Job, 'inputs' | 'vault' | 'effects'>): Promise<CommandResult> {
  const { import_id, declaration, reporting } = inputs;
  const { mount, kms } = await whereIs(vault, import_id, declaration.inline.namespace);
  const live = await log.group('Read Vault', () => readMount(vault, mount, kms));
  const { writeManifest } = await import('../../declare/write-manifest.ts');
  const manifest = writeManifest([live]);
  await log.group('Manifest', async () => log.info(manifest));
  const file = reporting.manifest_path;
  const unwritable =
    file === '' ? null : await write(resolve(env['GITHUB_WORKSPACE'] || '.', file), manifest);
  const error = unwritable ?? (await unfaithful(manifest, live, clock.now()));
  return { manifest, ...(error === null ? {} : { error }) };
}

/** Writes the file, in a folder that is made where there is none; what hinders it is an error beside the manifest. */
async function write(path: string, manifest: string): Promise<RunError | null> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, manifest);
    return null;
  } catch (error) {
    return new RunError(
      'manifest_unwritable',
      `${path}: the manifest could not be written: ${error instanceof Error ? error.message : error}`,
      'Correct manifest_path, or take the manifest from the output.',
      { cause: error },
    );
  }
}

/** Reads the manifest back and plans it: it must be accepted, and change nothing. */
async function unfaithful(manifest: string, live: LiveMount, now: Date): Promise<RunError | null> {
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
    const made = planApply(desired, { mounts: [live] }, options);
    if (made.in_sync) return null;
    throw new RunError('plan_refused', planText(made).join('\n'), '');
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    return new RunError(
      'import_unfaithful',
      `${mountId(live)}: Vault has something that a manifest cannot declare as it is:\n${error.message}`,
      'The manifest was written; leave out or correct what is named before it is applied.',
    );
  }
}

/**
 * Finds the mount that an id is in. `team-a/keymgmt/kms/aws` may be of the mount `keymgmt` in the namespace
 * `team-a`, or of the mount `team-a/keymgmt`: Vault says where its engine is mounted.
 *
 * @param namespace given by the user, and then perhaps the id's first part; empty: to be found out
 */
async function whereIs(
  vault: Vault,
  id: string,
  namespace: string,
): Promise<{ mount: MountPath; kms: string | null }> {
  const { place, kms = null } = /^(?<place>[^/].*?)(?:\/kms\/(?<kms>[^/]+))?$/.exec(id)?.groups ?? {};
  if (place === undefined || id.endsWith('/')) throw noId(id);
  for (const asked of candidates(place, namespace)) {
    const mounted = await engineAt(vault, asked);
    if (mounted === null || !mounted.type.includes('keymgmt')) continue;
    const mount = within(asked, mounted.path);
    if (mount !== null) return { mount, kms };
  }
  throw new RunError(
    'mount_missing',
    `${kms === null ? place : providerId({ namespace, path: place }, kms)}: no keymgmt engine is mounted there, or the token may not see it.`,
    'Check import_id, namespace and vault_namespace.',
  );
}

function noId(id: string): InvalidInput {
  const message = id === '' ? 'is missing: what is to be imported?' : `"${id}" is no id.`;
  const remedy =
    'Write a provider’s id, such as keymgmt/kms/aws-us-west-2, or a mount’s path, such as keymgmt.';
  return new InvalidInput([
    { code: 'invalid_import_id', at: '', source: inputLocation('import_id'), message, remedy },
  ]);
}

/** Each way to read a path as a namespace and a mount in it. */
function candidates(place: string, namespace: string): MountPath[] {
  if (namespace !== '') {
    const path = place.startsWith(`${namespace}/`) ? place.slice(namespace.length + 1) : place;
    return [{ namespace, path }];
  }
  const parts = place.split('/');
  return parts.map((_, index) => ({
    namespace: parts.slice(0, index).join('/'),
    path: parts.slice(index).join('/'),
  }));
}

/** `null`: there is no engine, or no such namespace. */
function engineAt(vault: Vault, mount: MountPath) {
  return new Keymgmt(vault, mount).engine().catch((error: unknown) => {
    if (error instanceof VaultError && (error.status === 400 || error.status === 404)) return null;
    throw error;
  });
}

/**
 * Where an engine is that was asked for by a path: Vault looks through namespaces too, so what stands before the
 * mount's own path is one. `null`: the engine is mounted at a part of the path only.
 */
function within({ namespace, path }: MountPath, mounted: string): MountPath | null {
  if (mounted === '' || mounted === path) return { namespace, path };
  if (!path.endsWith(`/${mounted}`)) return null;
  const inner = path.slice(0, -mounted.length - 1);
  return { namespace: namespace === '' ? inner : `${namespace}/${inner}`, path: mounted };
}
