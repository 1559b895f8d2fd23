import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the memory of work that makes much garbage near what it keeps, for some more processor time: young objects get
 * no more room than at the start, and old ones are collected after little growth. Without it, memory grows to several
 * times of what is kept, as far as the machine has it.
 */
export function collectGarbageEarly(): void {
  for (const flag of ['--semi-space-growth-factor=1', '--heap-growing-percent=20']) setFlagsFromString(flag);
}
