import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { differences, type Expectation } from './differences.ts';
import { type Kept, type Step, steps } from './kms-conformance.ts';
import { type Ministack, startMinistack } from './ministack.ts';
import { peer } from './peer.ts';

const account = '111122223333';

describe('the emulator', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator({ config: { accounts: [{ id: account }] } });
  });
  afterAll(() => emulator?.stop());

  conforms(
    () => ({
      endpoint: emulator.awsEndpoint,
      accessKeyId: emulator.accessKeyId,
      secretAccessKey: emulator.secretAccessKey,
    }),
    (step) => step.expect,
  );
});

const command = peer('ministack');
(command === null ? describe.skip : describe)('ministack', () => {
  let ministack: Ministack;
  beforeAll(async () => {
    ministack = await startMinistack(command!, { enforced: false });
  });
  afterAll(() => ministack?.stop());

  conforms(
    () => ({ endpoint: ministack.endpoint, accessKeyId: account, secretAccessKey: 'any' }),
    (step) => differences[step.name]?.expect ?? step.expect,
  );
});

interface Target {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Takes every step in turn: each builds on what the earlier ones left. */
function conforms(target: () => Target, expectationOf: (step: Step) => Expectation): void {
  let clients: Record<Step['service'], { send(command: unknown): Promise<unknown> }>;
  let kept: Kept = {};
  beforeAll(() => {
    const { endpoint, ...credentials } = target();
    const config = { endpoint, region: 'us-west-2', maxAttempts: 1, credentials };
    clients = {
      kms: new KMSClient(config),
      sts: new STSClient(config),
      iam: new IAMClient(config),
    } as typeof clients;
  });

  test.each(steps.map((step) => [step.name, step] as const))('%s', async (_, step) => {
    const outcome = await clients[step.service].send(step.call(kept)).then(
      (answer) => ({ answer }),
      (error: Error) => ({ refused: error.name, message: error.message }),
    );
    if ('answer' in outcome && step.keep) kept = { ...kept, ...step.keep(outcome.answer) };
    expect(outcome).toMatchObject(matcher(expectationOf(step)));
  });
}

function matcher(expectation: Expectation): object {
  if ('answers' in expectation) return { answer: asMatcher(expectation.answers) };
  return asMatcher(expectation) as object;
}

/** A regular expression stands for any text that it matches. */
function asMatcher(value: unknown): unknown {
  if (value instanceof RegExp) return expect.stringMatching(value);
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(asMatcher);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, asMatcher(field)]));
}
