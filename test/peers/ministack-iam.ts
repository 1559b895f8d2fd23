import {
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The root of an account: ministack takes the account's number for its access key. */
export function rootOf(account: string): AccessKey {
  return { accessKeyId: account, secretAccessKey: 'any' };
}

export function iamOf(endpoint: string, account: string): IAMClient {
  return new IAMClient({ endpoint, region: 'us-west-2', credentials: rootOf(account) });
}

/**
 * Makes a user with an access key.
 *
 * @param policy a policy document; `null`: none
 * @param boundary the ARN of a managed policy; `null`: none
 */
export async function makeUser(
  iam: IAMClient,
  UserName: string,
  policy: unknown,
  boundary: string | null = null,
): Promise<AccessKey> {
  await iam.send(
    new CreateUserCommand({ UserName, ...(boundary === null ? {} : { PermissionsBoundary: boundary }) }),
  );
  const PolicyDocument = JSON.stringify(policy);
  if (policy !== null)
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
}

/** Makes a managed policy, and gives its ARN. */
export async function makePolicy(iam: IAMClient, PolicyName: string, document: unknown): Promise<string> {
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName, PolicyDocument: JSON.stringify(document) }),
  );
  return Policy!.Arn!;
}
