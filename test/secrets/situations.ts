import type { Command } from '../../src/model/run.ts';
import type { FaultRequest } from '../support/emulator.ts';
import { secrets } from './leaks.ts';

/** Stands in a fault for everything that the server was sent. */
export const echo = '<what was sent>';

/** How a run is made to fail. */
export interface Situation {
  readonly name: string;
  readonly commands: readonly Command[];
  readonly faults?: readonly FaultRequest[];
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

const connecting = ['plan', 'apply', 'verify', 'rotate', 'destroy', 'import', 'doctor'] as const;
const declaring = ['plan', 'apply', 'verify', 'rotate', 'destroy', 'doctor', 'policy'] as const;
const reading = { path: '^/v1/(keymgmt|sys/internal)' };
const login = { path: '/auth/approle/login' };
const errors = { errors: [`the request was: ${echo}`] };

export const answers: Readonly<Record<string, FaultRequest['fault']>> = {
  '400': { status: 400, body: errors },
  '403': { status: 403, body: errors },
  '404': { status: 404, body: { errors: [`no handler for route. ${echo}`] } },
  '405': { status: 405, body: errors },
  '412': { status: 412, body: errors },
  '429': { status: 429, body: errors },
  '431': { status: 431, body: errors },
  '473': { status: 473, body: errors },
  '500': { status: 500, body: errors },
  '503 sealed': { status: 503, body: { errors: [`Vault is sealed: ${echo}`] } },
  'a page': {
    status: 200,
    body: `<html><title>${echo}</title></html>`,
    headers: { 'content-type': 'text/html' },
  },
  'another shape': { status: 200, body: { data: { type: { what: echo }, keys: [{ name: echo }] } } },
  'a control group': { status: 200, body: { wrap_info: { token: echo, accessor: echo }, data: null } },
  'a redirect': {
    status: 302,
    headers: { location: `https://elsewhere.invalid/?${echo}` },
  },
  'no answer': { drop: 'before' },
};

const onReading = Object.entries(answers).map(
  ([name, fault]): Situation => ({
    name: `a read gets ${name}`,
    commands: connecting,
    faults: [{ match: reading, fault }],
  }),
);

const onLogin = Object.entries({
  ...answers,
  'no token': { status: 200, body: { auth: null, warnings: [echo] } },
  'a second factor': { status: 200, body: { auth: { mfa_requirement: { mfa_request_id: echo } } } },
}).map(
  ([name, fault]): Situation => ({
    name: `the login gets ${name}`,
    commands: ['plan', 'doctor'],
    faults: [{ match: login, fault }],
  }),
);

/** A write that Vault rejects, by the step. */
const onWriting = (
  [
    ['apply', 'PUT', '/sys/mounts/fresh$', { path: 'fresh', create_mount: 'true' }],
    ['apply', 'PUT', '/key/orders$', {}],
    ['apply', 'PUT', '/kms/second$', {}],
    ['apply', 'PUT', '/kms/aws/key/orders$', {}],
    ['apply', 'PUT', '/replicate$', {}],
    ['rotate', 'PUT', '/rotate$', {}],
    ['destroy', 'DELETE', '/kms/aws/key/', {}],
    ['destroy', 'DELETE', '/kms/aws$', {}],
  ] as const
).map(
  ([command, method, path, inputs]): Situation => ({
    name: `${method} ${path} is rejected`,
    commands: [command],
    faults: [{ match: { method, path }, fault: answers['400']! }],
    inputs,
  }),
);

const bare = 'kms: {aws: {key_collection: us-west-2}}';

const ofTheRun: readonly Situation[] = [
  {
    name: 'AWS throttles',
    commands: ['apply'],
    faults: [
      {
        match: { method: 'PUT', path: '/kms/aws/key/' },
        fault: { status: 500, body: { errors: [`ThrottlingException: Rate exceeded: ${echo}`] } },
      },
    ],
    inputs: { timeout: '1s' },
  },
  { name: 'nothing listens', commands: connecting, inputs: { url: 'http://127.0.0.1:1' } },
  { name: 'no such host', commands: connecting, inputs: { url: 'http://vault.invalid' } },
  {
    name: 'an input is wrong',
    commands: declaring,
    inputs: { timeout: 'soon', client_key: secrets.client_key },
  },
  { name: 'the manifest is not one', commands: declaring, inputs: { manifest: 'kms: [aws' } },
  { name: 'the proxy is not one', commands: ['plan'], env: { HTTP_PROXY: 'no proxy' } },
  {
    name: 'the digest differs',
    commands: ['apply', 'rotate', 'destroy'],
    inputs: { expected_plan_digest: 'none' },
  },
  { name: 'there is drift', commands: ['plan'], inputs: { fail_on_drift: 'true' } },
  { name: 'nothing is confirmed', commands: ['destroy'], inputs: { confirm: '' } },
  { name: 'a key is in use', commands: ['destroy'], inputs: { min_idle: '90d' } },
  { name: 'no such mount', commands: ['import'], inputs: { import_id: 'nowhere' } },
  { name: 'no such provider', commands: ['import'], inputs: { import_id: 'keymgmt/kms/nobody' } },
  {
    name: 'the manifest cannot be written',
    commands: ['import'],
    inputs: { manifest_path: '/dev/null/keys.yaml' },
  },
  { name: 'no job token', commands: ['plan', 'doctor'], inputs: { method: 'jwt', role: 'ci' } },
  { name: 'TLS where none is spoken', commands: ['plan'], inputs: { url: 'https://127.0.0.1:PORT' } },
  { name: 'the token is unknown', commands: ['plan'], inputs: { method: 'token', token: 'hvs.unknown' } },
  {
    name: 'undeclared keys',
    commands: ['plan'],
    inputs: { fail_on_undeclared: 'true', manifest: `path: keymgmt\n${bare}` },
  },
  { name: 'nothing to verify', commands: ['verify'], inputs: { manifest: `path: keymgmt\n${bare}` } },
  { name: 'another engine', commands: ['plan'], inputs: { manifest: `path: sys\n${bare}` } },
  { name: 'no service account', commands: ['plan'], inputs: { method: 'kubernetes', role: 'ci' } },
  {
    name: 'AWS denies',
    commands: ['verify', 'apply', 'doctor'],
    faults: ['DescribeKey', 'ListAliases', 'GetCallerIdentity', 'SimulatePrincipalPolicy'].map(
      (operation) => ({
        match: { operation },
        fault: { status: 400, body: { __type: 'AccessDeniedException', message: echo } },
      }),
    ),
    inputs: { verify_with: 'runner', fail_on_indeterminate: 'true' },
  },
  {
    name: 'a KMS key is gone',
    commands: ['verify'],
    faults: [
      {
        match: { operation: 'DescribeKey' },
        fault: { status: 400, body: { __type: 'NotFoundException', message: echo } },
      },
    ],
  },
  {
    name: 'there is no Lambda',
    commands: ['verify', 'doctor'],
    inputs: { verify_with: 'lambda', lambda_function: 'verifier', lambda_region: 'us-west-2' },
  },
];

export const situations: readonly Situation[] = [...onReading, ...onLogin, ...onWriting, ...ofTheRun];
