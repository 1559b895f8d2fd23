import type { Alias, Document, ErrorCode, Pair, ParsedNode, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import type { Problem, SourceLocation } from '../model/problem.ts';
import type { DocumentNode, DocumentPath, DocumentTree } from './document-tree.ts';
import { locateNode } from './document-tree.ts';
import { makeProblem } from './make-problem.ts';

/** A text, and its source. */
export interface Text {
  readonly text: string;
  /** The file's path as the user gave it; `null` when the text is an input's own. */
  readonly file: string | null;
  /** The input's name. */
  readonly input: string | null;
}

export interface Parsed {
  /** A tree for each document that is not empty and has no problem. */
  readonly trees: readonly DocumentTree[];
  readonly problems: readonly Problem[];
}

/** The longest text that is read, in UTF-16 code units: about ten thousand keys. */
export const maxLength = 2 ** 20;
/** The deepest nesting that is read; a manifest needs five. */
const maxDepth = 32;
/** The most values in a document, aliases expanded. */
const maxValues = 100_000;

/**
 * Reads YAML 1.2, and so JSON, with the location of each value: the core schema, no merge keys, all keys strings, no
 * effect of a `%YAML` directive. No message quotes the text, since it may contain a secret.
 */
export function parseYaml(text: Text): Parsed {
  const lines = new LineCounter();
  const source = (offset: number): SourceLocation => {
    const { line, col } = lines.linePos(offset);
    return { file: text.file, input: text.input, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (text.text.length > maxLength) {
    const message = `the text has ${text.text.length} characters; at most ${maxLength} are read.`;
    return { trees: [], problems: [makeProblem('yaml_limit', '', source(0), message)] };
  }
  const documents = parseAllDocuments(text.text, {
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    stringKeys: true,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    lineCounter: lines,
  });
  const trees: DocumentTree[] = [];
  const problems: Problem[][] = [];
  for (const document of documents) {
    const found = [...syntaxProblems(document, source)];
    const tree = found.length === 0 ? new Walk(source, found).tree(document.contents) : null;
    if (tree !== null && found.length === 0) trees.push(tree);
    problems.push(found);
  }
  return { trees, problems: problems.flat() };
}

/** One problem per line: further ones on the same line are mostly consequences. */
function* syntaxProblems(
  document: Document.Parsed,
  source: (offset: number) => SourceLocation,
): Iterable<Problem> {
  const seen = new Set<number | null>();
  for (const { code, pos } of [...document.errors, ...document.warnings]) {
    const where = source(pos[0]);
    if (seen.has(where.line)) continue;
    seen.add(where.line);
    if (code === 'RESOURCE_EXHAUSTION')
      yield makeProblem('yaml_limit', '', where, 'values are nested too deep.');
    else yield makeProblem('yaml_syntax', '', where, `${syntax[code]}.`);
  }
}

interface Walked {
  readonly data: unknown;
  readonly children: ReadonlyMap<string, DocumentNode>;
  /** Values in it, aliases expanded. */
  readonly size: number;
}

const empty: Walked = { data: null, children: new Map(), size: 1 };

/** Converts one document's nodes to plain data. An alias shares the value of its anchor, so that nothing is copied. */
class Walk {
  readonly #source: (offset: number) => SourceLocation;
  readonly #problems: Problem[];
  readonly #anchors = new Map<string, Walked>();

  constructor(source: (offset: number) => SourceLocation, problems: Problem[]) {
    this.#source = source;
    this.#problems = problems;
  }

  /** `null` for an empty document. */
  tree(contents: ParsedNode | null): DocumentTree | null {
    if (contents === null || (isScalar(contents) && contents.source === '' && contents.type === 'PLAIN')) {
      return null;
    }
    const where = this.#source(contents.range[0]);
    const { data, children, size } = this.#value(contents, []);
    const root: DocumentNode = { key: where, value: where, children };
    if (size > maxValues) {
      const message = `the document has ${size} values, aliases expanded; at most ${maxValues} are read.`;
      this.#problems.push(makeProblem('yaml_limit', '', where, message));
    }
    return { data, root };
  }

  #value(node: ParsedNode | null, path: DocumentPath): Walked {
    if (node === null) return empty;
    if (path.length > maxDepth) return this.#reject('yaml_limit', node, path, 'is nested too deep.');
    if (isAlias(node)) return this.#alias(node, path);
    const walked = isMap(node) ? this.#map(node, path) : isSeq(node) ? this.#list(node, path) : scalar(node);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, walked);
    return walked;
  }

  #alias(node: Alias.Parsed, path: DocumentPath): Walked {
    const target = this.#anchors.get(node.source);
    return (
      target ?? this.#reject('yaml_syntax', node, path, 'is an alias inside the value that it refers to.')
    );
  }

  #map(node: YAMLMap.Parsed, path: DocumentPath): Walked {
    const fields = new Map<string, unknown>();
    const children = new Map<string, DocumentNode>();
    let size = 1;
    for (const { key, value } of node.items as Pair<Scalar.Parsed, ParsedNode | null>[]) {
      const name = String(key.value);
      const where = this.#source(key.range[0]);
      const first = children.get(name);
      if (first !== undefined) {
        const { at } = locateNode({ key: where, value: where, children: new Map() }, [...path, name]);
        const message = `is declared twice; first on line ${first.key.line}.`;
        this.#problems.push(makeProblem('duplicate_name', at, where, message));
        continue;
      }
      const walked = this.#value(value, [...path, name]);
      size += walked.size;
      fields.set(name, walked.data);
      children.set(name, { key: where, value: this.#where(value, where), children: walked.children });
    }
    return { data: Object.fromEntries(fields), children, size };
  }

  #list(node: YAMLSeq.Parsed, path: DocumentPath): Walked {
    const items: unknown[] = [];
    const children = new Map<string, DocumentNode>();
    let size = 1;
    for (const [index, item] of node.items.entries()) {
      const walked = this.#value(item as ParsedNode, [...path, index]);
      const where = this.#source((item as ParsedNode).range[0]);
      size += walked.size;
      items.push(walked.data);
      children.set(String(index), { key: where, value: where, children: walked.children });
    }
    return { data: items, children, size };
  }

  /** An omitted value has the location of its name. */
  #where(node: ParsedNode | null, otherwise: SourceLocation): SourceLocation {
    return node === null || (isScalar(node) && node.source === '' && node.type === 'PLAIN')
      ? otherwise
      : this.#source(node.range[0]);
  }

  #reject(code: 'yaml_limit' | 'yaml_syntax', node: ParsedNode, path: DocumentPath, message: string): Walked {
    const where = this.#source(node.range[0]);
    const { at } = locateNode({ key: where, value: where, children: new Map() }, path.slice(0, 5));
    this.#problems.push(makeProblem(code, at, where, message));
    return empty;
  }
}

