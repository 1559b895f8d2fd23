import { Hono } from 'hono';
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
    .post('/faults', async (c) => {
      const rules = v.safeParse(faultRules, [await c.req.json().catch(() => null)].flat());
      if (!rules.success) return c.json({ errors: rules.issues.map(explain) }, 400);
      faults.add(rules.output);
      return c.body(null, 204);
    })
    .post('/clock', async (c) => {
      const change = v.safeParse(clockChange, await c.req.json().catch(() => null));
      if (!change.success) return c.json({ errors: change.issues.map(explain) }, 400);
      clock.advance(change.output.advance_seconds);
      return c.body(null, 204);
    })
    .delete('/faults', (c) => {
      faults.clear();
      return c.body(null, 204);
    });
}

function explain(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue)}: ${issue.message}`;
}
