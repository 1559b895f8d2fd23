import { type DefaultTreeAdapterTypes, parse } from 'parse5';

/** What a browser makes of a page. */
export interface HtmlDocument {
  readonly elements: readonly string[];
  /** As `element name=value`. */
  readonly attributes: readonly string[];
  readonly comments: readonly string[];
  /** All text that is shown, in its order, with each white space as one blank. */
  readonly text: string;
  readonly ids: readonly string[];
  /** The targets of links within the page. */
  readonly fragments: readonly string[];
}

export function readHtml(html: string): HtmlDocument {
  const elements: string[] = [];
  const attributes: string[] = [];
  const comments: string[] = [];
  let text = '';
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if (node.nodeName === '#comment') comments.push((node as DefaultTreeAdapterTypes.CommentNode).data);
    if (node.nodeName === '#text') text += `${(node as DefaultTreeAdapterTypes.TextNode).value} `;
    if ('tagName' in node) {
      elements.push(node.tagName);
      for (const { name, value } of node.attrs) attributes.push(`${node.tagName} ${name}=${value}`);
    }
    if (node.nodeName !== 'style' && 'childNodes' in node) for (const child of node.childNodes) visit(child);
  };
  visit(parse(html));
  const values = (pattern: RegExp) => attributes.flatMap((attribute) => pattern.exec(attribute)?.[1] ?? []);
  return {
    ...{ elements, attributes, comments },
    text: text.replace(/\s+/g, ' '),
    ids: values(/^\w+ id=(.*)$/),
    fragments: values(/^a href=#(.*)$/),
  };
}
