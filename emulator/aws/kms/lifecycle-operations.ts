import * as v from 'valibot';
import { day, later } from '../../later.ts';
import { integer } from '../validate.ts';
import { keyState } from './key.ts';
import { keyOperation } from './kms-call.ts';
import { requireDeleted, requireMaterial, requireNotDeleted } from './require-state.ts';

export const lifecycleOperations = {
  EnableKey: keyOperation({}, requireMaterial, (key) => {
    key.enabled = true;
  }),

  DisableKey: keyOperation({}, requireMaterial, (key) => {
    key.enabled = false;
  }),

  ScheduleKeyDeletion: keyOperation(
    { PendingWindowInDays: v.optional(integer(7, 30), 30) },
    requireNotDeleted,
    (key, { PendingWindowInDays: window_days }, { now }) => {
      const date = later(now, window_days * day);
      key.deletion = { window_days, date };
      const KeyState = keyState(key);
      const DeletionDate = KeyState === 'PendingDeletion' ? date : undefined;
      return { KeyId: key.arn, KeyState, DeletionDate, PendingWindowInDays: window_days };
    },
    ({ PendingWindowInDays: days }) => ({ 'kms:ScheduleKeyDeletionPendingWindowInDays': days }),
  ),

  /** The key is disabled afterwards, or pending import when it has no material. */
  CancelKeyDeletion: keyOperation({}, requireDeleted, (key) => {
    key.deletion = null;
    key.enabled = false;
    return { KeyId: key.arn };
  }),
};