function scalar(node: Scalar.Parsed): Walked {
  return { data: node.value, children: new Map(), size: 1 };
}

/** Own messages, since the library's may quote the text. */
const syntax: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'an alias cannot have an anchor or a tag',
  BAD_ALIAS: 'an alias refers to no earlier anchor',
  BAD_COLLECTION_TYPE: 'a tag does not fit its value',
  BAD_DIRECTIVE: 'a directive (%) is wrong',
  BAD_DQ_ESCAPE: 'a backslash in double quotes is not followed by a known escape',
  BAD_INDENT: 'the indentation does not fit the lines around it',
  BAD_PROP_ORDER: 'an anchor or a tag is in the wrong position',
  BAD_SCALAR_START: 'a value cannot start with this character without quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a value cannot hold another "name: value" on the same line without quotes',
  BLOCK_IN_FLOW: 'a block is not allowed inside [ ] or { }',
  DUPLICATE_KEY: 'a name is declared twice',
  IMPOSSIBLE: 'this is not YAML',
  KEY_OVER_1024_CHARS: 'a name has more than 1024 characters',
  MISSING_CHAR: 'a character is missing, such as a closing quote, bracket, comma or colon',
  MULTILINE_IMPLICIT_KEY: 'a name spans more than one line, or its colon is missing',
  MULTIPLE_ANCHORS: 'a value has two anchors',
  MULTIPLE_DOCS: 'a document starts in the wrong position',
  MULTIPLE_TAGS: 'a value has two tags',
  NON_STRING_KEY: 'a name is not a plain word',
  RESOURCE_EXHAUSTION: 'values are nested too deep',
  TAB_AS_INDENT: 'indentation uses a tab; YAML requires spaces',
  TAG_RESOLVE_FAILED: 'a value has a tag (!) that is unknown or does not fit',
  UNEXPECTED_TOKEN: 'YAML does not allow this here',
};
