import { proxyFor } from '../effects/proxy.ts';
import type { DoctorContext } from './context.ts';

/** The first host on the way to Vault: a proxy, or Vault itself. */
export interface Hop {
  /** Without brackets, for IPv6 as well. */
  readonly host: string;
  readonly port: number;
  /** `vault.example.com:8200`, or `the proxy proxy.example.com:3128`. */
  readonly shown: string;
}

export function hopToVault({ settings, env }: Pick<DoctorContext, 'settings' | 'env'>): Hop {
  const { url } = settings.connection;
  const proxy = proxyFor(url, env);
  const { hostname, port, protocol } = proxy ?? url;
  const host = hostname.replace(/^\[|\]$/g, '');
  const number = Number(port || (protocol === 'https:' ? 443 : 80));
  const shown = `${hostname}:${number}`;
  return { host, port: number, shown: proxy === null ? shown : `the proxy ${shown}` };
}
