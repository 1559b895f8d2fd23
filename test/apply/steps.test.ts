import { type Applied, apply } from '../../src/apply/apply.ts';
import type { Desired } from '../../src/model/desired.ts';
import type { Clock, Log } from '../../src/model/effects.ts';
import { RunError } from '../../src/model/errors.ts';
import type { Live } from '../../src/model/live.ts';
import type { Op, Plan, Step } from '../../src/model/plan.ts';
import { sealPlan } from '../../src/plan/digest.ts';
import type { Vault, VaultData, VaultPath, WriteOptions } from '../../src/vault/http/vault.ts';
import { VaultError } from '../../src/vault/http/vault-error.ts';
import {
  absent,
  credentials,
  day,
  desired,
  distribution,
  empty,
  key,
  live,
  liveKey,
  liveProvider,
  now,
  provider,
} from '../plan/support/declared.ts';
import { Transcript } from '../support/transcript.ts';

/** What Vault answers to a request, such as `GET keymgmt/key/db`, one after the other; else as if nothing were there. */
type Answers = Readonly<Record<string, readonly (VaultData | null | Error | (() => void))[]>>;

interface Scene {
  readonly steps: readonly Step[];
  readonly answers?: Answers;
  readonly declared?: Desired;
  readonly observed?: Live;
  readonly hasReplicas?: boolean;
  /** What each write reports before it is answered. */
  readonly onWrite?: (write: WriteOptions, path: string) => void;
  readonly max_concurrency?: number;
}

const ids: Readonly<Record<Op, string>> = {
  enable_mount: 'keymgmt',
  create_key: 'keymgmt/key/db',
  update_key: 'keymgmt/key/db',
  register_provider: 'keymgmt/kms/aws',
  refresh_credentials: 'keymgmt/kms/aws',
  distribute: 'keymgmt/kms/aws/key/db',
  replicate: 'keymgmt/kms/aws/key/db',
  rotate: 'keymgmt/key/db',
  remove_distribution: 'keymgmt/kms/aws/key/db',
  delete_provider: 'keymgmt/kms/aws',
};

function step(op: Op, changes: Step['changes'] = [], parts: Partial<Step> = {}): Step {
  return { op, id: ids[op], changes, reason: '', disruptive: false, depends_on: [], ...parts };
}

const error = (
  code: 'request_rejected' | 'permission_denied',
  path: string,
  verdict?: 'uncertain' | 'repeat',
) =>
  new VaultError(code, { method: 'PUT', path }, '400 "no"', 'Look.', {
    status: 400,
    errors: ['no'],
    ...(verdict === undefined ? {} : { verdict }),
  });

