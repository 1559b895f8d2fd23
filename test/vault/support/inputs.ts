import type { Env } from '../../../src/model/effects.ts';
import type { Problem } from '../../../src/model/problem.ts';
import type { ConnectionInput, ConnectionInputs } from '../../../src/vault/settings/connection-inputs.ts';
import { connectionInputs } from '../../../src/vault/settings/connection-inputs.ts';
import type { VaultSettings } from '../../../src/vault/settings/connection-settings.ts';
import { connectionSettings } from '../../../src/vault/settings/connection-settings.ts';

export type Given = Partial<Record<ConnectionInput, string>>;

export const whole = (given: Given): ConnectionInputs =>
  Object.fromEntries(connectionInputs.map((name) => [name, given[name] ?? ''])) as ConnectionInputs;
export const parse = (given: Given, env: Env = {}) => connectionSettings(whole(given), env, 'test/1');
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
