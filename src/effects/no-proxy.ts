import { BlockList, isIP } from 'node:net';

/**
 * Whether `NO_PROXY` excludes a target: a list, separated by commas or spaces, of
 *
 * - `*`: every host;
 * - a host name, which stands for its subdomains too, with or without a leading `.` or `*.`;
 * - an IP address, or a range such as `10.0.0.0/8` or `fd00::/8`;
 * - either with a port: `example.com:8200`, `[::1]:8200`.
 *
 * Names are not resolved: a range excludes a target that is written as an address.
 *
 * Sources: https://curl.se/docs/manpage.html#--noproxy and https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config,
 * of which the wider reading counts: Go's ports, and curl's leading dot, which includes the domain itself. A loopback
 * address needs an entry, as in curl.
 */
export function isExcluded(target: URL, list: string): boolean {
  const host = withoutTrailingDot(target.hostname.replace(/^\[|\]$/g, ''));
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || excludes(entry, host, port));
}

function excludes(entry: string, host: string, port: string): boolean {
  const range = /^\[?(?<base>[^\]/]+)\]?\/(?<bits>\d{1,3})$/.exec(entry)?.groups;
  if (range !== undefined) return isInRange(host, range['base']!, Number(range['bits']));
  const { name = entry, only = port } = (bracketed.exec(entry) ?? named.exec(entry))?.groups ?? {};
  if (only !== port) return false;
  if (isIP(host) !== 0) return isInRange(host, name, isIP(name) === 4 ? 32 : 128);
  const domain = withoutTrailingDot(name);
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
}

/** `[::1]`, `[::1]:8200`. */
const bracketed = /^\[(?<name>[^\]]+)\](?::(?<only>\d+))?$/;
/** `example.com`, `.example.com`, `*.example.com:8200`. */
const named = /^\*?\.?(?<name>[^:]+)(?::(?<only>\d+))?$/;

/** Compares addresses in any spelling; an IPv4 address that is mapped into IPv6 is the IPv4 address. */
function isInRange(host: string, base: string, bits: number): boolean {
  const family = isIP(base);
  if (family === 0 || isIP(host) === 0 || bits > (family === 4 ? 32 : 128)) return false;
  const range = new BlockList();
  range.addSubnet(base, bits, family === 4 ? 'ipv4' : 'ipv6');
  return range.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6');
}

function withoutTrailingDot(name: string): string {
  return name.replace(/\.$/, '');
}
