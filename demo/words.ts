import type { Distribution } from '../src/model/distribution.ts';
import type { Report } from '../src/model/report.ts';

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
    if (line !== '' && !line.startsWith('::')) say(`│ ${line}`);
  }
}

export function showDistributions(distributions: readonly Distribution[]): void {
  for (const { key, region, alias, versions } of distributions) {
    say(`${key} is in ${region} as ${alias}, KMS key ${Object.values(versions).join(', ')}`);
  }
}

export function showReport({ status, summary, keys, permissions }: Report): void {
  const { allowed, denied, indeterminate } = summary.permissions;
  say(
    `${status.toUpperCase()}: ${summary.keys} keys, ${summary.versions} versions, ${summary.passed} of them as Vault says;`,
  );
  say(
    `permissions of Vault's principal: ${allowed} allowed, ${denied} denied, ${indeterminate} not established`,
  );
  for (const key of keys) {
    for (const version of key.versions) {
      for (const { check, expected, actual, message, remediation } of version.findings) {
        say(`✗ ${key.name} version ${version.version}: ${check}: expected ${expected}, found ${actual}`);
        say(`  ${message}`);
        say(`  → ${remediation}`);
      }
    }
    for (const { check, message, remediation } of key.findings) {
      say(`✗ ${key.name}: ${check}: ${message}`);
      say(`  → ${remediation}`);
    }
  }
  for (const { action, evidence } of permissions.filter(({ decision }) => decision === 'denied')) {
    say(`✗ ${action} is denied (${evidence})`);
  }
}
