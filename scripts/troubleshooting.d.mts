export function troubleshooting(): Promise<string>;
