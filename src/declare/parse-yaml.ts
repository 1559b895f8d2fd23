import type { Alias, Document, ErrorCode, Pair, ParsedNode, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import type { Problem, SourceLocation } from '../model/problem.ts';
import type { DocumentNode, DocumentPath, DocumentTree } from './document-tree.ts';
import { locateNode } from './document-tree.ts';
import { makeProblem } from './make-problem.ts';

/** A text, and where it came from. */
export interface Text {
  readonly text: string;
  /** The file's path as the user gave it; `null` when the text is an input's own. */
  readonly file: string | null;
  /** The input's name. */
  readonly input: string | null;
}

export interface Parsed {
  /** A tree for each document that is not empty and has no problem of its own. */
  readonly trees: readonly DocumentTree[];
  readonly problems: readonly Problem[];
}

/** The longest text that is read, in UTF-16 units: some ten thousand keys. */
export const maxLength = 2 ** 20;
/** The deepest nesting; a manifest needs five. */
const maxDepth = 32;
/** The most values in a document, aliases expanded. */
const maxValues = 100_000;

/**
 * Reads YAML 1.2 (so JSON too) with the position of each value: the core schema, no merge keys, keys are
 * strings, a `%YAML` directive changes nothing. No message quotes the text, which may hold a secret.
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

/** One a line: what follows on the same line is mostly a consequence. */
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

const nothing: Walked = { data: null, children: new Map(), size: 1 };

/** One document's way from nodes to plain data; an alias shares what its anchor gave, so nothing grows. */
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
    if (node === null) return nothing;
    if (path.length > maxDepth) return this.#refuse('yaml_limit', node, path, 'is nested too deep.');
    if (isAlias(node)) return this.#alias(node, path);
    const walked = isMap(node) ? this.#map(node, path) : isSeq(node) ? this.#list(node, path) : scalar(node);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, walked);
    return walked;
  }

  #alias(node: Alias.Parsed, path: DocumentPath): Walked {
    const target = this.#anchors.get(node.source);
    return (
      target ?? this.#refuse('yaml_syntax', node, path, 'is an alias for something that is not complete.')
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
        const message = `is there twice; the first is on line ${first.key.line}.`;
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

  /** A value that is left out stands where its name does. */
  #where(node: ParsedNode | null, otherwise: SourceLocation): SourceLocation {
    return node === null || (isScalar(node) && node.source === '' && node.type === 'PLAIN')
      ? otherwise
      : this.#source(node.range[0]);
  }

  #refuse(code: 'yaml_limit' | 'yaml_syntax', node: ParsedNode, path: DocumentPath, message: string): Walked {
    const where = this.#source(node.range[0]);
    const { at } = locateNode({ key: where, value: where, children: new Map() }, path.slice(0, 5));
    this.#problems.push(makeProblem(code, at, where, message));
    return nothing;
  }
}

function scalar(node: Scalar.Parsed): Walked {
  return { data: node.value, children: new Map(), size: 1 };
}

/** In our own words, since the library's may quote the text. */
const syntax: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'an alias cannot have an anchor or a tag',
  BAD_ALIAS: 'an alias names no anchor before it',
  BAD_COLLECTION_TYPE: 'a tag does not fit what it stands before',
  BAD_DIRECTIVE: 'a directive (%) is wrong',
  BAD_DQ_ESCAPE: 'a backslash in double quotes starts no known escape',
  BAD_INDENT: 'the indentation does not fit the lines around it',
  BAD_PROP_ORDER: 'an anchor or a tag stands in the wrong place',
  BAD_SCALAR_START: 'a value cannot start with this character without quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a value cannot hold another "name: value" on the same line without quotes',
  BLOCK_IN_FLOW: 'a block cannot stand within [ ] or { }',
  DUPLICATE_KEY: 'a name is there twice',
  IMPOSSIBLE: 'this is not YAML',
  KEY_OVER_1024_CHARS: 'a name has more than 1024 characters',
  MISSING_CHAR: 'a character is missing, such as a closing quote, bracket, comma or colon',
  MULTILINE_IMPLICIT_KEY: 'a name goes over more than one line, or its colon is missing',
  MULTIPLE_ANCHORS: 'a value has two anchors',
  MULTIPLE_DOCS: 'a document starts where none may',
  MULTIPLE_TAGS: 'a value has two tags',
  NON_STRING_KEY: 'a name is not a plain word',
  RESOURCE_EXHAUSTION: 'values are nested too deep',
  TAB_AS_INDENT: 'a tab stands where YAML wants spaces',
  TAG_RESOLVE_FAILED: 'a value has a tag (!) that is not known, or that it does not fit',
  UNEXPECTED_TOKEN: 'something stands here that YAML does not expect',
};
