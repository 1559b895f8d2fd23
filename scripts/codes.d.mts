export const codes: Readonly<Record<string, Readonly<Record<string, readonly [cause: string, fix: string]>>>>;
