import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../model/effects.ts';

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) => setTimeout(ms, undefined, signal ? { signal } : {}),
};
