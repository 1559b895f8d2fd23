import { expect, test } from '@jest/globals';
import { Lanes } from '../../src/apply/lanes.ts';
import type { Op } from '../../src/model/plan.ts';
import type { StepTarget } from '../../src/plan/step-target.ts';
import { keptLog } from '../vault/support/run.ts';
import { virtualClock } from './virtual-clock.ts';

const mount = { namespace: '', path: 'keymgmt' } as unknown as StepTarget['mount'];
const nothing: StepTarget = { mount, kms: null, key: null, provider: null, declared: null };
const declared = (kms: string | null) => ({
  ...nothing,
  declared: { kms } as unknown as StepTarget['declared'],
});
const on = (kms: string) => ({ ...nothing, kms });

const lanes = new Lanes(64, { clock: virtualClock(), log: keptLog() });
const vault = lanes.of('enable_mount', nothing);

test.each<Op>(['distribute', 'replicate', 'rotate', 'remove_distribution', 'update_key'])(
  '%s calls KMS: it waits with the others of its provider only',
  (op) => {
    expect(lanes.of(op, on('aws'))).toBe(lanes.of('distribute', on('aws')));
    expect(lanes.of(op, declared('aws'))).toBe(lanes.of('distribute', on('aws')));
    expect(lanes.of(op, on('aws'))).not.toBe(lanes.of(op, on('aws-eu')));
    expect(lanes.of(op, on('aws'))).not.toBe(vault);
  },
);

test('what calls no KMS waits with all other writes to Vault', () => {
  expect(lanes.of('create_key', declared('aws'))).toBe(vault);
  expect(lanes.of('rotate', declared(null))).toBe(vault);
  expect(lanes.of('update_key', nothing)).toBe(vault);
});
