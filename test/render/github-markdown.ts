import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';

/** What a reader sees: rendered as GitHub's parser does, then read as a browser does. */
export interface Seen {
  /** The name of every element, in order. */
  readonly elements: readonly string[];
  /** Every attribute, as `element name=value`. */
  readonly attributes: readonly string[];
  /** All text that is shown. */
  readonly text: string;
  /** The pieces of text that GitHub's filters look at: those that are in no code and no link. */
  readonly filtered: readonly string[];
  readonly comments: readonly string[];
}

/** @param markdown HTML in it is kept, as GitHub keeps what is on its list */
export function htmlOf(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
}

export function seen(markdown: string): Seen {
  const found = {
    elements: [] as string[],
    attributes: [] as string[],
    text: '',
    filtered: [] as string[],
    comments: [] as string[],
  };
  const visit = (node: DefaultTreeAdapterTypes.Node, quiet: boolean): void => {
    if (node.nodeName === '#comment') found.comments.push((node as DefaultTreeAdapterTypes.CommentNode).data);
    if (node.nodeName === '#text') {
      const { value } = node as DefaultTreeAdapterTypes.TextNode;
      found.text += value;
      if (!quiet) found.filtered.push(value);
    }
    if ('tagName' in node) {
      found.elements.push(node.tagName);
      if (node.tagName === 'br') found.text += '\n';
      for (const { name, value } of node.attrs) found.attributes.push(`${node.tagName} ${name}=${value}`);
    }
    const inside = quiet || ['pre', 'code', 'a', 'script', 'style'].includes(node.nodeName);
    if ('childNodes' in node) for (const child of node.childNodes) visit(child, inside);
  };
  visit(parseFragment(htmlOf(markdown)), false);
  return found;
}

/**
 * What GitHub makes a link or a picture of in a text, after Markdown: mentions, issues, commits, emoji, addresses.
 *
 * Source: https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 */
export function filterHits(pieces: readonly string[]): string[] {
  const patterns = [
    /(?<![\w`])@[a-z\d][a-z\d/-]*/gi,
    /\S+@\S+\.\w+/g,
    /(?:[\w.-]+\/[\w.-]+)?#\d+/g,
    /\bGH-\d+/gi,
    /:[a-z\d_+-]+:/gi,
    /(?:https?|ftp):\/\/\S+/gi,
    /\bwww\.\S+/gi,
    /\$\S[^$]*\$/g,
  ];
  return pieces.flatMap((piece) => patterns.flatMap((pattern) => piece.match(pattern) ?? []));
}
