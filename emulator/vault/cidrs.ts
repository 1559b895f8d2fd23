import { isInBlock } from '../cidr.ts';
import { permissionDenied, rejected } from './vault-error.ts';

/** Every client connects from here: the emulator listens only on the loopback address. */
const source = '127.0.0.1';

/** @throws VaultError (400) for a value that is not a CIDR block or address */
export function checkCidrs(cidrs: readonly string[]): void {
  for (const cidr of cidrs) {
    if (isInBlock(source, cidr) === null) throw rejected(`error parsing bound CIDR ${JSON.stringify(cidr)}`);
  }
}

/** @throws VaultError (403) when the client is outside of all given blocks */
export function requireBoundAddress(cidrs: readonly string[]): void {
  if (cidrs.length > 0 && !cidrs.some((cidr) => isInBlock(source, cidr))) throw permissionDenied();
}
