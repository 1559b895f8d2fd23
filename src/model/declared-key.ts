import type { DesiredKey, DesiredMount } from './desired.ts';
import { indexOnce } from './index-once.ts';

const keysByName = indexOnce(({ keys }: DesiredMount) => new Map(keys.map((key) => [key.name, key])));

/** A mount's declared key of a name. */
export function declaredKey(mount: DesiredMount, name: string): DesiredKey | undefined {
  return keysByName(mount).get(name);
}
