import * as v from 'valibot';
import { integer } from '../validate.ts';
import { keyId } from './input.ts';
import { keyState } from './key.ts';
import { kmsOperation } from './kms-call.ts';
import { requireDeleted, requireMaterial, requireNotDeleted } from './require-state.ts';

const day = 24 * 60 * 60 * 1000;

export const lifecycleOperations = {
  EnableKey: kmsOperation(v.object({ KeyId: keyId }), (call, input) => {
    const key = call.key(input.KeyId);
    requireMaterial(key);
    key.enabled = true;
    return undefined;
  }),

  DisableKey: kmsOperation(v.object({ KeyId: keyId }), (call, input) => {
    const key = call.key(input.KeyId);
    requireMaterial(key);
    key.enabled = false;
    return undefined;
  }),

  ScheduleKeyDeletion: kmsOperation(
    v.object({ KeyId: keyId, PendingWindowInDays: v.optional(integer(7, 30), 30) }),
    (call, input) => {
      const days = input.PendingWindowInDays;
      const key = call.key(input.KeyId, { context: { 'kms:ScheduleKeyDeletionPendingWindowInDays': days } });
      requireNotDeleted(key);
      key.deletion = { window_days: days, date: new Date(call.now.getTime() + days * day) };
      const state = keyState(key);
      return {
        KeyId: key.arn,
        KeyState: state,
        DeletionDate: state === 'PendingDeletion' ? key.deletion.date : undefined,
        PendingWindowInDays: days,
      };
    },
  ),

  /** The key is disabled afterwards, or pending import when it has no material. */
  CancelKeyDeletion: kmsOperation(v.object({ KeyId: keyId }), (call, input) => {
    const key = call.key(input.KeyId);
    requireDeleted(key);
    key.deletion = null;
    key.enabled = false;
    return { KeyId: key.arn };
  }),
};
