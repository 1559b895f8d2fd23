import type { Tag } from '@aws-sdk/client-iam';
import type { Evidence } from '../model/evidence.ts';
import type { PrincipalDetails } from '../model/permission-evidence.ts';
import { complete, readEvidence } from './aws-failure.ts';
import type { Clients } from './clients.ts';

/** `iam:GetUser` or `iam:GetRole`: ARN with path, unique id and tags. */
export function readPrincipal(
  clients: Clients,
  region: string,
  kind: 'user' | 'role',
  name: string,
): Promise<Evidence<PrincipalDetails>> {
  return kind === 'user' ? readUser(clients, region, name) : readRole(clients, region, name);
}

function readUser(clients: Clients, region: string, name: string): Promise<Evidence<PrincipalDetails>> {
  return readEvidence('iam:GetUser', async () => {
    const { iamClient, GetUserCommand } = await import('./sdk/iam-client.ts');
    const client = iamClient(clients, region);
    const answer = await client.send(new GetUserCommand({ UserName: name }), clients.options);
    const { User } = complete(answer, 'User');
    return { arn: User.Arn ?? '', unique_id: User.UserId ?? '', tags: tagsOf(User.Tags) };
  });
}

function readRole(clients: Clients, region: string, name: string): Promise<Evidence<PrincipalDetails>> {
  return readEvidence('iam:GetRole', async () => {
    const { iamClient, GetRoleCommand } = await import('./sdk/iam-client.ts');
    const client = iamClient(clients, region);
    const answer = await client.send(new GetRoleCommand({ RoleName: name }), clients.options);
    const { Role } = complete(answer, 'Role');
    return { arn: Role.Arn ?? '', unique_id: Role.RoleId ?? '', tags: tagsOf(Role.Tags) };
  });
}

function tagsOf(tags: readonly Tag[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}
