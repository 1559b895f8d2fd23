import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { XMLParser } from 'fast-xml-parser';
import { VaultError } from '../vault-error.ts';
import type { SignedIdentityRequest } from './aws-request.ts';

export interface CallerIdentity {
  readonly arn: string;
  readonly account: string;
  readonly userId: string;
}

const parser = new XMLParser({ parseTagValue: false });

/**
 * Sends the signed request to STS and returns the identity of the signer. The Host header stays as signed, whatever the endpoint.
 *
 * @throws VaultError (400) with the response of STS
 */
export async function callerIdentity(
  endpoint: string,
  signed: SignedIdentityRequest,
): Promise<CallerIdentity> {
  const { status, body } = await post(new URL(signed.path, endpoint), signed);
  if (status !== 200)
    throw new VaultError(
      400,
      `error making upstream request: received error code ${status} from STS: ${body}`,
    );
  const { Arn, Account, UserId } = parser.parse(body).GetCallerIdentityResponse.GetCallerIdentityResult;
  return { arn: Arn, account: Account, userId: UserId };
}

async function post(url: URL, signed: SignedIdentityRequest): Promise<{ status: number; body: string }> {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const headers = { ...Object.fromEntries(signed.headers), 'content-length': Buffer.byteLength(signed.body) };
  try {
    const request = send(url, { method: 'POST', headers });
    request.end(signed.body);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return { status: response.statusCode ?? 0, body: await text(response) };
  } catch (error) {
    throw new VaultError(400, `error making upstream request: ${(error as Error).message}`);
  }
}
