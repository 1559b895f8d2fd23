import { resolve } from 'node:path';
import type { Declaration } from '../declare/declaration.ts';
import { collectGarbageEarly } from '../effects/collect-garbage-early.ts';
import type { Env } from '../model/effects.ts';
import { InvalidInput } from '../model/errors.ts';
import type { Problem } from '../model/problem.ts';
import type { Provenance } from '../model/provenance.ts';
import { Secret } from '../model/secret.ts';
import { type VaultSettings, vaultSettings } from '../vault/settings/vault-settings.ts';
import type { AuditBasis } from '../verify/audit-report.ts';
import { checkWrittenFiles } from './check-written-files.ts';
import { commandTable } from './commands/command-table.ts';
import type { DeclarationInputs, Inputs } from './inputs.ts';
import type { ReadBaseline } from './read-audit-basis.ts';
import { userAgent } from './read-provenance.ts';
import type { WrittenFiles } from './report-file.ts';
import { lambdaTarget } from './verification/lambda-target.ts';

/** What a run knows before its first request. */
export interface ValidatedRun {
  /** Empty where the command needs none. */
  readonly declaration: Declaration;
  /** `null` where the command does not connect to Vault. */
  readonly settings: VaultSettings | null;
  /** What the verification is read against. */
  readonly audit: AuditBasis;
  /** Secrets of declaration and connection, for the runner to mask. */
  readonly secrets: readonly Secret[];
}

/**
 * Checks the inputs, the declaration and the settings of the connection.
 *
 * @param earlier problems that were found while the inputs were read
 * @param written the files that the run writes, by input
 * @param signal aborted when the run is cancelled
 * @throws {InvalidInput} with every problem of all of them
 */
export async function validateRun(
  inputs: Inputs,
  earlier: readonly Problem[],
  written: WrittenFiles,
  provenance: Provenance,
  env: Env,
  signal: AbortSignal,
): Promise<ValidatedRun> {
  const { connects, declares, needs_credentials } = commandTable[inputs.command];
  const problems = [...earlier];
  const manifests: string[] = [];
  const declaration = await gather(problems, async () =>
    declares
      ? await readDeclaration(
          inputs.declaration,
          env,
          needs_credentials ? 'error' : 'none',
          manifests,
          signal,
        )
      : undeclared,
  );
  const { exceptions } = inputs.verification;
  const acceptedPath = exceptions === '' ? null : resolve(env['GITHUB_WORKSPACE'] || '.', exceptions);
  problems.push(...(await checkWrittenFiles(written, manifests, acceptedPath)));
  const settings = await gather(problems, async () =>
    connects ? readSettings(inputs.vault, env, userAgent(provenance)) : null,
  );
  await gather(problems, async () => lambdaTarget(inputs.verification, env));
  const accepted = await gather(problems, async () => acceptedIn(exceptions, env));
  const compared = await gather(problems, async () => comparedIn(inputs.verification.baseline, env));
  if (problems.length > 0) throw new InvalidInput(problems);
  const { desired, warnings } = declaration!;
  return {
    declaration: { ...declaration!, warnings: [...warnings, ...compared!.warnings] },
    settings,
    audit: { exceptions: accepted, baseline: compared!.baseline },
    secrets: [...secretsIn(desired), ...secretsIn(settings)],
  };
}

async function acceptedIn(exceptions: string, env: Env): Promise<AuditBasis['exceptions']> {
  if (exceptions === '') return null;
  const { readExceptionsFile } = await import('./read-audit-basis.ts');
  return readExceptionsFile(exceptions, env);
}

async function comparedIn(baseline: string, env: Env): Promise<ReadBaseline> {
  if (baseline === '') return { baseline: null, warnings: [] };
  const { readBaselineFile } = await import('./read-audit-basis.ts');
  return readBaselineFile(baseline, env);
}

const undeclared: Declaration = { desired: { mounts: [] }, warnings: [], sha256: null };

/** The result of `work`; `null` when it threw {@link InvalidInput}, whose problems are then added. */
async function gather<T>(problems: Problem[], work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    problems.push(...error.problems);
    return null;
  }
}

function readSettings(...[inputs, env, agent]: Parameters<typeof vaultSettings>): VaultSettings {
  const settings = vaultSettings(inputs, env, agent);
  if ('problems' in settings) throw new InvalidInput(settings.problems);
  return settings;
}

/**
 * Reads the declaration, inline or by manifest; paths are relative to the workspace.
 *
 * @param manifests receives the paths of the files that were read, whatever is in them
 */
async function readDeclaration(
  { manifest, inline }: DeclarationInputs,
  env: Env,
  unset: 'error' | 'none',
  manifests: string[],
  signal: AbortSignal,
): Promise<Declaration> {
  const { declaredForm } = await import('../declare/declaration-form.ts');
  if (declaredForm(manifest, inline) === 'inline') {
    const { declareInline } = await import('../declare/inline.ts');
    return declareInline(inline, env, unset);
  }
  const { declareManifest } = await import('../declare/manifest.ts');
  const { filesUnder, manifestTexts } = await import('../declare/manifest-files.ts');
  const folder = env['GITHUB_WORKSPACE'] || '.';
  const texts = await manifestTexts(manifest, filesUnder(folder, signal));
  manifests.push(...texts.flatMap(({ file }) => (file === null ? [] : [resolve(folder, file)])));
  if (texts.reduce((size, { text }) => size + text.length, 0) > largeManifest) collectGarbageEarly();
  return declareManifest(texts, env, unset);
}

/** Characters above which the memory that a manifest takes is worth some processor time: thousands of keys. */
const largeManifest = 256 * 1024;

/** Every secret within plain data. */
function secretsIn(data: unknown): Secret[] {
  if (data instanceof Secret) return [data];
  if (typeof data !== 'object' || data === null) return [];
  return Object.values(data).flatMap(secretsIn);
}
