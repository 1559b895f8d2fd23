import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSecretCredentials } from '../../lambda/secret-credentials.ts';
import { openSharedConnections } from '../../src/aws/aws-effects.ts';
import { openClients } from '../../src/aws/clients.ts';
import { createAwsReader } from '../../src/aws/read-evidence.ts';
import { resolveVerifierCredentials } from '../../src/aws/verifier-identity.ts';
import type { AwsReader } from '../../src/model/aws-reader.ts';
import type { Evidence, EvidenceFailure, FailureCause } from '../../src/model/evidence.ts';
import { failureRemedy } from '../../src/verify/failure-remedy.ts';
import { authority, certificate } from '../support/certificates.ts';
import { deafServer } from '../support/deaf-server.ts';
import { fakeClock } from '../verify/support/clock.ts';

const region = 'us-west-2';
const role_arn = 'arn:aws:iam::111122223333:role/verifier';
const principal = 'arn:aws:iam::111122223333:user/vault';
const secret = `arn:aws:secretsmanager:${region}:111122223333:secret:verifier`;

type Read = (env: Record<string, string>) => Promise<Evidence<unknown>>;

function clientsFor(env: Record<string, string>) {
  const clock = fakeClock('2026-01-01T00:00:00.000Z');
  const credentials = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
  return openClients({
    env: { ...credentials, ...env },
    credentials: null,
    run_id: null,
    ...openSharedConnections(clock),
    signal: null,
    kms_endpoint: null,
  });
}

const reading =
  (call: (reader: AwsReader) => Promise<Evidence<unknown>>): Read =>
  (env) =>
    call(createAwsReader(clientsFor(env), region));

/** Every AWS call of the verifier, by the action that IAM knows it by. */
const calls: Readonly<Record<string, Read>> = {
  'sts:GetCallerIdentity': reading((reader) => reader.identity()),
  'sts:AssumeRole': (env) =>
    resolveVerifierCredentials(
      { kind: 'role', role_arn, external_id: null },
      region,
      null,
      clientsFor(env),
      fakeClock('2026-01-01T00:00:00.000Z'),
    ),
  'secretsmanager:GetSecretValue': (env) => readSecretCredentials(secret, clientsFor(env), region, () => {}),
  'kms:DescribeKey': reading((reader) => reader.key(region, 'id')),
  'kms:ListAliases': reading((reader) => reader.aliases(region)),
  'kms:ListKeys': reading((reader) => reader.keyIds(region)),
  'kms:GetKeyPolicy': reading((reader) => reader.policy(region, 'id')),
  'kms:ListKeyRotations': reading((reader) => reader.materials(region, 'id')),
  'kms:GetPublicKey': reading((reader) => reader.publicKey(region, 'id')),
  'iam:GetRole': reading((reader) => reader.principal('role', 'vault')),
  'iam:GetUser': reading((reader) => reader.principal('user', 'vault')),
  'iam:SimulatePrincipalPolicy': reading((reader) =>
    reader.simulate(principal, { actions: ['kms:CreateKey'], resources: [], context: [] }),
  ),
  'access-analyzer:CheckNoPublicAccess': reading((reader) => reader.publicAccess(region, {})),
  'kms:ListResourceTags': reading((reader) => reader.resourceTags(region, 'id')),
  'kms:GetKeyLastUsage': reading((reader) => reader.lastUsage(region, 'id')),
  'kms:ListGrants': reading((reader) => reader.grants(region, 'id')),
  'organizations:DescribePolicy': reading((reader) => reader.organizationPolicies('111122223333')),
  'kms:Encrypt': reading((reader) => reader.encrypt(region, 'id', 'text', {})),
  'kms:Decrypt': reading((reader) => reader.decrypt(region, 'id', 'AQID', {})),
  'kms:Sign': reading((reader) => reader.sign(region, 'id', 'text', 'ECDSA_SHA_256')),
  'cloudtrail:LookupEvents': reading((reader) => reader.history(region, principal, 'kms:CreateKey')),
};

test('they are all of the reader, and the two ways to its credentials', () => {
  // `principal` is two calls; `policyChanges` and `keyCreators` read CloudTrail as `history` does.
  const methods = Object.keys(createAwsReader(clientsFor({}), region));
  expect(Object.keys(calls)).toHaveLength(methods.length + 1);
});

