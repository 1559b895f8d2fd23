import type { RunReport } from '../model/run.ts';
import { code } from './escape.ts';
import { mountsOf } from './mounts.ts';
import { clip, oneLine } from './plain.ts';

/** Where a run worked, and who and what ran it, in two short lines. */
export function provenanceMarkdown(report: RunReport): string {
  const { vault, providers, provenance: by } = report;
  const regions = [...new Set(providers.map(({ region }) => region))];
  const where = [
    named('Vault', vault?.url),
    named('namespace', vault?.namespace),
    several('mount', mountsOf(report)),
    several('region', regions),
  ];
  const who = [
    named('by', by.actor),
    named('in', by.repository),
    named('on', by.ref),
    named('at', by.commit?.slice(0, 12)),
    named('with', by.workflow),
    by.run_id === null ? '' : `${runMarkdown(by)}, attempt ${short(by.run_attempt ?? '1')}`,
    named('version', by.tool_version),
    named('manifest SHA-256', by.manifest_sha256?.slice(0, 12)),
    tookMarkdown(report),
  ];
  return [where, who]
    .map((parts) => parts.filter((part) => part !== '').join(' · '))
    .filter((line) => line !== '')
    .join('<br>\n');
}

/** The run, with a link to its page where that is known. */
export function runMarkdown({ run_id, run_url }: RunReport['provenance']): string {
  const shown = `run ${short(run_id ?? '')}`;
  return run_url !== null && /^https?:\/\/[\w.:/-]{1,300}$/.test(run_url)
    ? `<a href="${run_url}">${shown}</a>`
    : shown;
}

function named(word: string, text: string | null | undefined): string {
  return text === null || text === undefined || text === '' ? '' : `${word} ${short(text)}`;
}

function several(noun: string, texts: readonly string[]): string {
  if (texts.length === 0) return '';
  const more = texts.length > 3 ? ` and ${texts.length - 3} more` : '';
  return `${noun}${texts.length === 1 ? '' : 's'} ${texts.slice(0, 3).map(short).join(', ')}${more}`;
}

function short(text: string): string {
  return code(clip(oneLine(text), 100));
}

function tookMarkdown({ started_at, finished_at }: RunReport): string {
  if (finished_at === null) return '';
  return `took ${((Date.parse(finished_at) - Date.parse(started_at)) / 1000).toFixed(1)} s`;
}
