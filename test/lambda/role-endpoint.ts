import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contextOf } from '../../emulator/aws/policy/context.ts';
import type { Policy } from '../../emulator/aws/policy/document.ts';
import { matches } from '../../emulator/aws/policy/statements.ts';
import { account, region } from './support.ts';

/** AWS Config, Security Hub and S3 in one, as far as they let a role's policies in. */
export interface RoleEndpoint {
  readonly url: string;
  stop(): void;
}

/** @param objects what S3 has, by `bucket/key` */
export async function startRoleEndpoint(
  policies: Readonly<Record<string, unknown>>,
  objects: Readonly<Record<string, string>>,
): Promise<RoleEndpoint> {
  const named = Object.entries(policies).map(([name, policy]) => ({ name, policy: policy as Policy }));
  const server = createServer(async (request, response) => {
    request.resume();
    await once(request, 'end');
    const path = decodeURIComponent(new URL(request.url!, 'http://aws').pathname);
    const { action, resource } = asked(request.method!, path, request.headers['x-amz-target']);
    const s3 = action.startsWith('s3:');
    response.setHeader('content-type', s3 ? 'application/xml' : 'application/json');
    const isAllowed = (asked: { action: string; resource: string }) =>
      matches(named, { ...asked, context: contextOf({}) }).allow.length > 0;
    if (
      action === 's3:GetObject' &&
      isAllowed({ action, resource }) &&
      objects[path.slice(1)] === undefined
    ) {
      // S3 says that there is no object only to who may list the bucket.
      const listing = { action: 's3:ListBucket', resource: resource.split('/')[0]! };
      const [status, code] = isAllowed(listing) ? [404, 'NoSuchKey'] : [403, 'AccessDenied'];
      response.writeHead(status as number);
      return response.end(
        `<Error><Code>${code}</Code><Message>The role is not authorized to perform: ${listing.action} on resource: ${listing.resource}</Message></Error>`,
      );
    }
    if (isAllowed({ action, resource }))
      return response.end(
        s3
          ? objects[path.slice(1)]
          : JSON.stringify({ Findings: [], FailedFindings: [], FailedEvaluations: [] }),
      );
    const words = `The role is not authorized to perform: ${action} on resource: ${resource}`;
    response.writeHead(403, s3 ? {} : { 'x-amzn-errortype': 'AccessDeniedException' });
    return response.end(
      s3
        ? `<Error><Code>AccessDenied</Code><Message>${words}</Message></Error>`
        : JSON.stringify({ Message: words }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function asked(
  method: string,
  path: string,
  target: string | string[] | undefined,
): { action: string; resource: string } {
  if (target === 'StarlingDoveService.PutEvaluations')
    return { action: 'config:PutEvaluations', resource: '*' };
  const hub = `arn:aws:securityhub:${region}:${account}`;
  if (path === '/findings') return { action: 'securityhub:GetFindings', resource: `${hub}:hub/default` };
  if (path === '/findings/import')
    return { action: 'securityhub:BatchImportFindings', resource: `${hub}:product/${account}/default` };
  return {
    action: method === 'PUT' ? 's3:PutObject' : 's3:GetObject',
    resource: `arn:aws:s3:::${path.slice(1)}`,
  };
}
