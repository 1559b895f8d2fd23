const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `90s`, `15m`, `12h`, `90d`: a whole number above zero, and one unit. */
export const durationPattern = /^[1-9][0-9]{0,8}[smhd]$/;

/** Such as `90d`, in the largest unit that divides it. @param milliseconds whole seconds */
export function formatDuration(milliseconds: number): string {
  const [unit] = (['d', 'h', 'm'] as const).filter((name) => milliseconds % units[name] === 0);
  return `${milliseconds / units[unit ?? 's']}${unit ?? 's'}`;
}

/** @param text matches {@link durationPattern} @returns milliseconds */
export function milliseconds(text: string): number {
  return Number(text.slice(0, -1)) * units[text.slice(-1) as keyof typeof units];
}