/** Runs the steps, and returns everything that can be seen of it: requests, log, result and state. */
async function seen(scene: Scene) {
  const { steps, answers = {}, declared = desired({}), observed = live({}) } = scene;
  const requests: string[] = [];
  const told: string[] = [];
  const run = new AbortController();
  let time = now.getTime();
  const clock: Clock = {
    now: () => new Date(time),
    async sleep(ms, signal) {
      // Progress sleeps for as long as the run goes on.
      if (signal !== run.signal) return new Promise(() => {});
      requests.push(`sleep ${ms}`);
      time += ms;
    },
  };
  const say = (level: string) => (line: string) => void told.push(`${level}: ${line}`);
  const log: Log = {
    debug: say('debug'),
    info: say('info'),
    notice: say('notice'),
    warning: say('warning'),
    error: say('error'),
    progress: ({ line }) => say('progress')(line),
    group: (_, work) => work(),
  };
  const left = new Map(Object.entries(answers).map(([request, list]) => [request, [...list]]));
  const ask = (method: string, { namespace, path }: VaultPath, more = ''): VaultData | null => {
    const name = [namespace, ...path].filter((part) => part !== '').join('/');
    requests.push(`${method} ${name}${more}`);
    time += 250;
    const answer = left.get(`${method} ${name}`)?.shift() ?? null;
    if (answer instanceof Error) throw answer;
    if (typeof answer !== 'function') return answer;
    answer.call(run);
    return null;
  };
  const written = (body: object, { tookEffect, slow }: WriteOptions = {}) =>
    ` ${JSON.stringify(body)}${tookEffect === undefined ? '' : ' or read'}${slow ? ' or wait' : ''}`;
  const vault: Vault = {
    get: async (at) => ask('GET', at),
    list: async (at) => ask('LIST', at) as unknown as string[],
    put: async (at, body, write = {}) => {
      scene.onWrite?.(write, at.path.join('/'));
      const answer = ask('PUT', at, written(body, write));
      if (answer === null || answer['asks'] !== true) return answer;
      requests.push(`took effect: ${await write.tookEffect?.()}`);
      return null;
    },
    delete: async (at, write) => void ask('DELETE', at, written({}, write)),
  };
  const plan: Plan = sealPlan({ steps, refusals: [], undeclared: [], notices: [] });
  const applied: Applied = await apply(vault, plan, declared, observed, {
    max_concurrency: scene.max_concurrency ?? 4,
    clock,
    log,
    signal: run.signal,
    hasReplicas: async () => scene.hasReplicas ?? false,
  });
  const { state } = applied;
  const shown = (failure: unknown) =>
    failure instanceof RunError
      ? { code: failure.code, message: failure.message, remedy: failure.remedy }
      : String(failure);
  return {
    requests,
    told: told.filter((line) => !line.startsWith('progress')),
    done: applied.done.map(({ op }) => op),
    failed: applied.failed.map(({ step: { op }, error: failure }) => [op, shown(failure)]),
    left: applied.left.map(({ op }) => op),
    keys: [...state.keys].map(
      ([id, one]) =>
        `${id}: ${one.type}, ${one.latest_version}, from ${one.min_enabled_version}, ${one.deletion_allowed}, ${one.replica_regions}`,
    ),
    distributions: [...state.distributions.keys()],
    distributed: [...state.distributed],
  };
}

/** Vault's own records. */
const keyRecord = (changes: object = {}): VaultData => ({
  type: 'aes256-gcm96',
  deletion_allowed: false,
  latest_version: 2,
  min_enabled_version: 1,
  versions: { '1': { creation_time: now.toISOString() } },
  ...changes,
});
const record = (changes: object = {}): VaultData => ({
  name: 'db-1700000000',
  purpose: 'encrypt,decrypt',
  protection: 'hsm',
  distribution_time: now.toISOString(),
  versions: { '1': 'kms-1', '2': 'kms-2' },
  ...changes,
});
const at = 'keymgmt/kms/aws/key/db';
const rotation = step('rotate', [{ field: 'latest_version', from: 2, to: 3 }]);
const settings = [
  { field: 'deletion_allowed', from: false, to: true },
  { field: 'min_enabled_version', from: 1, to: 2 },
];
const created = [{ field: 'type', from: null, to: 'aes256-gcm96' }, ...settings];
const twoVersions = { versions: { '1': 'kms-1', '2': 'kms-2', '3': 'kms-3' } };
const withCredentials = desired({ kms: [provider({ credentials })] });
const multiRegion = { declared: desired({ keys: [key({ replica_regions: ['eu-west-1'] })] }) };
const undistributed = { observed: live({ kms: [liveProvider({ key_names: [], distributions: [] })] }) };

