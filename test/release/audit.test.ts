import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

// What npm 11 printed with --json, shortened.
const clean = { code: 0, said: { vulnerabilities: {}, metadata: { vulnerabilities: { total: 0 } } } };
const vulnerable = { code: 1, said: { vulnerabilities: { esbuild: { severity: 'high', range: '*' } } } };
const signed = { code: 0, said: { invalid: [], missing: [] } };
const forged = {
  code: 1,
  said: { invalid: [{ name: 'esbuild', code: 'EINTEGRITYSIGNATURE' }], missing: [] },
};
const rejected = {
  code: 1,
  said: {
    message: '405 Method Not Allowed - POST https://registry.npmjs.org/-/npm/v1/security/advisories/bulk',
    statusCode: 405,
    error: { summary: '', detail: '' },
  },
};
const unreachable = {
  code: 1,
  said: {
    error: {
      code: 'ENOTFOUND',
      summary: 'request to https://tuf-repo-cdn.sigstore.dev/15.root.json failed',
      detail: 'This is a problem related to network connectivity.',
    },
  },
};
const unlocked = {
  code: 1,
  said: { error: { code: 'ENOLOCK', summary: 'This command requires an existing lockfile.', detail: '' } },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Answer {
  readonly code: number;
  readonly said: object;
}

async function audit({ known, signatures }: { known: Answer; signatures: Answer }, required = '') {
  const npm = join(folder, 'npm');
  const answer = ({ code, said }: Answer) => `echo '${JSON.stringify(said)}'; exit ${code}`;
  await writeFile(
    npm,
    `#!/bin/sh\nif [ "$2" = signatures ]; then ${answer(signatures)}; fi\n${answer(known)}\n`,
  );
  await chmod(npm, 0o755);
  const env = { PATH: `${folder}${delimiter}${process.env['PATH']}`, REQUIRE_AUDIT: required };
  return new Promise<{ exitCode: unknown; stdout: string; stderr: string }>((ended) =>
    execFile(process.execPath, ['scripts/audit.mjs'], { env }, (error, stdout, stderr) =>
      ended({ exitCode: error === null ? 0 : error.code, stdout, stderr }),
    ),
  );
}

describe('the audit of the packages', () => {
  test('is clean when nothing is known and every signature is right', async () => {
    expect(await audit({ known: clean, signatures: signed }, '1')).toEqual({
      exitCode: 0,
      stdout: 'npm audit --audit-level=moderate: clean\nnpm audit signatures: clean\n',
      stderr: '',
    });
  });

  test.each([
    ['a known vulnerability', { known: vulnerable, signatures: signed }],
    ['a wrong signature', { known: clean, signatures: forged }],
    ['what is wrong on this side', { known: unlocked, signatures: signed }],
  ])('fails for %s', async (_, answers) => {
    expect(await audit(answers)).toMatchObject({ exitCode: 1, stderr: '' });
  });

  test('says what was skipped and why, and fails instead with REQUIRE_AUDIT=1', async () => {
    const answers = { known: rejected, signatures: unreachable };
    expect(await audit(answers)).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: expect.stringMatching(
        /^skipped: npm audit --audit-level=moderate, .*405 .*\nskipped: npm audit signatures, .*sigstore\.dev.*\n$/,
      ),
    });
    expect(await audit(answers, '1')).toMatchObject({ exitCode: 1 });
  });
});