/** An error as the service of the action sends it: XML for STS and IAM, JSON for the others. */
function errorBody(action: string, code: string, message: string): string {
  return /^(sts|iam):/.test(action)
    ? `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`
    : JSON.stringify({ __type: code, message });
}

interface Condition {
  readonly cause: FailureCause;
  /** What the remedy says, beside the host or the identity. */
  readonly remedy: RegExp;
  readonly names: 'host' | 'identity' | 'nothing';
  /** What answers, or the address that nothing answers at. */
  readonly answer: (action: string) => { status: number; body: string } | string;
  readonly env?: () => Record<string, string>;
}

const user = 'arn:aws:iam::111122223333:user/verifier';
let untrusted: string;
let otherName: string;
let trusted: string;
let bundle: string;
let dropping: Awaited<ReturnType<typeof deafServer>>;

const conditions: Readonly<Record<string, Condition>> = {
  'dropped packets': {
    cause: 'timeout',
    remedy: /NAT gateway or, where AWS has one, a VPC endpoint/,
    names: 'host',
    answer: () => dropping.url,
  },
  refused: {
    cause: 'unreachable',
    remedy: /Nothing listens at/,
    names: 'host',
    answer: () => 'http://127.0.0.1:1',
  },
  'TLS that is not trusted': {
    cause: 'tls',
    remedy: /AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS/,
    names: 'host',
    answer: () => untrusted,
  },
  "another host's certificate": {
    cause: 'tls',
    remedy: /for another host/,
    names: 'host',
    answer: () => otherName,
    env: () => ({ AWS_CA_BUNDLE: bundle }),
  },
  'a page of another host': {
    cause: 'wrong_host',
    remedy: /Something other than AWS/,
    names: 'host',
    answer: () => ({ status: 200, body: '<!doctype html><html><body>Welcome</body></html>' }),
  },
  'a page that is not found': {
    cause: 'wrong_host',
    remedy: /Something other than AWS/,
    names: 'host',
    answer: () => ({ status: 404, body: '<html><body><h1>404 Not Found</h1></body></html>' }),
  },
  'an empty object': {
    cause: 'wrong_host',
    remedy: /Something other than AWS/,
    names: 'host',
    answer: (action) => ({ status: 200, body: /^(sts|iam):/.test(action) ? '<Response/>' : '{}' }),
  },
  '500': {
    cause: 'unavailable',
    remedy: /AWS Health Dashboard/,
    names: 'host',
    answer: (action) => ({ status: 500, body: errorBody(action, 'InternalFailure', 'try again') }),
  },
  throttled: {
    cause: 'throttled',
    remedy: /request a higher quota/,
    names: 'nothing',
    answer: (action) => ({ status: 400, body: errorBody(action, 'Throttling', 'Rate exceeded') }),
  },
  denied: {
    cause: 'denied',
    remedy: /[Aa]llow/,
    names: 'identity',
    answer: (action) => ({
      status: 403,
      body: errorBody(
        action,
        /^(sts|iam):/.test(action) ? 'AccessDenied' : 'AccessDeniedException',
        `User: ${user} is not authorized to perform: ${action} on resource: * because no identity-based policy allows the ${action} action`,
      ),
    }),
  },
  expired: {
    cause: 'expired',
    remedy: /Renew the AWS credentials/,
    names: 'nothing',
    answer: (action) => ({
      status: 403,
      body: errorBody(
        action,
        /^(sts|iam):/.test(action) ? 'ExpiredToken' : 'ExpiredTokenException',
        'expired',
      ),
    }),
  },
  'an unknown access key': {
    cause: 'invalid_credentials',
    remedy: /Check the access key/,
    names: 'nothing',
    answer: (action) => ({
      status: 403,
      body: errorBody(
        action,
        /^(sts|iam):/.test(action) ? 'InvalidClientTokenId' : 'UnrecognizedClientException',
        'The security token included in the request is invalid.',
      ),
    }),
  },
  'a wrong secret key': {
    cause: 'invalid_credentials',
    remedy: /Check the secret key .* clock/,
    names: 'nothing',
    answer: (action) => ({
      status: 403,
      body: errorBody(
        action,
        /^(sts|iam):/.test(action) ? 'SignatureDoesNotMatch' : 'InvalidSignatureException',
        'The request signature we calculated does not match',
      ),
    }),
  },
};

