import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import { type Clock, clockChange } from './clock.ts';
import { type Faults, faultRules } from './faults.ts';
import type { RequestLog } from './request-log.ts';

/** The routes under `/_emulator`: the request log, the faults and the clock. Requests to them are not logged. */
export function controlApi(log: RequestLog, faults: Faults, clock: Clock): Hono {
  return new Hono()
    .get('/requests', (c) => c.json(log.entries()))
    .delete('/requests', (c) => {
      log.clear();
      return c.body(null, 204);
    })
    .post(
      '/faults',
      changed(faultRules, (rules) => faults.add(rules)),
    )
    .delete('/faults', (c) => {
      faults.clear();
      return c.body(null, 204);
    })
    .post(
      '/clock',
      changed(clockChange, ({ advance_seconds }) => clock.advance(advance_seconds)),
    );
}

function changed<S extends v.GenericSchema>(schema: S, apply: (change: v.InferOutput<S>) => void) {
  return async (c: Context): Promise<Response> => {
    const change = v.safeParse(schema, await c.req.json().catch(() => null));
    if (!change.success) return c.json({ errors: change.issues.map(explain) }, 400);
    apply(change.output);
    return c.body(null, 204);
  };
}

function explain(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue)}: ${issue.message}`;
}
