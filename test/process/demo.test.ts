import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

test('npm start shows the main job to its end', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['dist/demo.cjs'], {
    env: { PATH: process.env['PATH'] },
  });
  for (const line of [
    '+ register KMS provider keymgmt/kms/aws-us-west-2',
    'No changes: Vault matches the declaration.',
    'PASS: 2 keys in us-west-2',
    '✗ key_state:',
    'FAIL: 2 keys in us-west-2',
  ]) {
    expect(stdout).toContain(line);
  }
  expect(stdout).not.toContain('CloudWatchMetrics');
});
