import { type Change, type Op, type Plan, showValue } from '../model/plan.ts';
import type { Command } from '../model/run.ts';

export function showChange({ field, from, to }: Change): string {
  return from === null ? `${field}: ${showValue(to)}` : `${field}: ${showValue(from)} → ${showValue(to)}`;
}

/** What a step does, in words. */
export const opWords: Readonly<Record<Op, string>> = {
  enable_mount: 'enable mount',
  create_key: 'create key',
  update_key: 'update key',
  register_provider: 'register KMS provider',
  refresh_credentials: 'refresh credentials',
  distribute: 'distribute',
  replicate: 'replicate',
  rotate: 'rotate',
  remove_distribution: 'remove from KMS',
  delete_provider: 'delete KMS provider',
};

/** `+` adds, `~` changes, `-` removes. */
export const opSigns: Readonly<Record<Op, '+' | '~' | '-'>> = {
  enable_mount: '+',
  create_key: '+',
  update_key: '~',
  register_provider: '+',
  refresh_credentials: '~',
  distribute: '+',
  replicate: '+',
  rotate: '~',
  remove_distribution: '-',
  delete_provider: '-',
};

/** What a plan without steps means; the other commands compare Vault with the declaration. */
const nothingToDo: Partial<Record<Command, string>> = {
  rotate: 'Nothing to rotate: no key is requested or due.',
  destroy: 'Nothing to destroy: no declared provider is registered in Vault.',
};

/** The plan in one line. */
export function planHeadline(
  { steps, refusals, undeclared, in_sync }: Plan,
  command: Command | null,
): string {
  if (refusals.length > 0) {
    return `Blocked: ${count(refusals.length, 'problem')} must be solved first. Nothing is written.`;
  }
  const refreshes = steps.filter((step) => step.op === 'refresh_credentials').length;
  const refresh = refreshes === 0 ? '' : ` Credentials of ${count(refreshes, 'provider')} are written again.`;
  const others =
    undeclared.length === 0 ? '' : ` ${count(undeclared.length, 'undeclared object')} left unchanged.`;
  const nothing = nothingToDo[command ?? 'plan'] ?? 'No changes: Vault matches the declaration.';
  if (in_sync) return `${nothing}${refresh}${others}`;
  const signs = steps.filter((step) => step.op !== 'refresh_credentials').map((step) => opSigns[step.op]);
  const of = (sign: string) => signs.filter((other) => other === sign).length;
  return `Plan: ${of('+')} to add, ${of('~')} to change, ${of('-')} to remove.${refresh}${others}`;
}

/** `1 key`, `2 keys`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
