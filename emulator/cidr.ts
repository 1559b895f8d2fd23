import { BlockList, isIP } from 'node:net';

/** Whether an address is in a CIDR block, or is the one that the block names. `null`: it is not a CIDR block. */
export function isInBlock(address: string, cidr: string): boolean | null {
  const [network = '', prefix] = cidr.split('/');
  const version = isIP(network);
  const bits = version === 4 ? 32 : 128;
  const length = Number(prefix ?? bits);
  if (version === 0 || !(length >= 0 && length <= bits)) return null;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(network, length, family);
  return isIP(address) === version && block.check(address, family);
}
