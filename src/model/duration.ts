const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `90s`, `15m`, `12h`, `90d`: a whole number above zero, and one unit. */
export const durationPattern = /^[1-9][0-9]{0,8}[smhd]$/;

/** @param text matches {@link durationPattern} @returns milliseconds */
export function milliseconds(text: string): number {
  return Number(text.slice(0, -1)) * units[text.slice(-1) as keyof typeof units];
}
