import type { Hono } from 'hono';
import type { Env, VaultContext } from '../backend.ts';
import { checkCidrs } from '../cidrs.ts';
import { dataResponse, emptyResponse, listResponse } from '../envelope.ts';
import {
  type Body,
  type FieldTable,
  readFields,
  unknownFields,
  type Values,
  viewFields,
} from '../field-table.ts';
import { notFound, rejected, VaultError } from '../vault-error.ts';

const tokenTypes = ['default', 'service', 'batch', 'default-service', 'default-batch'];

/** Named records of an auth method, such as its roles. A single configuration is the record with an empty name. */
export class Records<T extends FieldTable> extends Map<string, Values<T>> {
  /** Within the mount, such as `/role`. */
  readonly path: string;
  readonly table: T;
  readonly #check: (record: Values<T>) => void;

  /** @param check throws a VaultError for fields that do not fit together */
  constructor(path: string, table: T, check: (record: Values<T>) => void = () => {}) {
    super();
    this.path = path;
    this.table = table;
    this.#check = check;
  }

  /** Creates the record, or updates the given fields. */
  put(name: string, fields: Body): void {
    const record = readFields(this.table, fields, this.get(name));
    checkTokenFields(record);
    this.#check(record);
    this.set(name, record);
  }

  /** The record as Vault returns it. */
  view(name: string): Record<string, unknown> {
    const record = this.get(name);
    if (record === undefined) throw notFound();
    return viewFields(this.table, record);
  }

  /**
   * The record that a login names.
   *
   * @throws VaultError with this message
   */
  require(name: string, otherwise: string, status = 400): Values<T> {
    const record = this.get(name);
    if (record === undefined) throw new VaultError(status, otherwise);
    return record;
  }
}

function checkTokenFields({ token_type: type, token_num_uses, token_period, ...others }: Body): void {
  if (type !== undefined && !tokenTypes.includes(String(type)))
    throw rejected(`invalid value for "token_type": ${JSON.stringify(type)}`);
  if (type === 'batch' && (token_num_uses || token_period))
    throw rejected(`"token_type" cannot be "batch" when "token_num_uses" or "token_period" is set`);
  for (const [field, value] of Object.entries(others)) {
    if (field.endsWith('bound_cidrs')) checkCidrs(value as readonly string[]);
  }
}

/** What endpoints need of records. */
export type ServedRecords = Pick<Records<FieldTable>, 'path' | 'table' | 'keys' | 'view' | 'put' | 'delete'>;

/**
 * The endpoints of records: GET, PUT and DELETE of `/config`, or LIST `/role` and GET, PUT, DELETE `/role/:name`.
 *
 * @param nameField the field that returns the name of the record
 */
export function serveRecords(app: Hono<Env>, records: ServedRecords, nameField?: string): void {
  const { path } = records;
  const nameOf = (c: VaultContext) => c.req.param('name') ?? '';
  const isSingle = path.startsWith('/config');
  const each = isSingle ? path : `${path}/:name`;
  if (!isSingle) app.on('LIST', path, (c) => listResponse(c, records.keys()));
  app.get(each, (c) => {
    const named = nameField ? { [nameField]: nameOf(c) } : {};
    return dataResponse(c, { ...named, ...records.view(nameOf(c)) });
  });
  app.put(each, (c) => {
    records.put(nameOf(c), c.env.body);
    return emptyResponse(c, unknownFields(records.table, c.env.body));
  });
  app.delete(each, (c) => {
    records.delete(nameOf(c));
    return emptyResponse(c);
  });
}
