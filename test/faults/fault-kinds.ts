import type { FaultRequest } from '../support/emulator.ts';

/** What happens to one request. `cancel` and `kill` happen to the run while the request is under way. */
export type FaultKind = keyof typeof vaultFaults | 'cancel' | 'kill';

const errors = (words: string) => ({ errors: [words] });

/** Faults of requests to Vault, by kind. */
export const vaultFaults = {
  'dropped before': { drop: 'before' },
  'dropped after': { drop: 'after' },
  '412': { status: 412, body: errors('required index state not present') },
  '429': { status: 429, headers: { 'retry-after': '0' }, body: errors('rate limit quota exceeded') },
  '500': { status: 500, body: errors('internal error') },
  '503': { status: 503, body: errors('service unavailable') },
  '403': { status: 403, body: errors('permission denied') },
  'time-out': { delay_ms: 700 },
  'cut-off body': { status: 200, headers: { 'content-length': '4000' }, body: '{"data":' },
  'invalid JSON': { status: 200, headers: { 'content-type': 'application/json' }, body: '{"data":' },
  empty: { status: 200 },
} as const satisfies Readonly<Record<string, FaultRequest['fault']>>;

const exception = (status: number, __type: string) => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: { __type, message: 'injected' },
});

/** Faults of requests to AWS, by the same kinds where they exist there. */
export const awsFaults: Readonly<Partial<Record<FaultKind, FaultRequest['fault']>>> = {
  'dropped before': { drop: 'before' },
  'dropped after': { drop: 'after' },
  '429': exception(400, 'ThrottlingException'),
  '500': exception(500, 'KMSInternalException'),
  '503': exception(503, 'ServiceUnavailableException'),
  '403': exception(400, 'AccessDeniedException'),
  'invalid JSON': { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: '{"Key' },
  empty: { status: 200 },
};
