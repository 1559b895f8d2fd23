import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface ShellResult {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder whose `vault` is OpenBao's `bao`, which is the same program under a new name. */
const bin = mkdtempSync(join(tmpdir(), 'bin-'));
const bao = execFileSync('bash', ['-c', 'command -v bao || true'], { encoding: 'utf8' }).trim();
if (bao !== '') symlinkSync(bao, join(bin, 'vault'));

/** Runs a shell block as it is printed; it ends at the first command that fails. */
export async function runShell(
  script: string,
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<ShellResult> {
  const child = spawn('bash', ['-e', '-u', '-o', 'pipefail', '-c', script], {
    cwd,
    env: { PATH: `${bin}:${process.env['PATH']}`, HOME: bin, AWS_PAGER: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((closed) => child.on('close', closed)),
  ]);
  return { ok: code === 0, stdout, stderr };
}
