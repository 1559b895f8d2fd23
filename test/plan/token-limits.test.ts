import { expect, test } from '@jest/globals';
import type { Op, Plan } from '../../src/model/plan.ts';
import { tooFewUses, tooShortLife } from '../../src/plan/token-limits.ts';

const now = new Date('2026-01-01T00:00:00Z');
const planOf = (...ops: Op[]): Plan => ({
  schema_version: 1,
  digest: '',
  in_sync: false,
  steps: ops.map((op) => ({ op, id: '', changes: [], reason: '', disruptive: false, depends_on: [] })),
  refusals: [],
  undeclared: [],
  notices: [],
});

test('a token with fewer uses than the plan has requests is an error before the first write', () => {
  const plan = planOf('register_provider', 'create_key', 'distribute');
  expect(tooFewUses(plan, { uses_left: 4, ends: null })).toBeNull();
  expect(tooFewUses(plan, { uses_left: null, ends: null })).toBeNull();
  expect(tooFewUses(plan, { uses_left: 3, ends: null })).toMatchObject({
    code: 'token_uses',
    message: expect.stringContaining('3 more times, and the plan needs at least 4 requests'),
  });
});

test('a token that ends before the keys can be copied is a warning', () => {
  const plan = planOf('create_key', 'distribute', 'distribute', 'rotate');
  const ends = (seconds: number) => ({ uses_left: null, ends: new Date(now.getTime() + seconds * 1_000) });
  expect(tooShortLife(plan, ends(3), now)).toBeNull();
  expect(tooShortLife(plan, { uses_left: null, ends: null }, now)).toBeNull();
  expect(tooShortLife(plan, ends(2), now)).toContain('ends at 2026-01-01T00:00:02.000Z');
});