const scenes: Readonly<Record<string, Scene>> = {
  enable_mount: { steps: [step('enable_mount')], observed: live(absent) },
  register_provider: { steps: [step('register_provider')], declared: withCredentials, observed: live(empty) },
  'register_provider: rejected, and it is there': {
    steps: [step('register_provider')],
    declared: withCredentials,
    answers: {
      'PUT keymgmt/kms/aws': [error('request_rejected', 'keymgmt/kms/aws')],
      'GET keymgmt/kms/aws': [{ provider: 'awskms', key_collection: 'us-west-2' }],
    },
  },
  ...Object.fromEntries(
    [
      null,
      { provider: 'awskms', key_collection: 'eu-west-1' },
      { provider: 'azurekeyvault', key_collection: 'us-west-2' },
    ].map((answer) => [
      `register_provider: rejected, and there is ${JSON.stringify(answer)}`,
      {
        steps: [step('register_provider')],
        answers: {
          'PUT keymgmt/kms/aws': [error('request_rejected', 'keymgmt/kms/aws')],
          'GET keymgmt/kms/aws': [answer],
        },
      },
    ]),
  ),
  'register_provider: denied': {
    steps: [step('register_provider')],
    answers: { 'PUT keymgmt/kms/aws': [error('permission_denied', 'keymgmt/kms/aws')] },
  },
  refresh_credentials: { steps: [step('refresh_credentials')], declared: withCredentials },
  delete_provider: { steps: [step('delete_provider')] },
  remove_distribution: { steps: [step('remove_distribution')] },
  create_key: { steps: [step('create_key', created.slice(0, 1))], observed: live(empty) },
  'create_key: with settings and replicas': {
    ...multiRegion,
    steps: [step('create_key', created)],
    observed: live(empty),
  },
  update_key: { steps: [step('update_key', settings)] },
  'update_key: of a key that was not read': { steps: [step('update_key', settings)], observed: live(empty) },
  distribute: { ...undistributed, steps: [step('distribute')], answers: { [`GET ${at}`]: [record()] } },
  'distribute: nothing is there': { ...undistributed, steps: [step('distribute')] },
  'distribute: another purpose is there': {
    ...undistributed,
    steps: [step('distribute')],
    answers: { [`GET ${at}`]: [record({ purpose: 'decrypt' })] },
  },
  'distribute: another protection is there': {
    ...undistributed,
    steps: [step('distribute')],
    answers: { [`GET ${at}`]: [record({ protection: 'software' })] },
  },
  'distribute: cancelled before the read': {
    ...undistributed,
    steps: [step('distribute'), step('delete_provider')],
    max_concurrency: 1,
    answers: {
      [`PUT ${at}`]: [
        function (this: AbortController) {
          this.abort();
        },
      ],
    },
  },
  'distribute: sent again after a lost answer': {
    ...undistributed,
    steps: [step('distribute')],
    answers: { [`GET ${at}`]: [record()] },
    onWrite: ({ onResend }, path) => onResend?.(error('request_rejected', path, 'uncertain')),
  },
  'distribute: sent again after an answer that is not lost': {
    ...undistributed,
    steps: [step('distribute')],
    answers: { [`GET ${at}`]: [record()] },
    onWrite: ({ onResend }, path) => onResend?.(error('request_rejected', path, 'repeat')),
  },
  'rotate: sent again after a lost answer, in KMS': {
    steps: [rotation],
    answers: {
      'GET keymgmt/key/db': [keyRecord(), keyRecord({ latest_version: 3 })],
      [`GET ${at}`]: [record(twoVersions)],
    },
    onWrite: ({ onResend }, path) => onResend?.(error('request_rejected', path, 'uncertain')),
  },
  'rotate: sent again after a lost answer, in Vault only': {
    ...undistributed,
    steps: [rotation],
    answers: { 'GET keymgmt/key/db': [keyRecord(), keyRecord({ latest_version: 3 })] },
    onWrite: ({ onResend }, path) => {
      onResend?.(error('request_rejected', path, 'uncertain'));
      onResend?.(error('request_rejected', path, 'repeat'));
    },
  },
  'update_key: sent again after a lost answer': {
    steps: [step('update_key', settings)],
    onWrite: ({ onResend }, path) => onResend?.(error('request_rejected', path, 'uncertain')),
  },
  replicate: { ...multiRegion, steps: [step('replicate')] },
  'replicate: AWS has the replicas': {
    ...multiRegion,
    steps: [step('replicate')],
    hasReplicas: true,
    answers: { [`PUT ${at}/replicate`]: [{ asks: true }] },
  },
  'replicate: AWS lacks a replica': {
    ...multiRegion,
    steps: [step('replicate')],
    answers: { [`PUT ${at}/replicate`]: [{ asks: true }] },
  },
  'replicate: no distribution was read': {
    ...multiRegion,
    ...undistributed,
    steps: [step('replicate')],
    hasReplicas: true,
    answers: { [`PUT ${at}/replicate`]: [{ asks: true }] },
  },
  'rotate: arrives at once': {
    steps: [rotation],
    answers: {
      'GET keymgmt/key/db': [keyRecord(), keyRecord({ latest_version: 3 })],
      [`GET ${at}`]: [record(twoVersions)],
    },
  },
  'rotate: arrives later': {
    steps: [rotation],
    answers: {
      'GET keymgmt/key/db': [keyRecord(), keyRecord({ latest_version: 3 })],
      [`GET ${at}`]: [record(), record(), record(twoVersions)],
    },
  },
  'rotate: is removed from KMS meanwhile': {
    steps: [rotation],
    answers: {
      'GET keymgmt/key/db': [keyRecord(), keyRecord({ latest_version: 3 })],
      [`GET ${at}`]: [record()],
    },
  },
  'distribute: to the second of two providers, sent again after a lost answer': {
    ...undistributed,
    steps: [step('distribute')],
    declared: desired({ kms: [provider({ name: 'aws-eu', key_collection: 'eu-west-1' }), provider()] }),
    answers: { [`GET ${at}`]: [record()] },
    onWrite: ({ onResend }, path) => onResend?.(error('request_rejected', path, 'uncertain')),
  },
  'rotate: is not distributed': {
    ...undistributed,
    steps: [rotation],
    answers: { 'GET keymgmt/key/db': [keyRecord(), keyRecord({ latest_version: 3 })] },
  },
  'rotate: is not declared to be distributed': {
    steps: [rotation],
    declared: desired({ keys: [key({ kms: null })] }),
    answers: { 'GET keymgmt/key/db': [keyRecord(), keyRecord({ latest_version: 3 })] },
  },
  'rotate: was rotated meanwhile': {
    steps: [rotation],
    answers: { 'GET keymgmt/key/db': [keyRecord({ latest_version: 3 })] },
  },
  'rotate: the key is gone': { steps: [rotation] },
  'rotate: nothing happened': {
    steps: [rotation],
    answers: { 'GET keymgmt/key/db': [keyRecord(), keyRecord()] },
  },
  'rotate: cancelled': {
    steps: [rotation],
    answers: {
      'GET keymgmt/key/db': [keyRecord()],
      'PUT keymgmt/key/db/rotate': [
        function (this: AbortController) {
          this.abort();
        },
      ],
    },
  },
  ...Object.fromEntries(
    (Object.keys(ids) as Op[]).map((op) => [
      `${op}: rejected`,
      {
        steps: [op === 'rotate' ? rotation : step(op, op === 'create_key' ? created : settings)],
        answers: Object.fromEntries(
          [
            'sys/mounts/keymgmt',
            'keymgmt/key/db',
            'keymgmt/kms/aws',
            at,
            `${at}/replicate`,
            'keymgmt/key/db/rotate',
          ].flatMap((path) =>
            ['PUT', 'DELETE'].map((method) => [`${method} ${path}`, [error('request_rejected', path)]]),
          ),
        ),
      },
    ]),
  ),
  'an id that is declared nowhere': { steps: [step('create_key', [], { id: 'elsewhere/key/db' })] },
  'throttled: writes start one after the other': {
    steps: [step('update_key', settings)],
    onWrite: ({ pace }) =>
      void pace?.failed(new VaultError('aws_throttled', { method: 'PUT', path: 'keymgmt/key/db' }, '', '')),
  },
  'a step that depends on a failed one': {
    steps: [step('delete_provider'), step('distribute', [], { depends_on: [ids.delete_provider] })],
    answers: { 'DELETE keymgmt/kms/aws': [error('permission_denied', 'keymgmt/kms/aws')] },
  },
  'a raise after a rotation': {
    ...undistributed,
    steps: [rotation, step('update_key', settings, { depends_on: [ids.rotate] })],
    answers: { 'GET keymgmt/key/db': [keyRecord(), keyRecord({ latest_version: 3 })] },
  },
  'what was observed stays the state': {
    steps: [],
    observed: live({
      keys: [liveKey({ versions: {} })],
      kms: [
        liveProvider({
          distributions: [distribution({ distribution_time: new Date(now.getTime() - day).toISOString() })],
        }),
      ],
    }),
  },
};

new Transcript('test/apply/steps.txt').tests(
  Object.fromEntries(Object.entries(scenes).map(([name, scene]) => [name, () => seen(scene)])),
);
