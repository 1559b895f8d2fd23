import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { kmsKey } from '../verify/support/fixtures.ts';

/** A KMS that holds every key it is asked for, and throttles as KMS does. */
export interface Fleet {
  readonly url: string;
  /** How often each operation was answered, and how often it was throttled. */
  readonly answered: Record<string, number>;
  readonly throttled: Record<string, number>;
  close(): void;
}

/** @param quota DescribeKey calls a second */
export async function startFleet(
  keys: readonly { alias: string; versions: Record<string, string> }[],
  quota: number,
): Promise<Fleet> {
  const answered: Record<string, number> = {};
  const throttled: Record<string, number> = {};
  const bucket = { tokens: quota, at: Date.now() };
  const take = () => {
    const now = Date.now();
    bucket.tokens = Math.min(quota, bucket.tokens + ((now - bucket.at) / 1000) * quota);
    bucket.at = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  };
  const answer = (operation: string, input: Record<string, string>): object => {
    if (operation === 'DescribeKey') return { KeyMetadata: metadata(input['KeyId'] ?? '') };
    if (operation === 'GetKeyPolicy')
      return {
        Policy: JSON.stringify({
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: 'arn:aws:iam::111122223333:root' },
              Action: 'kms:*',
              Resource: '*',
            },
          ],
        }),
      };
    if (operation === 'ListAliases') {
      const start = Number(input['Marker'] ?? 0);
      const page = keys.slice(start, start + 100);
      return {
        Aliases: page.map(({ alias, versions }) => ({
          AliasName: alias,
          TargetKeyId: Object.values(versions).at(-1),
        })),
        Truncated: start + 100 < keys.length,
        ...(start + 100 < keys.length ? { NextMarker: String(start + 100) } : {}),
      };
    }
    return {};
  };
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const operation = String(request.headers['x-amz-target'] ?? 'GetCallerIdentity').replace(
      'TrentService.',
      '',
    );
    const refuse = operation === 'DescribeKey' && !take();
    const count = refuse ? throttled : answered;
    count[operation] = (count[operation] ?? 0) + 1;
    if (operation === 'GetCallerIdentity')
      return response
        .writeHead(200, { 'content-type': 'text/xml' })
        .end(
          '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/looker</Arn><UserId>A</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
        );
    const body = refuse
      ? { __type: 'ThrottlingException', message: 'You have exceeded the rate at which you may call KMS.' }
      : answer(operation, JSON.parse(Buffer.concat(chunks).toString() || '{}'));
    return response
      .writeHead(refuse ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' })
      .end(JSON.stringify(body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answered,
    throttled,
    close: () => server.close().closeAllConnections(),
  };
}

function metadata(id: string): object {
  const { arn, key_state, key_usage, key_spec, origin, key_manager } = kmsKey(id);
  return {
    KeyId: id,
    Arn: arn,
    AWSAccountId: '111122223333',
    KeyState: key_state,
    KeyUsage: key_usage,
    KeySpec: key_spec,
    Origin: origin,
    KeyManager: key_manager,
  };
}
