import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { XMLParser } from 'fast-xml-parser';
import { rejected } from '../vault-error.ts';
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
  const { statusCode, body } = await post(new URL(signed.path, endpoint), signed);
  if (statusCode !== 200)
    throw rejected(`error making upstream request: received error code ${statusCode} from STS: ${body}`);
  const { Arn, Account, UserId } = parser.parse(body).GetCallerIdentityResponse.GetCallerIdentityResult;
  return { arn: Arn, account: Account, userId: UserId };
}

async function post(url: URL, { headers, body }: SignedIdentityRequest) {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const length = { 'content-length': Buffer.byteLength(body) };
  try {
    const request = send(url, { method: 'POST', headers: { ...Object.fromEntries(headers), ...length } });
    request.end(body);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return { statusCode: response.statusCode, body: await text(response) };
  } catch (error) {
    throw rejected(`error making upstream request: ${(error as Error).message}`);
  }
}
