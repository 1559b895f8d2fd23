const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * A duration in seconds: a number, or a string such as `90s`, `1h30m` or `20`. 0 for an empty string, `undefined` for
 * anything else.
 */
export function seconds(value: unknown): number | undefined {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return Math.floor(value);
  if (typeof value !== 'string' || !/^(\d*|(\d+[smhd])+)$/.test(value)) return undefined;
  const parts = [...value.matchAll(/(\d+)([smhd]?)/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit!] ?? 1), 0);
}
