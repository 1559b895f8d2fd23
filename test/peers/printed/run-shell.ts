import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

export interface ShellResult {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ShellOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The programs that the documentation names: `vault` is OpenBao's `bao`, the same program under another name; `sam` is
 * AWS's own; `aws` is version 1 of AWS's own, which sends JSON as it is without being told; `gh` finds the attestations
 * that the stand-in of GitHub's attestation action made in the same job.
 */
const bin = mkdtempSync(join(tmpdir(), 'bin-'));
const bao = execFileSync('bash', ['-c', 'command -v bao || true'], { encoding: 'utf8' }).trim();
if (bao !== '') symlinkSync(bao, join(bin, 'vault'));
symlinkSync(resolve('build/sam/bin/sam'), join(bin, 'sam'));
writeFileSync(
  join(bin, 'aws'),
  `#!/usr/bin/env bash
args=()
for arg in "$@"; do
  case $arg in --cli-binary-format | raw-in-base64-out) ;; *) args+=("$arg") ;; esac
done
exec ${resolve('build/peers/bin/aws')} "\${args[@]}"
`,
);
chmodSync(join(bin, 'aws'), 0o755);

writeFileSync(
  join(bin, 'gh'),
  `#!/usr/bin/env bash
[ "$1 $2 $4 $5" = "attestation verify --repo $GITHUB_REPOSITORY" ] || { echo "usage: gh attestation verify FILE --repo REPO" >&2; exit 2; }
[ -n "$GH_TOKEN" ] || { echo "gh: set the GH_TOKEN environment variable" >&2; exit 4; }
digest=$(sha256sum "$3" | cut -d' ' -f1)
[[ " $ATTESTED " = *" $digest "* ]] || { echo "no attestation of $3" >&2; exit 1; }
`,
);
chmodSync(join(bin, 'gh'), 0o755);

/** The PATH with these programs in front. */
export const shellPath = `${bin}:${process.env['PATH']}`;

/** Runs a shell block as it is printed; it ends at the first command that fails. */
export async function runShell(script: string, options: ShellOptions): Promise<ShellResult> {
  const child = start(script, options);
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    new Promise<number | null>((closed) => child.on('close', closed)),
  ]);
  return { ok: code === 0, stdout, stderr };
}

/** Runs a shell block that keeps running: gives its first line of JSON, then ends it with everything it started. */
export async function firstJsonOf(script: string, options: ShellOptions): Promise<Record<string, string>> {
  const child = start(script, options);
  try {
    for await (const line of createInterface({ input: child.stdout! })) {
      if (line.startsWith('{')) return JSON.parse(line) as Record<string, string>;
    }
    throw new Error(`no line of JSON: ${await text(child.stderr!)}`);
  } finally {
    process.kill(-child.pid!, 'SIGTERM');
  }
}

function start(script: string, { cwd, env }: ShellOptions): ChildProcess {
  return spawn('bash', ['-e', '-u', '-o', 'pipefail', '-c', script], {
    cwd,
    env: { PATH: shellPath, HOME: bin, AWS_PAGER: '', SAM_CLI_TELEMETRY: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
}
