import { durationPattern, milliseconds } from '../../model/duration.ts';
import type { Env } from '../../model/effects.ts';
import type { Problem } from '../../model/problem.ts';
import { inputLocation } from '../../model/problem.ts';
import { Secret } from '../../model/secret.ts';
import { vaultDuration } from './vault-duration.ts';

/** Every input of contract 1.3, as the user wrote it; empty when it was left out. */
export const connectionInputs = [
  'url',
  'vault_namespace',
  'method',
  'auth_path',
  'auth_namespace',
  'role',
  'token',
  'role_id',
  'secret_id',
  'jwt',
  'jwt_audience',
  'aws_iam_server_id',
  'username',
  'password',
  'vault_github_token',
  'kubernetes_token_path',
  'auth_payload',
  'ca_certificate',
  'client_certificate',
  'client_key',
  'tls_server_name',
  'tls_skip_verify',
  'extra_headers',
  'request_timeout',
  'timeout',
  'max_concurrency',
] as const;
export type ConnectionInput = (typeof connectionInputs)[number];
export type ConnectionInputs = Readonly<Record<ConnectionInput, string>>;

/** Vault's own environment variables, each for an input that was left empty. */
const standIns: Readonly<Partial<Record<ConnectionInput, string>>> = {
  url: 'VAULT_ADDR',
  token: 'VAULT_TOKEN',
  vault_namespace: 'VAULT_NAMESPACE',
  ca_certificate: 'VAULT_CACERT',
  client_certificate: 'VAULT_CLIENT_CERT',
  client_key: 'VAULT_CLIENT_KEY',
  tls_server_name: 'VAULT_TLS_SERVER_NAME',
  tls_skip_verify: 'VAULT_SKIP_VERIFY',
  request_timeout: 'VAULT_CLIENT_TIMEOUT',
};

/** Reads inputs one by one, and collects what is wrong with any of them. */
export class ConnectionInputReader {
  readonly problems: Problem[] = [];
  readonly #inputs: ConnectionInputs;
  readonly #env: Env;

  constructor(inputs: ConnectionInputs, env: Env) {
    this.#inputs = inputs;
    this.#env = env;
  }

  /** What was given, by the input or by the variable that stands in for it. */
  text(input: ConnectionInput): string {
    return this.#inputs[input].trim() || (this.#variable(input) ?? '').trim();
  }

  secret(input: ConnectionInput): Secret | null {
    const text = this.text(input);
    return text === '' ? null : new Secret(text);
  }

  boolean(input: ConnectionInput, fallback: boolean): boolean {
    const text = this.text(input);
    if (text === '') return fallback;
    const [yes, no] = this.#fromVariable(input) ? goBooleans : inputBooleans;
    if (yes.includes(text)) return true;
    if (!no.includes(text)) this.wrong('invalid_boolean', input, `is "${text}".`, 'Write `true` or `false`.');
    return false;
  }

  /** Milliseconds. */
  duration(input: ConnectionInput, fallback: number): number {
    const text = this.text(input);
    if (text === '') return fallback;
    if (this.#fromVariable(input)) {
      const ms = vaultDuration(text);
      if (ms !== null) return ms;
      this.wrong('invalid_duration', input, `is "${text}".`, 'Write seconds, or a duration such as `90s`.');
    } else {
      if (durationPattern.test(text)) return milliseconds(text);
      this.wrong(
        'invalid_duration',
        input,
        `is "${text}".`,
        'Write a duration, such as `90s`, `15m` or `12h`.',
      );
    }
    return fallback;
  }

  count(input: ConnectionInput, fallback: number, most: number): number {
    const text = this.text(input);
    if (text === '') return fallback;
    const count = /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 0;
    if (count >= 1 && count <= most) return count;
    this.wrong('invalid_number', input, `is "${text}".`, `Write a whole number from 1 to ${most}.`);
    return fallback;
  }

  /** Notes what is wrong with an input, in words that follow its name and never repeat a secret. */
  wrong(code: string, input: ConnectionInput, message: string, remedy: string): void {
    const subject = this.#fromVariable(input) ? `${standIns[input]} (for ${input})` : input;
    this.problems.push({
      code,
      at: '',
      source: inputLocation(input),
      message: `${subject} ${message}`,
      remedy,
    });
  }

  #variable(input: ConnectionInput): string | undefined {
    const name = standIns[input];
    return name === undefined ? undefined : this.#env[name];
  }

  #fromVariable(input: ConnectionInput): boolean {
    return this.#inputs[input].trim() === '' && (this.#variable(input) ?? '').trim() !== '';
  }
}

type Booleans = readonly [yes: readonly string[], no: readonly string[]];

const inputBooleans: Booleans = [['true'], ['false']];

/** What Go's strconv.ParseBool takes, and so Vault's environment variables do. */
const goBooleans: Booleans = [
  ['1', 't', 'T', 'true', 'TRUE', 'True'],
  ['0', 'f', 'F', 'false', 'FALSE', 'False'],
];
