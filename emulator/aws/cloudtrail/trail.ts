import type { AwsError } from '../errors.ts';
import type { Caller } from '../identity.ts';

/** One call to KMS, as CloudTrail records it. */
export interface TrailEvent {
  readonly id: string;
  readonly name: string;
  readonly read_only: boolean;
  readonly caller: Caller;
  /** The ARNs of the keys in the request. */
  readonly resources: readonly string[];
  readonly parameters: Readonly<Record<string, unknown>>;
  /** `null`: it succeeded. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

const capacity = 20_000;
const readOnly = /^(Describe|Get|List|Encrypt|Decrypt|Generate|Sign|Verify)/;

/** The latest calls to KMS in all accounts and regions. */
export class Trail {
  readonly #events: TrailEvent[] = [];

  record(
    event: Omit<TrailEvent, 'read_only' | 'parameters' | 'error'>,
    input: unknown,
    error: AwsError | null,
  ): void {
    this.#events.push({
      ...event,
      read_only: readOnly.test(event.name),
      parameters: parametersOf(input),
      error: error && { code: trailCode(error), message: error.message },
    });
    if (this.#events.length > capacity) this.#events.shift();
  }

  /** The events of the account in the region, the newest first. */
  events(account: string, region: string): TrailEvent[] {
    return this.#events
      .filter(({ caller }) => caller.principal.account === account && caller.region === region)
      .reverse();
  }
}

function trailCode({ code }: AwsError): string {
  return code === 'AccessDeniedException' ? 'AccessDenied' : code;
}

/** Data and key material are not recorded. */
const withheld = [
  'Plaintext',
  'CiphertextBlob',
  'ImportToken',
  'EncryptedKeyMaterial',
  'Message',
  'Signature',
];

function parametersOf(input: unknown): Record<string, unknown> {
  if (typeof input !== 'object' || input === null) return {};
  return Object.fromEntries(
    Object.entries(input)
      .filter(([name]) => !withheld.includes(name))
      .map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );
}
