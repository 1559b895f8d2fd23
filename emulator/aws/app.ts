import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import type { AccountsConfig } from './accounts.ts';
import { AwsError } from './errors.ts';
import { operationOf } from './operation.ts';
import { jsonError } from './wire/json.ts';

export interface AwsOptions {
  /** Who there is in IAM; left out: every access key is accepted and may do everything. */
  readonly accounts?: AccountsConfig | undefined;
  /** The credential that the emulator prints: an administrator of the first account. */
  readonly rootCredential: { readonly access_key_id: string; readonly secret_access_key: string };
  readonly clock: () => Date;
  /** AWS's request quotas times this factor; left out: no quota. */
  readonly quotas?: number | undefined;
}

/** A local AWS: KMS, STS and IAM with the wire protocols, states and refusals of the real ones. */
export function awsApp(_options: AwsOptions): Hono {
  const app = new Hono();
  app.all('*', async (c) => {
    const operation = operationOf(c.req.raw.headers, await c.req.text());
    return jsonError(new AwsError('UnknownOperationException', operation ?? ''), randomUUID());
  });
  return app;
}