const servers: Server[] = [];
async function listening(server: Server, scheme: 'http' | 'https'): Promise<string> {
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  const ca = await authority();
  const [here, other] = await Promise.all([certificate(ca, '127.0.0.1'), certificate(ca, 'kms.example.com')]);
  bundle = join(await mkdtemp(join(tmpdir(), 'ca-')), 'ca.pem');
  await writeFile(bundle, ca.cert);
  untrusted = await listening(createTlsServer(here), 'https');
  otherName = await listening(createTlsServer(other), 'https');
  trusted = await listening(
    createTlsServer(here, (_request, response) =>
      response.end(JSON.stringify({ KeyMetadata: { KeyId: 'id', Arn: 'arn' } })),
    ),
    'https',
  );
  dropping = await deafServer();
});
afterAll(async () => {
  for (const server of servers) server.close().closeAllConnections();
  await Promise.all([dropping.stop(), rm(dirname(bundle), { recursive: true })]);
});

async function failureUnder({ answer, env }: Condition, action: string): Promise<EvidenceFailure> {
  const given = answer(action);
  const url =
    typeof given === 'string'
      ? given
      : await listening(
          createServer((request, response) => {
            request.resume();
            response.writeHead(given.status).end(given.body);
          }),
          'http',
        );
  const read = await calls[action]!({ AWS_ENDPOINT_URL: url, ...env?.() });
  if (read.ok) throw new Error(`${action} succeeded: ${JSON.stringify(read.value)}`);
  return read.failure;
}

// At once, since each call to what drops packets waits for its time limits.
describe('at every call', () => {
  test.concurrent.each(Object.entries(conditions))(
    '%s has its cause and remedy',
    async (name, condition) => {
      const failures = await Promise.all(
        Object.keys(calls).map(async (action) => ({
          action,
          failure: await failureUnder(condition, action),
        })),
      );
      expect(failures.map(({ action, failure: { cause } }) => ({ action, cause }))).toEqual(
        Object.keys(calls).map((action) => ({ action, cause: condition.cause })),
      );
      for (const { action, failure } of failures) {
        const remedy = failureRemedy(failure);
        expect(failure.action).toBe(action);
        if (!(name === 'denied' && action === 'sts:AssumeRole')) expect(remedy).toMatch(condition.remedy);
        if (condition.names === 'host') expect(remedy).toContain(failure.host);
        if (condition.names === 'identity') expect(remedy).toContain(user);
        if (condition.cause !== 'denied') expect(remedy).not.toMatch(/\ballow\b/i);
      }
    },
    60_000,
  );
});

test('a CA of AWS_CA_BUNDLE is trusted, beside those of Node.js', async () => {
  const reader = (env: Record<string, string>) =>
    createAwsReader(clientsFor({ AWS_ENDPOINT_URL: trusted, ...env }), region);
  expect(await reader({ AWS_CA_BUNDLE: bundle }).key(region, 'id')).toMatchObject({ ok: true });
  expect(await reader({}).key(region, 'id')).toMatchObject({ ok: false, failure: { cause: 'tls' } });
  const missing = await reader({ AWS_CA_BUNDLE: '/nowhere/ca.pem' }).key(region, 'id');
  expect(missing).toMatchObject({
    ok: false,
    failure: { cause: 'tls', message: 'AWS_CA_BUNDLE names /nowhere/ca.pem, which cannot be read' },
  });
  if (!missing.ok) expect(failureRemedy(missing.failure)).toContain('AWS_CA_BUNDLE');
});

test('a role of another partition is not assumed', async () => {
  const role = { kind: 'role', role_arn, external_id: null } as const;
  const clock = fakeClock('2026-01-01T00:00:00.000Z');
  const refused = await resolveVerifierCredentials(role, 'cn-north-1', null, clientsFor({}), clock);
  expect(refused).toMatchObject({ ok: false, failure: { cause: 'wrong_partition' } });
});
