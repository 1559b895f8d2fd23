import { declaredKey } from '../model/declared-key.ts';
import type { Desired, DesiredKey, DesiredMount, DesiredProvider } from '../model/desired.ts';
import { mountId } from '../model/id.ts';

/** The object that a step's id names, with its declaration; an undeclared object has only a name. */
export interface StepTarget {
  readonly mount: DesiredMount;
  readonly kms: string | null;
  readonly key: string | null;
  readonly provider: DesiredProvider | null;
  readonly declared: DesiredKey | null;
}

/** Finds the object of an id in the declared mounts; `null` when it is in none of them. */
export function targetOf(desired: Desired, id: string): StepTarget | null {
  const candidates = desired.mounts.flatMap((mount): Pick<StepTarget, 'mount' | 'kms' | 'key'>[] => {
    const prefix = mountId(mount);
    if (id === prefix) return [{ mount, kms: null, key: null }];
    if (!id.startsWith(`${prefix}/`)) return [];
    const rest = id.slice(prefix.length + 1).split('/');
    if (rest.length === 2 && rest[0] === 'kms') return [{ mount, kms: rest[1]!, key: null }];
    if (rest.length === 2 && rest[0] === 'key') return [{ mount, kms: null, key: rest[1]! }];
    if (rest.length === 4 && rest[0] === 'kms' && rest[2] === 'key') {
      return [{ mount, kms: rest[1]!, key: rest[3]! }];
    }
    return [];
  });
  const found = candidates.sort((a, b) => mountId(b.mount).length - mountId(a.mount).length)[0];
  if (found === undefined) return null;
  const { mount, kms, key } = found;
  return {
    ...found,
    provider: mount.kms.find((provider) => provider.name === kms) ?? null,
    declared: (key === null ? undefined : declaredKey(mount, key)) ?? null,
  };
}
