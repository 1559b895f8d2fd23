import { fillTexts } from '../../../src/inputs/input-spec.ts';
import type { Env } from '../../../src/model/effects.ts';
import type { Problem } from '../../../src/model/problem.ts';
import type { VaultInputs, VaultSettings } from '../../../src/vault/settings/vault-settings.ts';
import { vaultInputs, vaultSettings } from '../../../src/vault/settings/vault-settings.ts';

export type Given = Partial<VaultInputs>;

export const whole = (given: Given): VaultInputs => fillTexts(vaultInputs, given);
export const parse = (given: Given, env: Env = {}) => vaultSettings(whole(given), env, 'test/1');
export const base = { url: 'https://vault.example.com:8200', token: 's.x' };

export function settings(given: Given, env: Env = {}): VaultSettings {
  const outcome = parse({ ...base, ...given }, env);
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome;
}

export function problems(given: Given, env: Env = {}): readonly Problem[] {
  const outcome = parse(given, env);
  return 'problems' in outcome ? outcome.problems : [];
}

export const messages = (given: Given, env: Env = {}) =>
  problems({ ...base, ...given }, env).map(({ code, message }) => `${code}: ${message}`);
