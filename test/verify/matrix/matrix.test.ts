import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pLimit from 'p-limit';
import { accessKey, user } from '../../lambda/support.ts';
import type { Emulator } from '../../support/emulator.ts';
import { startEmulator } from '../../support/emulator.ts';
import { type Case, cases, documentOf, documentsOf, rolePath, stranger } from './cases.ts';
import { allow } from './situation.ts';
import { type Outcome, tryOut, type World } from './trial.ts';

/**
 * What the report decides, held against what the emulator's IAM does when the judged principal really calls: its
 * evaluator is not the report's.
 */
let emulator: Emulator;
let outcomes: PromiseSettledResult<Outcome>[];

beforeAll(async () => {
  emulator = await startEmulator({
    config: { accounts: [{ id: '999999999999' }, ...cases.map(accountOf), strangers()] },
  });
  const world: World = { endpoint: emulator.awsEndpoint, keys: keysOf };
  const limit = pLimit(8);
  outcomes = await Promise.allSettled(cases.map((one) => limit(() => tryOut(one, world))));
}, 120_000);
afterAll(() => emulator.stop());

const named = (name: string, account: string) => `${name}-${account}`;

function accountOf(situation: Case) {
  const { account: id } = situation;
  const { own, boundary, scp, looker, trust } = documentsOf(situation);
  const path = rolePath(situation);
  const judged = {
    name: 'judged',
    policies: own === null ? {} : { own },
    ...(boundary === null ? {} : { boundary }),
  };
  return {
    id,
    ...(scp === null ? {} : { scps: { scp } }),
    users: [
      { ...user(named('admin', id), { all: documentOf([allow('*')]) }), name: 'admin' },
      { ...user(named('looker', id), { own: looker }), name: 'looker' },
      ...(path === null ? [{ ...user(named('judged', id), {}), ...judged }] : []),
    ],
    roles: path === null ? [] : [{ ...judged, path, trust }],
  };
}

function strangers() {
  const judged = user(named('judged', stranger), { all: documentOf([allow('*')]) });
  return { id: stranger, users: [{ ...judged, name: 'judged' }] };
}

function keysOf(name: 'admin' | 'looker' | 'judged', { account, who }: Case) {
  const foreign = name === 'judged' && who === 'user of another account';
  const { access_key_id, secret_access_key } = accessKey(named(name, foreign ? stranger : account));
  return { accessKeyId: access_key_id, secretAccessKey: secret_access_key };
}

describe('the decision is the one AWS makes', () => {
  test.each(cases.map((one, index) => ({ ...one, index })))('$name', ({ index, ...situation }) => {
    const outcome = outcomes[index]!;
    if (outcome.status === 'rejected') throw outcome.reason;
    const { row, real } = outcome.value;
    const { action, expected, layer } = situation;
    expect(row).toMatchObject({ action, decision: expected, ...(layer === undefined ? {} : { layer }) });
    if (row.decision === 'allowed') expect(real).toBe(true);
    if (row.decision === 'denied') expect(real).toBe(false);
    if (row.decision === 'indeterminate') expect(row.message.length).toBeGreaterThan(40);
  });

  test('most of the situations are decided, and each names its source', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
    expect(cases.filter(({ expected }) => expected !== 'indeterminate').length).toBeGreaterThanOrEqual(40);
    for (const { source } of cases) expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });
});
