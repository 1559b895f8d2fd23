import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

const run = promisify(execFile);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workflow-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A program in front of the PATH that says how it was called, then does this. */
async function standIn(name: string, script: string): Promise<void> {
  const path = join(folder, 'bin', name);
  await mkdir(join(folder, 'bin'), { recursive: true });
  await writeFile(path, `#!/bin/bash\necho "${name} $*" >>'${folder}/calls'\n${script}\n`);
  await chmod(path, 0o755);
}

const calls = async () => (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n');

/** Runs the shell steps of a job, as the runner does. */
async function runJob(file: string, job: string, cwd: string, env: Record<string, string> = {}) {
  const { jobs } = parse(await readFile(`.github/workflows/${file}`, 'utf8'));
  const steps = (jobs[job].steps as { run?: string }[]).filter((step) => step.run !== undefined);
  const PATH = `${join(folder, 'bin')}${delimiter}${process.env['PATH']}`;
  for (const step of steps)
    await run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run!], {
      cwd,
      env: { PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GITHUB_REPOSITORY: 'o/r', ...env },
    });
}

describe('the bundles of an update by Dependabot', () => {
  test('are rebuilt in one job and committed in another, with new and deleted files and nothing else', async () => {
    const origin = join(folder, 'origin');
    const git = (...args: string[]) => run('git', ['-C', origin, ...args]);
    await run('git', ['init', '--quiet', '--initial-branch=update', origin]);
    await mkdir(join(origin, 'dist/lib'), { recursive: true });
    await writeFile(join(origin, 'dist/index.cjs'), 'old\n');
    await writeFile(join(origin, 'dist/lib/gone.cjs'), 'gone\n');
    await git('add', '.');
    await git('-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '--quiet', '-m', 'Update');
    await git('checkout', '--quiet', '--detach');
    const [build, push] = [join(folder, 'build'), join(folder, 'push')];
    for (const clone of [build, push])
      await run('git', ['clone', '--quiet', '--branch=update', origin, clone]);

    const made =
      'echo new >dist/index.cjs; echo added >dist/lib/added.cjs; rm -f dist/lib/gone.cjs; echo x >other';
    await standIn('npm', `if [ "$1" = run ]; then ${made}; fi`);
    await runJob('dependencies.yml', 'bundles', build);
    await standIn('gh', `cp '${build}/dist.patch' .`);
    await runJob('dependencies.yml', 'push', push, { GITHUB_RUN_ID: '1', BRANCH: 'update' });

    const { stdout } = await git('show', '--format=%an: %s', '--name-status', 'update');
    expect(stdout.trim().split('\n')).toEqual([
      'dependabot[bot]: Rebuild dist',
      '',
      'M\tdist/index.cjs',
      'A\tdist/lib/added.cjs',
      'D\tdist/lib/gone.cjs',
    ]);
    expect(await calls()).toEqual([
      'npm ci --ignore-scripts',
      'npm run build',
      'gh run download 1 --name dist-patch',
    ]);
    // The job starts again for its own commit, and has nothing to do.
    await run('git', ['-C', build, 'fetch', '--quiet']);
    await run('git', ['-C', build, 'reset', '--quiet', '--hard', 'origin/update']);
    await runJob('dependencies.yml', 'bundles', build);
    expect(await readFile(join(build, 'dist.patch'), 'utf8')).toBe('');
  });
});

describe('a published release', () => {
  const move = 'gh api --method PATCH repos/o/r/git/refs/tags/v1 -f sha=abc -F force=true';
  const create = 'gh api --method POST repos/o/r/git/refs -f ref=refs/tags/v1 -f sha=abc';
  const releases = 'v2.0.0\\nv1.10.0\\nv1.9.1\\nv1.9.0\\nv10.0.0\\n';
  const writes = async () => (await calls()).filter((call) => call.includes('--method'));
  const publish = async (TAG: string, patch = 'true') => {
    await standIn(
      'gh',
      `case "$*" in *list*) printf '${releases}';; *commits/${TAG}*) echo abc;; *PATCH*) ${patch};; esac`,
    );
    await runJob('published.yml', 'major', folder, { TAG });
  };

  test('moves the tag of its major version, or creates it', async () => {
    await publish('v1.10.0');
    expect(await writes()).toEqual([move]);
    await publish('v1.10.0', 'false');
    expect(await writes()).toEqual([move, move, create]);
  });

  test('leaves the tag alone when a newer one of its major version is published', async () => {
    await publish('v1.9.1');
    expect(await writes()).toEqual([]);
  });
});
