import { Sha256 } from '@aws-crypto/sha256-js';
import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SignatureV4 } from '@smithy/signature-v4';
import type { TestServer } from './server.ts';
import { account, refusal, rootCredential, startAws } from './server.ts';

let open: TestServer;
let closed: TestServer;
beforeAll(async () => {
  open = await startAws();
  closed = await startAws({ accounts: [{ id: account }] });
});
afterAll(async () => {
  await open.close();
  await closed.close();
});

const listKeys = (server: TestServer, accessKey?: string) =>
  new KMSClient(server.as(accessKey)).send(new ListKeysCommand({}));
const whoAmI = (server: TestServer, accessKey?: string) =>
  new STSClient(server.as(accessKey)).send(new GetCallerIdentityCommand({}));

test('the right secret is accepted', async () => {
  await listKeys(closed);
  expect((await whoAmI(closed)).Arn).toBe(`arn:aws:iam::${account}:user/admin`);
});

test("without accounts any access key is the administrator's, but the root credential is checked", async () => {
  await listKeys(open, 'AKIAANYBODY000000001:whatever');
  expect((await whoAmI(open, 'AKIAANYBODY000000001:whatever')).Account).toBe(account);
  const wrong = `${rootCredential.access_key_id}:wrong`;
  expect((await refusal(listKeys(open, wrong))).name).toBe('InvalidSignatureException');
});

describe('with accounts', () => {
  test('a wrong secret is rejected, with the error of each service', async () => {
    const wrong = `${rootCredential.access_key_id}:wrong`;
    expect(await refusal(listKeys(closed, wrong))).toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringMatching(/^The request signature we calculated does not match/),
      status: 400,
    });
    expect(await refusal(whoAmI(closed, wrong))).toMatchObject({
      name: 'SignatureDoesNotMatch',
      status: 403,
    });
  });

  test('an unknown access key is rejected, with the error of each service', async () => {
    const unknown = 'AKIANOBODY0000000001:secret';
    expect(await refusal(listKeys(closed, unknown))).toMatchObject({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
      status: 400,
    });
    expect(await refusal(whoAmI(closed, unknown))).toMatchObject({
      name: 'InvalidClientTokenId',
      status: 403,
    });
  });

  test('an old signature is rejected', async () => {
    const late = { ...closed.as(), systemClockOffset: -20 * 60 * 1000 };
    expect(await refusal(new KMSClient(late).send(new ListKeysCommand({})))).toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringMatching(/^Signature expired: \d{8}T\d{6}Z is now earlier than /),
    });
  });

  test('a signature for another service is rejected', async () => {
    const { status, body } = await send(await signed({ service: 's3' }));
    expect({ status, body }).toEqual({ status: 403, body: expect.stringContaining('SignatureDoesNotMatch') });
  });

  test('a modified body is rejected', async () => {
    const request = await signed();
    const { status } = await send({ ...request, body: `${request.body}&X=1` });
    expect(status).toBe(403);
  });

  test('a missing signature is rejected', async () => {
    const { headers, body } = await signed();
    const { authorization: _, ...rest } = headers;
    const answer = await send({ headers: rest, body });
    expect(answer).toEqual({ status: 403, body: expect.stringContaining('MissingAuthenticationToken') });
  });
});

test('GetCallerIdentity accepts a request that another client signed', async () => {
  const { status, body } = await send(
    await signed({ header: ['x-vault-aws-iam-server-id', 'vault.example.com'] }),
  );
  expect(status).toBe(200);
  expect(body).toContain(`<Arn>arn:aws:iam::${account}:user/admin</Arn>`);
});

interface Signed {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A GetCallerIdentity request, signed for the endpoint. */
async function signed({
  service = 'sts',
  header,
}: {
  service?: string;
  header?: [string, string];
} = {}): Promise<Signed> {
  const { host, hostname } = new URL(closed.endpoint);
  const signer = new SignatureV4({
    credentials: {
      accessKeyId: rootCredential.access_key_id,
      secretAccessKey: rootCredential.secret_access_key,
    },
    region: 'us-east-1',
    service,
    sha256: Sha256,
  });
  const body = 'Action=GetCallerIdentity&Version=2011-06-15';
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: 'http:',
    hostname,
    path: '/',
    headers: {
      host,
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      ...(header ? { [header[0]]: header[1] } : {}),
    },
    body,
  });
  return { headers, body };
}

async function send({ headers, body }: Signed): Promise<{ status: number; body: string }> {
  const response = await fetch(closed.endpoint, { method: 'POST', headers, body });
  return { status: response.status, body: await response.text() };
}
