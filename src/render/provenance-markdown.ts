import type { RunReport } from '../model/run.ts';
import { code } from './escape.ts';
import { mountsOf } from './mounts.ts';

/** Where a run worked, and who and what ran it, in two lines. */
export function provenanceMarkdown(report: RunReport): string {
  const { vault, providers, provenance: by } = report;
  const mounts = mountsOf(report);
  const where = [
    ...(vault === null ? [] : [`Vault ${code(vault.url)}`]),
    ...(vault === null || vault.namespace === '' ? [] : [`namespace ${code(vault.namespace)}`]),
    ...(mounts.length === 0
      ? []
      : [`${mounts.length === 1 ? 'mount' : 'mounts'} ${mounts.map(code).join(', ')}`]),
    ...(providers.length === 0
      ? []
      : [`regions ${[...new Set(providers.map(({ region }) => region))].map(code).join(', ')}`]),
  ];
  const who = [
    ...(by.actor === null ? [] : [`by ${code(by.actor)}`]),
    ...(by.repository === null ? [] : [`in ${code(by.repository)}`]),
    ...(by.ref === null ? [] : [`on ${code(by.ref)}`]),
    ...(by.commit === null ? [] : [`at ${code(by.commit.slice(0, 12))}`]),
    ...(by.workflow === null ? [] : [`with ${code(by.workflow)}`]),
    ...(by.run_id === null ? [] : [`${runMarkdown(by)}, attempt ${code(by.run_attempt ?? '1')}`]),
    `version ${code(by.tool_version)}`,
    ...(by.manifest_sha256 === null ? [] : [`manifest SHA-256 ${code(by.manifest_sha256.slice(0, 12))}`]),
    ...tookMarkdown(report),
  ];
  return [where, who]
    .filter((parts) => parts.length > 0)
    .map((parts) => parts.join(' · '))
    .join('<br>\n');
}

/** The run, with a link to its page where that is known. */
export function runMarkdown({ run_id, run_url }: RunReport['provenance']): string {
  const shown = code(run_id ?? '');
  return run_url !== null && /^https?:\/\/[\w.:/-]+$/.test(run_url)
    ? `<a href="${run_url}">run ${shown}</a>`
    : `run ${shown}`;
}

function tookMarkdown({ started_at, finished_at }: RunReport): string[] {
  if (finished_at === null) return [];
  const seconds = (Date.parse(finished_at) - Date.parse(started_at)) / 1000;
  return [`took ${seconds.toFixed(1)} s`];
}
