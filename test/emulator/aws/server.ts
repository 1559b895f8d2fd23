import { constants, publicEncrypt } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { Sha256 } from '@aws-crypto/sha256-js';
import {
  CreateKeyCommand,
  type CreateKeyCommandInput,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  type ImportKeyMaterialCommandInput,
  type KMSClient,
} from '@aws-sdk/client-kms';
import { serve } from '@hono/node-server';
import { SignatureV4 } from '@smithy/signature-v4';
import * as v from 'valibot';
import { accountsSchema } from '../../../emulator/aws/accounts.ts';
import { awsApp } from '../../../emulator/aws/aws-app.ts';
import type { UsageTracking } from '../../../emulator/aws/kms/last-usage.ts';

export const rootCredential = { access_key_id: 'AKIAIOSFODNN7EXAMPLE', secret_access_key: 'root-secret' };
export const region = 'us-west-2';
export const account = '111122223333';

/** What every client of a test needs to be given. */
interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly maxAttempts: number;
  /** The emulator's clock against this process's, in milliseconds. */
  readonly systemClockOffset: number;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

export interface TestServer {
  readonly endpoint: string;
  /** Configuration for the root credential, or for another access key (`id:secret`). */
  as(accessKey?: string, elsewhere?: string): ClientConfig;
  /** Moves the emulator's clock forward. */
  advance(ms: number): void;
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly accounts?: unknown;
  readonly quotas?: number;
  readonly tracking?: UsageTracking;
}

/** The emulated AWS on a free port. */
export async function startAws({ accounts, quotas, tracking }: ServerOptions = {}): Promise<TestServer> {
  let offset = 0;
  const app = awsApp({
    accounts: accounts === undefined ? undefined : v.parse(accountsSchema, accounts),
    rootCredential,
    clock: () => new Date(Date.now() + offset),
    quotas,
    tracking,
  });
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started));
  });
  server.unref();
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    as(
      accessKey = `${rootCredential.access_key_id}:${rootCredential.secret_access_key}`,
      elsewhere = region,
    ) {
      const [accessKeyId = '', secretAccessKey = ''] = accessKey.split(':');
      return {
        endpoint,
        region: elsewhere,
        maxAttempts: 1,
        systemClockOffset: offset,
        credentials: { accessKeyId, secretAccessKey },
      };
    },
    advance(ms) {
      offset += ms;
    },
    close: () =>
      new Promise((resolve) => {
        if ('closeAllConnections' in server) server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Creates a key for imported material; it awaits import. */
export async function createExternalKey(kms: KMSClient, input: Partial<CreateKeyCommandInput> = {}) {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Origin: 'EXTERNAL', ...input }));
  return KeyMetadata!;
}

/** Wraps `material` as a client of KMS does and imports it. */
export async function importMaterial(
  kms: KMSClient,
  keyId: string,
  material: Buffer,
  input: Partial<ImportKeyMaterialCommandInput> = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' },
) {
  const parameters = await kms.send(
    new GetParametersForImportCommand({
      KeyId: keyId,
      WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      WrappingKeySpec: 'RSA_2048',
    }),
  );
  return kms.send(
    new ImportKeyMaterialCommand({
      KeyId: keyId,
      ImportToken: parameters.ImportToken,
      EncryptedKeyMaterial: wrap(parameters.PublicKey!, material),
      ...input,
    }),
  );
}

export function wrap(publicKey: Uint8Array, material: Buffer, oaepHash = 'sha256'): Buffer {
  const key = {
    key: Buffer.from(publicKey),
    format: 'der',
    type: 'spki',
    padding: constants.RSA_PKCS1_OAEP_PADDING,
    oaepHash,
  } as const;
  return publicEncrypt(key, material);
}

/** The name and message of the error that a call ends with. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ name: string; message: string; status: number }> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode: number } };
    return { name, message, status: $metadata?.httpStatusCode ?? 0 };
  }
  throw new Error('The call was not refused.');
}

/** Sends a signed request to a service that the repository has no SDK client of. */
export async function signedRequest(
  { endpoint, region, credentials }: ClientConfig,
  service: string,
  { path = '/', target, body }: { path?: string; target?: string; body: object },
  // biome-ignore lint/suspicious/noExplicitAny: each operation returns another shape
): Promise<{ status: number; code: string | null; body: any }> {
  const { host, hostname } = new URL(endpoint);
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256 });
  const request = await signer.sign({
    method: 'POST',
    protocol: 'http:',
    hostname,
    path,
    headers: { host, 'content-type': 'application/json', ...(target ? { 'x-amz-target': target } : {}) },
    body: JSON.stringify(body),
  });
  const response = await fetch(new URL(path, endpoint), {
    method: 'POST',
    headers: request.headers,
    body: request.body,
  });
  return {
    status: response.status,
    code: response.headers.get('x-amzn-errortype'),
    body: await response.json(),
  };
}
