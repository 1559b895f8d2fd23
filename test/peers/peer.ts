import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** What `test/peers/requirements.txt` brings, by the command that it installs. */
export type PeerCommand = 'aws' | 'ministack' | 'python';

/**
 * The path of a peer's command, or `null`, said on standard error, when it is not installed; with
 * `REQUIRE_PEERS=1` that is an error. `test/peers/run` installs them.
 */
export function peer(command: PeerCommand): string | null {
  const path = join(process.env['PEERS'] ?? 'build/peers/bin', command);
  try {
    accessSync(path, constants.X_OK);
    return path;
  } catch {
    if (process.env['REQUIRE_PEERS'] === '1')
      throw new Error(`${command} is not installed: run test/peers/run`);
    process.stderr.write(`skipped: ${command}, for it is not installed (test/peers/run installs it)\n`);
    return null;
  }
}
