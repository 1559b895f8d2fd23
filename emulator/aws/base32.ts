const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The encoding of AWS's access key ids and unique ids. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join('');
}
