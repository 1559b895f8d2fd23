import type { Distribution } from '../src/model/distribution.ts';
import type { Report } from '../src/model/report.ts';
import { reportText } from '../src/render/report-text.ts';

let chapters = 0;

export function chapter(title: string): void {
  chapters += 1;
  console.log(`\n${chapters}. ${title}\n`);
}

export function print(line: string): void {
  console.log(`   ${line}`);
}

/** Prints the action's log without workflow commands. */
export function printLog(log: string): void {
  for (const line of log.split('\n')) {
    if (line !== '' && !/^(::|\()/.test(line)) print(`│ ${line}`);
  }
}

export function printDistributions(distributions: readonly Distribution[]): void {
  for (const { key, region, alias, versions } of distributions) {
    print(`${key} is in ${region} as ${alias}, KMS key ${Object.values(versions).join(', ')}`);
  }
}

export function printReport(report: Report): void {
  for (const line of reportText(report)) print(line);
}
