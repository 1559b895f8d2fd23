const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/**
 * Reads a duration as Vault's environment variables hold it: seconds (`90`), or Go's form (`1m30s`).
 *
 * @returns milliseconds, or `null` when the text is not a duration
 *
 * Source: https://developer.hashicorp.com/vault/docs/commands#configure-environment-variables
 */
export function goDuration(text: string): number | null {
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text) * 1_000;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text)) return null;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  const sum = parts.reduce(
    (total, [, count, unit]) => total + Number(count) * units[unit as keyof typeof units],
    0,
  );
  return sum > 0 ? sum : null;
}

/**
 * Reads a boolean as Go's `strconv.ParseBool` does, and so Vault's environment variables; `null` for other text.
 *
 * Source: https://pkg.go.dev/strconv#ParseBool
 */
export function goBoolean(text: string): boolean | null {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  return ['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text) ? false : null;
}
