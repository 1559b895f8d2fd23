import type { Hono } from 'hono';
import type { Env, VaultContext } from '../backend.ts';
import { checkCidrs } from '../cidrs.ts';
import { dataResponse, emptyResponse, listResponse } from '../envelope.ts';
import { type FieldTable, readFields, unknownFields, type Values, viewFields } from '../field-table.ts';
import { notFound, VaultError } from '../vault-error.ts';

const tokenTypes = ['default', 'service', 'batch', 'default-service', 'default-batch'];

/** Named records of an auth method, such as its roles. */
export class Records<T extends FieldTable> {
  readonly table: T;
  readonly #check: (record: Values<T>) => void;
  readonly #records = new Map<string, Values<T>>();

  /** @param check throws a VaultError for fields that do not fit together */
  constructor(table: T, check: (record: Values<T>) => void = () => {}) {
    this.table = table;
    this.#check = check;
  }

  get(name: string): Values<T> | undefined {
    return this.#records.get(name);
  }

  entries(): [string, Values<T>][] {
    return [...this.#records];
  }

  names(): string[] {
    return [...this.#records.keys()];
  }

  /** Creates the record, or updates the given fields. */
  put(name: string, fields: Readonly<Record<string, unknown>>): void {
    const record = readFields(this.table, fields, this.#records.get(name));
    const { token_type, token_num_uses, token_period, ...others } = record as Readonly<
      Record<string, unknown>
    >;
    if (token_type !== undefined && !tokenTypes.includes(String(token_type))) {
      throw new VaultError(400, `invalid value for "token_type": ${JSON.stringify(token_type)}`);
    }
    if (token_type === 'batch' && (token_num_uses || token_period)) {
      throw new VaultError(
        400,
        `"token_type" cannot be "batch" when "token_num_uses" or "token_period" is set`,
      );
    }
    for (const [field, value] of Object.entries(others)) {
      if (field.endsWith('bound_cidrs')) checkCidrs(value as readonly string[]);
    }
    this.#check(record);
    this.#records.set(name, record);
  }

  delete(name: string): void {
    this.#records.delete(name);
  }

  /** The record as Vault returns it. */
  view(name: string): Record<string, unknown> {
    const record = this.#records.get(name);
    if (record === undefined) throw notFound();
    return viewFields(this.table, record);
  }
}

/**
 * The endpoints of records, such as LIST `/role` and GET, PUT, DELETE `/role/:name`.
 *
 * @param records the records, or those of a request
 * @param nameField the field that returns the name of the record
 */
export function serveRecords<T extends FieldTable>(
  app: Hono<Env>,
  path: string,
  records: Records<T> | ((c: VaultContext) => Records<T>),
  nameField?: string,
): void {
  const of = (c: VaultContext) => (typeof records === 'function' ? records(c) : records);
  app.on('LIST', path, (c) => listResponse(c, of(c).names()));
  app.get(`${path}/:name`, (c) => {
    const name = c.req.param('name')!;
    return dataResponse(c, { ...(nameField ? { [nameField]: name } : {}), ...of(c).view(name) });
  });
  app.put(`${path}/:name`, (c) => {
    of(c).put(c.req.param('name')!, c.env.body);
    return emptyResponse(c, unknownFields(of(c).table, c.env.body));
  });
  app.delete(`${path}/:name`, (c) => {
    of(c).delete(c.req.param('name')!);
    return emptyResponse(c);
  });
}

/** The endpoints of a single configuration: GET, PUT and DELETE. */
export function serveConfig<T extends FieldTable>(app: Hono<Env>, path: string, config: Records<T>): void {
  app.get(path, (c) => dataResponse(c, config.view('')));
  app.put(path, (c) => {
    config.put('', c.env.body);
    return emptyResponse(c, unknownFields(config.table, c.env.body));
  });
  app.delete(path, (c) => {
    config.delete('');
    return emptyResponse(c);
  });
}
