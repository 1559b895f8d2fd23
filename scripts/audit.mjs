import { spawnSync } from 'node:child_process';

/**
 * Asks the registry for known vulnerabilities of the packages, and checks the signatures of what is installed.
 *
 * Where the registry, or the host of its signing keys, does not answer, that is said, and is a failure only with
 * REQUIRE_AUDIT=1. An answer is never skipped.
 */
const isRequired = process.env['REQUIRE_AUDIT'] === '1';
const retries = `--fetch-retries=${isRequired ? 2 : 0}`;

for (const args of [
  ['audit', '--audit-level=moderate', retries],
  ['audit', 'signatures', retries],
]) {
  const name = `npm ${args.slice(0, -1).join(' ')}`;
  const { status, stdout } = spawnSync('npm', [...args, '--json'], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status === 0) {
    console.log(`${name}: clean`);
    continue;
  }
  const silence = silenceIn(stdout);
  if (silence !== null && !isRequired) {
    console.error(`skipped: ${name}, because nobody answered: ${silence}`);
    continue;
  }
  // Once more, for people to read.
  spawnSync('npm', args, { stdio: 'inherit' });
  process.exitCode = 1;
}

/** Why there is no answer, in npm's words; null for an answer, and for what is wrong on this side. */
function silenceIn(json) {
  const { message, error } = parsed(json);
  if (typeof message === 'string') return message;
  const codes = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH'];
  return codes.includes(error?.code) ? error.summary : null;
}

function parsed(json) {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}
