import { Refusal } from '../refusal.ts';
import { type Capability, capabilities, type Policy, type Rule } from './acl.ts';

/**
 * A policy from its text: HCL, `path "…" { capabilities = […] }`, or the same as JSON. Other attributes of Vault's
 * policies are refused, so that none is silently left out.
 *
 * @throws Refusal (400), as Vault answers to a policy it cannot read
 */
export function parsePolicy(name: string, text: string): Policy {
  const stanzas = text.trimStart().startsWith('{') ? fromJson(text) : fromHcl(text);
  return { name, text, rules: stanzas.map(([path, attributes]) => rule(path, attributes)) };
}

type Stanza = readonly [path: string, attributes: Readonly<Record<string, unknown>>];

function rule(path: string, attributes: Readonly<Record<string, unknown>>): Rule {
  const { capabilities: given = [], ...others } = attributes;
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw unparsable(`path "${path}": this emulator knows only capabilities, not "${other}"`);
  if (!Array.isArray(given)) throw unparsable(`path "${path}": capabilities is not a list`);
  for (const capability of given) {
    if (!capabilities.includes(capability))
      throw unparsable(`path "${path}": invalid capability "${capability}"`);
  }
  const wildcard = path.indexOf('*');
  if (wildcard >= 0 && wildcard < path.length - 1) {
    throw unparsable(`path "${path}": invalid use of wildcards ("*" is only allowed at the end)`);
  }
  return { path: path.replace(/^\//, ''), capabilities: given as Capability[] };
}

function fromJson(text: string): Stanza[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw unparsable((error as Error).message);
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
    if (match === null) throw unparsable(`unexpected text: ${JSON.stringify(text.slice(at, at + 20))}`);
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
    if (found === undefined) throw unparsable('unexpected end');
    return found;
  }

  accept(wanted: string): boolean {
    if (this.#lexemes[this.#at] !== wanted) return false;
    this.#at++;
    return true;
  }

  expect(wanted: string): void {
    const found = this.next();
    if (found !== wanted) throw unparsable(`expected ${wanted}, found ${found}`);
  }

  text(): string {
    const found = this.next();
    if (!found.startsWith('"')) throw unparsable(`expected a quoted text, found ${found}`);
    return JSON.parse(found);
  }

  /** A text, or a list of texts with an optional comma at its end. */
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

function unparsable(what: string): Refusal {
  return new Refusal(400, `failed to parse policy: ${what}`);
}
