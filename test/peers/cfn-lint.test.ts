import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { peer } from './peer.ts';

const run = promisify(execFile);
const command = peer('cfn-lint');

(command === null ? test.skip : test)('cfn-lint finds nothing to say about the template', async () => {
  expect(await run(command!, ['lambda/template.yaml'])).toMatchObject({ stdout: '' });
});
