import type { Hono } from 'hono';
import * as v from 'valibot';
import type { Env } from '../backend.ts';
import { dataResponse, emptyResponse, listResponse } from '../envelope.ts';
import { explain } from '../request-body.ts';
import { notFound, VaultError } from '../vault-error.ts';

/** Named records of an auth method, such as its roles. */
export class Records<T extends v.GenericSchema> {
  readonly #schema: T;
  readonly #written = new Map<string, Readonly<Record<string, unknown>>>();
  readonly #parsed = new Map<string, v.InferOutput<T>>();

  constructor(schema: T) {
    this.#schema = schema;
  }

  get(name: string): v.InferOutput<T> | undefined {
    return this.#parsed.get(name);
  }

  entries(): [string, v.InferOutput<T>][] {
    return [...this.#parsed];
  }

  /** Creates the record, or updates the given fields. */
  put(name: string, fields: Readonly<Record<string, unknown>>): v.InferOutput<T> {
    const written = { ...this.#written.get(name), ...fields };
    const result = v.safeParse(this.#schema, written);
    if (!result.success) {
      throw new VaultError(400, ...result.issues.map(explain));
    }
    this.#written.set(name, written);
    this.#parsed.set(name, result.output);
    return result.output;
  }

  delete(name: string): void {
    this.#written.delete(name);
    this.#parsed.delete(name);
  }
}

/**
 * The endpoints of records, such as LIST `/role` and GET, PUT, DELETE `/role/:name`.
 *
 * @param hidden fields that are never returned
 */
export function serveRecords<T extends v.GenericSchema<unknown, object>>(
  app: Hono<Env>,
  path: string,
  records: Records<T>,
  hidden: readonly string[] = [],
): void {
  app.on('LIST', path, (c) =>
    listResponse(
      c,
      records.entries().map(([name]) => name),
    ),
  );
  app.get(`${path}/:name`, (c) => {
    const record = records.get(c.req.param('name')!);
    if (record === undefined) throw notFound();
    return dataResponse(
      c,
      Object.fromEntries(Object.entries(record).filter(([field]) => !hidden.includes(field))),
    );
  });
  app.put(`${path}/:name`, (c) => {
    records.put(c.req.param('name')!, c.env.body);
    return emptyResponse(c);
  });
  app.delete(`${path}/:name`, (c) => {
    records.delete(c.req.param('name')!);
    return emptyResponse(c);
  });
}

/** The endpoints of a single configuration, GET and PUT. */
export function serveConfig<T extends v.GenericSchema<unknown, object>>(
  app: Hono<Env>,
  path: string,
  config: Records<T>,
  hidden: readonly string[] = [],
): void {
  app.get(path, (c) => {
    const found = config.get('');
    if (found === undefined) throw notFound();
    return dataResponse(
      c,
      Object.fromEntries(Object.entries(found).filter(([field]) => !hidden.includes(field))),
    );
  });
  app.put(path, (c) => {
    config.put('', c.env.body);
    return emptyResponse(c);
  });
}
