/** Code to file. */
export function thrownCodes(): Promise<Map<string, string>>;
