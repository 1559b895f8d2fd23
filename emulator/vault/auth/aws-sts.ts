import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { XMLParser } from 'fast-xml-parser';
import { Refusal } from '../refusal.ts';
import type { SignedRequest } from './aws-request.ts';

export interface CallerIdentity {
  readonly arn: string;
  readonly account: string;
  readonly userId: string;
}

const parser = new XMLParser({ parseTagValue: false });

/**
 * Who signed the request, as STS says. It goes out as it was signed, with its Host header, whatever the endpoint.
 *
 * @throws Refusal (400) with the answer of STS
 */
export async function callerIdentity(endpoint: string, signed: SignedRequest): Promise<CallerIdentity> {
  const { status, body } = await post(new URL(signed.path, endpoint), signed);
  if (status !== 200) {
    throw new Refusal(400, `error making upstream request: received error code ${status} from STS: ${body}`);
  }
  const { Arn, Account, UserId } = parser.parse(body).GetCallerIdentityResponse.GetCallerIdentityResult;
  return { arn: Arn, account: Account, userId: UserId };
}

async function post(url: URL, signed: SignedRequest): Promise<{ status: number; body: string }> {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const headers = { ...Object.fromEntries(signed.headers), 'content-length': Buffer.byteLength(signed.body) };
  try {
    const request = send(url, { method: 'POST', headers });
    request.end(signed.body);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return { status: response.statusCode ?? 0, body: await text(response) };
  } catch (error) {
    throw new Refusal(400, `error making upstream request: ${(error as Error).message}`);
  }
}
