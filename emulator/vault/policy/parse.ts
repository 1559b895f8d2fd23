import { VaultError } from '../vault-error.ts';
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
  if (other !== undefined)
    throw invalidPolicy(`path "${path}": this emulator supports only capabilities, not "${other}"`);
  if (!Array.isArray(given)) throw invalidPolicy(`path "${path}": capabilities is not a list`);
  for (const capability of given) {
    if (!capabilities.includes(capability))
      throw invalidPolicy(`path "${path}": invalid capability "${capability}"`);
  }
  const wildcard = path.indexOf('*');
  if (wildcard >= 0 && wildcard < path.length - 1) {
    throw invalidPolicy(`path "${path}": invalid use of wildcards ("*" is only allowed at the end)`);
  }
  return { path: path.replace(/^\//, ''), capabilities: given as Capability[] };
}

function fromJson(text: string): Stanza[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw invalidPolicy((error as Error).message);
  }
  const paths = (parsed as { path?: unknown }).path ?? {};
  return Object.entries(paths as Record<string, Record<string, unknown>>);
}

const lexeme = /\s+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|("(?:[^"\\]|\\.)*"|[A-Za-z_]\w*|[{}[\]=,])/y;

function fromHcl(text: string): Stanza[] {
  const reader = new Reader(lexemes(text));
  const stanzas: Stanza[] = [];
  while (!reader.atEnd()) {
    reader.expect('path');
    const path = reader.text();
    reader.expect('{');
    const attributes: Record<string, unknown> = {};
    while (!reader.accept('}')) {
      const name = reader.next();
      reader.expect('=');
      attributes[name] = reader.value();
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
    if (match === null) throw invalidPolicy(`unexpected text: ${JSON.stringify(text.slice(at, at + 20))}`);
    if (match[1] !== undefined) found.push(match[1]);
  }
  return found;
}

class Reader {
  readonly #lexemes: readonly string[];
  #at = 0;

  constructor(lexemes: readonly string[]) {
    this.#lexemes = lexemes;
  }

  atEnd(): boolean {
    return this.#at === this.#lexemes.length;
  }

  next(): string {
    const found = this.#lexemes[this.#at++];
    if (found === undefined) throw invalidPolicy('unexpected end');
    return found;
  }

  accept(wanted: string): boolean {
    if (this.#lexemes[this.#at] !== wanted) return false;
    this.#at++;
    return true;
  }

  expect(wanted: string): void {
    const found = this.next();
    if (found !== wanted) throw invalidPolicy(`expected ${wanted}, found ${found}`);
  }

  text(): string {
    const found = this.next();
    if (!found.startsWith('"')) throw invalidPolicy(`expected a quoted text, found ${found}`);
    return JSON.parse(found);
  }

  /** A string, or a list of strings with an optional trailing comma. */
  value(): string | string[] {
    if (!this.accept('[')) return this.text();
    const items: string[] = [];
    while (!this.accept(']')) {
      items.push(this.text());
      if (!this.accept(',')) {
        this.expect(']');
        break;
      }
    }
    return items;
  }
}

function invalidPolicy(what: string): VaultError {
  return new VaultError(400, `failed to parse policy: ${what}`);
}
