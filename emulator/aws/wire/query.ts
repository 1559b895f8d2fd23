import { XMLBuilder } from 'fast-xml-parser';
import type { Wire } from './wire.ts';

const xml = new XMLBuilder({ attributeNamePrefix: '@', ignoreAttributes: false, suppressEmptyNode: false });

/**
 * Parses an AWS query body into a nested value: `Ids.member.1=a` becomes `{Ids: ['a']}`. Every leaf is a string; a
 * parameter without a value is an empty list, and omitted.
 *
 * Source: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
function parseQuery(body: string): Record<string, unknown> {
  const root: Tree = Object.create(null);
  for (const [name, value] of new URLSearchParams(body)) {
    if (value === '') continue;
    const path = name.split('.');
    const leaf = path.pop()!;
    let node = root;
    for (const part of path) {
      if (typeof node[part] !== 'object') node[part] = Object.create(null);
      node = node[part] as Tree;
    }
    node[leaf] = value;
  }
  return harvest(root) as Record<string, unknown>;
}

interface Tree {
  [name: string]: Tree | string;
}

/** JavaScript orders the numbers of a list's members. */
function harvest(node: Tree | string): unknown {
  if (typeof node === 'string') return node;
  if (typeof node['member'] === 'object') return Object.values(node['member']).map(harvest);
  return Object.fromEntries(Object.entries(node).map(([name, child]) => [name, harvest(child)]));
}

/**
 * The AWS query protocol: `<XResponse><XResult>…`. Dates are RFC 3339, lists contain `<member>`, and a denial is
 * `AccessDenied` with 403.
 *
 * @param namespace of the service's XML documents
 */
export function queryWire(namespace: string): Wire {
  return {
    protocol: 'query',
    input: parseQuery,
    respond: (operation, output, requestId) =>
      respond(200, requestId, {
        [`${operation}Response`]: {
          '@xmlns': namespace,
          [`${operation}Result`]: wireValue(output ?? {}),
          ResponseMetadata: { RequestId: requestId },
        },
      }),
    error({ code, status: own, message }, requestId) {
      const isDenial = code === 'AccessDeniedException';
      const status = isDenial ? 403 : own;
      const Type = status < 500 ? 'Sender' : 'Receiver';
      const Code = isDenial ? 'AccessDenied' : code;
      return respond(status, requestId, {
        ErrorResponse: {
          '@xmlns': namespace,
          Error: { Type, Code, Message: message },
          RequestId: requestId,
        },
      });
    },
  };
}

function respond(status: number, requestId: string, document: object): Response {
  return new Response(xml.build(document), {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
  });
}

function wireValue(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return { member: value.map(wireValue) };
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined && field !== null);
  return Object.fromEntries(fields.map(([name, field]) => [name, wireValue(field)]));
}
