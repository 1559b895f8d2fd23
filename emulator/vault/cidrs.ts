import { BlockList, isIP } from 'node:net';
import { permissionDenied, VaultError } from './vault-error.ts';

/** Every client connects from here: the emulator listens only on the loopback address. */
const source = '127.0.0.1';

/** @throws VaultError (400) for a value that is not a CIDR block or address */
export function checkCidrs(cidrs: readonly string[]): void {
  for (const cidr of cidrs) blockOf(cidr);
}

/** @throws VaultError (403) when the client is outside of all given blocks */
export function requireBoundAddress(cidrs: readonly string[]): void {
  if (cidrs.length > 0 && !cidrs.some((cidr) => blockOf(cidr).check(source))) throw permissionDenied();
}

function blockOf(cidr: string): BlockList {
  const [network = '', prefix] = cidr.split('/');
  const version = isIP(network);
  const bits = version === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : Number(prefix);
  if (version === 0 || !(length >= 0 && length <= bits)) {
    throw new VaultError(400, `error parsing bound CIDR ${JSON.stringify(cidr)}`);
  }
  const block = new BlockList();
  block.addSubnet(network, length, version === 4 ? 'ipv4' : 'ipv6');
  return block;
}
