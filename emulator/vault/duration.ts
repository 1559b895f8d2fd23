import { VaultError } from './vault-error.ts';

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * Parses a duration into seconds: a number, or a string such as `90s`, `1h30m` or `20`. 0 when it is unset.
 *
 * @throws VaultError (400) for anything else
 */
export function seconds(value: unknown, field: string): number {
  if (value === undefined || value === null || value === '') return 0;
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return Math.floor(value);
  if (typeof value === 'string') {
    if (/^\d+$/.test(value)) return Number(value);
    if (/^(\d+[smhd])+$/.test(value))
      return [...value.matchAll(/(\d+)([smhd])/g)].reduce(
        (sum, [, count, unit]) => sum + Number(count) * units[unit!]!,
        0,
      );
  }
  throw new VaultError(400, `${field}: expected a duration, got ${JSON.stringify(value)}`);
}
