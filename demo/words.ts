import type { Distribution } from '../src/model/distribution.ts';
import type { Report } from '../src/model/report.ts';
import { reportText } from '../src/render/report-text.ts';

let chapters = 0;

export function chapter(title: string): void {
  chapters += 1;
  console.log(`\n${chapters}. ${title}\n`);
}

export function say(line: string): void {
  console.log(`   ${line}`);
}

/** The action's log without what only the runner reads. */
export function showLog(log: string): void {
  for (const line of log.split('\n')) {
    if (line !== '' && !/^(::|\()/.test(line)) say(`│ ${line}`);
  }
}

export function showDistributions(distributions: readonly Distribution[]): void {
  for (const { key, region, alias, versions } of distributions) {
    say(`${key} is in ${region} as ${alias}, KMS key ${Object.values(versions).join(', ')}`);
  }
}

export function showReport(report: Report): void {
  for (const line of reportText(report)) say(line);
}
