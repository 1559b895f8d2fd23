import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { peer, tool } from '../peer.ts';

const run = promisify(execFile);
const folder = 'docs/workflows';
const files = (await readdir(folder))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => join(folder, name));

/** A repository with the workflow and this action in it, so that actionlint knows the action's inputs and outputs. */
async function repositoryWith(text: string): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'workflow-'));
  await mkdir(join(root, '.github/workflows'), { recursive: true });
  const own = text.replaceAll(/uses: your-org\/vault-keymgmt-aws-kms@\S+/g, 'uses: ./');
  await writeFile(join(root, '.github/workflows/printed.yaml'), own);
  await cp('action.yml', join(root, 'action.yml'));
  await cp('dist', join(root, 'dist'), { recursive: true });
  await run('git', ['init', '--quiet'], { cwd: root });
  return root;
}

const actionlint = tool('actionlint');
(actionlint === null ? describe.skip : describe)('actionlint', () => {
  test.each(files)('knows every key, input and output that %s uses', async (file) => {
    await run(actionlint!, [], { cwd: await repositoryWith(await readFile(file, 'utf8')) });
  });

  test('finds nothing in the workflows of this repository', async () => {
    await run(actionlint!, []);
  });

  test('would find an input that does not exist', async () => {
    const text = (await readFile('docs/workflows/plan-and-apply.yaml', 'utf8')).replaceAll(
      'manifest:',
      'manifset:',
    );
    await expect(run(actionlint!, [], { cwd: await repositoryWith(text) })).rejects.toMatchObject({
      stdout: expect.stringContaining('manifset'),
    });
  });
});

const zizmor = peer('zizmor');
(zizmor === null ? describe.skip : describe)('zizmor', () => {
  test('finds nothing in the workflows to copy', async () => {
    await run(zizmor!, ['--offline', '--persona=pedantic', ...files]);
  });

  test('finds nothing in what runs here', async () => {
    const own = ['.github/workflows', '.github/dependabot.yml', 'action.yml', 'emulator/action.yml'];
    await run(zizmor!, ['--offline', '--persona=pedantic', ...own]);
  });
});
