import { rejected } from '../vault-error.ts';
import { type AclPolicy, type AclRule, type Capability, capabilities } from './acl.ts';

/**
 * Parses a policy in HCL, `path "…" { capabilities = […] }`, or JSON. Other attributes of Vault's policies are rejected,
 * so that none is silently ignored.
 *
 * @throws VaultError (400) when the policy cannot be parsed
 */
export function parseAclPolicy(name: string, text: string): AclPolicy {
  const stanzas = text.trimStart().startsWith('{') ? fromJson(text) : fromHcl(text);
  return { name, text, rules: stanzas.map(([path, attributes]) => rule(path, attributes)) };
}

type Stanza = readonly [path: string, attributes: Readonly<Record<string, unknown>>];

function rule(path: string, attributes: Readonly<Record<string, unknown>>): AclRule {
  const { capabilities: given = [], ...others } = attributes;
  const [other] = Object.keys(others);
  if (other !== undefined) fail(`path "${path}": this emulator supports only capabilities, not "${other}"`);
  if (!Array.isArray(given)) fail(`path "${path}": capabilities is not a list`);
  for (const capability of given) {
    if (!capabilities.includes(capability)) fail(`path "${path}": invalid capability "${capability}"`);
  }
  const wildcard = path.indexOf('*');
  if (wildcard >= 0 && wildcard < path.length - 1)
    fail(`path "${path}": invalid use of wildcards ("*" is only allowed at the end)`);
  return { path: path.replace(/^\//, ''), capabilities: given as Capability[] };
}

function fromJson(text: string): Stanza[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    fail((error as Error).message);
  }
  const paths = (parsed as { path?: unknown }).path ?? {};
  return Object.entries(paths as Record<string, Record<string, unknown>>);
}

const lexeme = /\s+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|("(?:[^"\\]|\\.)*"|[A-Za-z_]\w*|[{}[\]=,])/y;

function fromHcl(text: string): Stanza[] {
  const rest = lexemes(text);
  const next = (): string => rest.shift() ?? fail('unexpected end');
  const accept = (wanted: string): boolean => rest[0] === wanted && rest.shift() !== undefined;
  const expect = (wanted: string): void => {
    const found = next();
    if (found !== wanted) fail(`expected ${wanted}, found ${found}`);
  };
  const quoted = (): string => {
    const found = next();
    return found.startsWith('"') ? JSON.parse(found) : fail(`expected a quoted text, found ${found}`);
  };
  /** A string, or a list of strings with an optional trailing comma. */
  const value = (): string | string[] => {
    if (!accept('[')) return quoted();
    const items: string[] = [];
    while (!accept(']')) {
      items.push(quoted());
      if (accept(',')) continue;
      expect(']');
      break;
    }
    return items;
  };
  const stanzas: Stanza[] = [];
  while (rest.length > 0) {
    expect('path');
    const path = quoted();
    expect('{');
    const attributes: Record<string, unknown> = {};
    while (!accept('}')) {
      const name = next();
      expect('=');
      attributes[name] = value();
    }
    stanzas.push([path, attributes]);
  }
  return stanzas;
}

function lexemes(text: string): string[] {
  const found: string[] = [];
  lexeme.lastIndex = 0;
  while (lexeme.lastIndex < text.length) {
    const at = lexeme.lastIndex;
    const match = lexeme.exec(text);
    if (match === null) fail(`unexpected text: ${JSON.stringify(text.slice(at, at + 20))}`);
    if (match[1] !== undefined) found.push(match[1]);
  }
  return found;
}

function fail(what: string): never {
  throw rejected(`failed to parse policy: ${what}`);
}
