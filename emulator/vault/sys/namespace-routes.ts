import type { Hono } from 'hono';
import * as v from 'valibot';
import type { Env, Namespace, VaultContext } from '../backend.ts';
import { body, texts } from '../body.ts';
import type { Core } from '../core.ts';
import { answerData, answerList, answerNothing } from '../envelope.ts';
import { withSlash } from '../paths.ts';
import { nothingThere, Refusal } from '../refusal.ts';

const creation = v.object({ custom_metadata: v.optional(v.nullable(texts)) });
const reserved = ['root', 'sys', 'audit', 'auth', 'cubbyhole', 'identity'];

/**
 * The namespaces below the one of the call. A name of several segments makes the last of them; those before it
 * have to be there.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/system/namespaces
 */
export function namespaceTable(app: Hono<Env>, { namespaces, tokens }: Core): void {
  app.on('LIST', '/namespaces', (c) => {
    const below = [...namespaces.below(c.env.namespace)].filter(
      ([path]) => path.indexOf('/') === path.length - 1,
    );
    const info = Object.fromEntries(below.map(([path, namespace]) => [path, view(namespace)]));
    return answerList(c, Object.keys(info), info);
  });
  app.get('/namespaces/*', (c) => {
    const namespace = namespaces.find(pathOf(c));
    if (namespace === null) throw nothingThere();
    return answerData(c, view(namespace));
  });
  app.put('/namespaces/*', (c) => {
    const path = pathOf(c);
    const existing = namespaces.find(path);
    if (existing !== null) return answerData(c, view(existing));
    checkName(c, path, (parent) => namespaces.find(parent) !== null);
    return answerData(c, view(namespaces.create(path, body(c, creation).custom_metadata ?? {})));
  });
  app.delete('/namespaces/*', (c) => {
    const path = pathOf(c);
    const namespace = namespaces.find(path);
    if (namespace !== null && namespaces.below(namespace).size > 0) {
      throw new Refusal(400, `cannot delete namespace "${path}": it has child namespaces`);
    }
    namespaces.delete(path);
    tokens.revokeNamespace(path);
    return answerNothing(c);
  });
}

function pathOf(c: VaultContext): string {
  return c.env.namespace.path + withSlash(decodeURIComponent(c.req.path.slice('/namespaces/'.length)));
}

function checkName(c: VaultContext, path: string, exists: (parent: string) => boolean): void {
  const parent = path.replace(/[^/]+\/$/, '');
  const name = path.slice(parent.length, -1);
  if (reserved.includes(name))
    throw new Refusal(400, `"${name}" is a reserved path and cannot be used as a namespace path`);
  if (!/^[\w.-]+$/.test(name))
    throw new Refusal(400, `namespace path "${name}" has characters that are not allowed`);
  if (!exists(parent)) throw new Refusal(400, `parent namespace "${parent}" does not exist`);
  const within = path.slice(c.env.namespace.path.length);
  const mounted = [...c.env.namespace.mounts.keys()].find((mount) => mount.startsWith(within));
  if (mounted !== undefined) throw new Refusal(400, `path is already in use at ${mounted}`);
}

function view({ id, path, custom_metadata }: Namespace): Record<string, unknown> {
  return { custom_metadata, id, locked: false, path };
}
