import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';

const guide = await readFile('docs/coming-from-terraform.md', 'utf8');
const tests = await readFile('test/plan/terraform.test.ts', 'utf8');

test.each([...'abcdefghijk'])('finding (%s) has a line in the guide, and a test', (letter) => {
  expect(guide).toMatch(new RegExp(`^\\| \\(${letter}\\) `, 'm'));
  expect(tests).toMatch(new RegExp(`^test\\('\\((?:\\w+, )?${letter}\\d?[,)]`, 'm'));
});

test.each([
  ['vault_mount', ['path', 'namespace', 'type']],
  [
    'vault_keymgmt_aws_kms',
    [
      'path',
      'namespace',
      'name',
      'key_collection',
      'credentials',
      'credentials_wo',
      'access_key',
      'secret_key',
      'id',
    ],
  ],
  [
    'vault_keymgmt_key',
    ['path', 'name', 'type', 'deletion_allowed', 'min_enabled_version', 'replica_regions', 'latest_version'],
  ],
  ['vault_keymgmt_distribute_key', ['path', 'kms_name', 'key_name', 'purpose', 'protection', 'versions']],
  ['vault_keymgmt_key_rotate', ['path', 'name', 'latest_version']],
  ['vault_keymgmt_replicate_key', ['path', 'kms_name', 'key_name']],
])('every argument and the import id of %s are mapped', (resource, names) => {
  const section = guide.split(`### \`${resource}\`\n`)[1]?.split('\n#')[0] ?? '';
  expect(section).toMatch(/import id/);
  expect(names.filter((name) => !section.includes(`\`${name}\``) && !section.includes(`\`${name} `))).toEqual(
    [],
  );
});
