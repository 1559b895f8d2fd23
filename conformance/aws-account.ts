import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  DeleteAliasCommand,
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  type KeyMetadata,
  KMSClient,
  ListResourceTagsCommand,
  NotFoundException,
  paginateListAliases,
  paginateListKeys,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Settings } from './settings.ts';

/** What Vault signs its AWS calls with. */
export interface VaultCredentials {
  readonly access_key: string;
  readonly secret_key: string;
  readonly session_token?: string;
}

export interface Alias {
  readonly name: string;
  readonly key_id: string;
}

/** The AWS account, read with the credentials of this process. */
export class AwsAccount {
  readonly #kms = new Map<string, KMSClient>();
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  async accountId(): Promise<string> {
    const { Account } = await new STSClient({ region: this.#settings.region }).send(
      new GetCallerIdentityCommand({}),
    );
    return Account ?? 'unknown';
  }

  /** Credentials for Vault: those of the role, without the denied actions; or this process's own. */
  async credentials(...denied: readonly string[]): Promise<VaultCredentials> {
    const { region, role_arn } = this.#settings;
    const sts = new STSClient({ region });
    if (role_arn === null) {
      const { accessKeyId, secretAccessKey, sessionToken } = await sts.config.credentials();
      return vaultCredentials(accessKeyId, secretAccessKey, sessionToken);
    }
    const all = { Effect: 'Allow', Action: '*', Resource: '*' };
    const Statement = denied.length === 0 ? [all] : [all, { Effect: 'Deny', Action: denied, Resource: '*' }];
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: role_arn,
        RoleSessionName: 'conformance',
        Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
      }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials!;
    return vaultCredentials(AccessKeyId!, SecretAccessKey!, SessionToken);
  }

  /** `null`: there is no such key. */
  async key(id: string, region = this.#settings.region): Promise<KeyMetadata | null> {
    try {
      return (await this.#in(region).send(new DescribeKeyCommand({ KeyId: id }))).KeyMetadata ?? null;
    } catch (error) {
      if (error instanceof NotFoundException) return null;
      throw error;
    }
  }

  async tagsOf(id: string): Promise<Readonly<Record<string, string>>> {
    const { Tags = [] } = await this.#in().send(new ListResourceTagsCommand({ KeyId: id }));
    return Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [TagKey!, TagValue!]));
  }

  /** The key policy, parsed. */
  async policyOf(id: string): Promise<Readonly<Record<string, unknown>>> {
    const { Policy } = await this.#in().send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: 'default' }));
    return JSON.parse(Policy ?? '{}') as Record<string, unknown>;
  }

  async keyIds(): Promise<Set<string>> {
    const ids = new Set<string>();
    for await (const { Keys = [] } of paginateListKeys({ client: this.#in() }, {}))
      for (const { KeyId } of Keys) ids.add(KeyId!);
    return ids;
  }

  /** The aliases that Vault makes for keys whose names begin so. */
  async aliasesOf(prefix: string, region = this.#settings.region): Promise<Alias[]> {
    const found: Alias[] = [];
    for await (const { Aliases = [] } of paginateListAliases({ client: this.#in(region) }, {}))
      for (const { AliasName = '', TargetKeyId = '' } of Aliases)
        if (AliasName.startsWith(`alias/hashicorp/${prefix}`))
          found.push({ name: AliasName, key_id: TargetKeyId });
    return found;
  }

  async deleteAlias(name: string, region: string): Promise<void> {
    await this.#in(region).send(new DeleteAliasCommand({ AliasName: name }));
  }

  async scheduleDeletion(id: string, region: string): Promise<void> {
    await this.#in(region).send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }));
  }

  /** The key of each recorded request of this name, as the request named it. */
  async requestedKeys(operation: string): Promise<string[]> {
    const client = new CloudTrailClient({ region: this.#settings.region });
    const { Events = [] } = await client.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: operation }],
      }),
    );
    return Events.flatMap(({ CloudTrailEvent = '{}' }) => {
      const { requestParameters } = JSON.parse(CloudTrailEvent) as { requestParameters?: { keyId?: string } };
      return requestParameters?.keyId ?? [];
    });
  }

  #in(region = this.#settings.region): KMSClient {
    const client = this.#kms.get(region) ?? new KMSClient({ region });
    this.#kms.set(region, client);
    return client;
  }
}

function vaultCredentials(access_key: string, secret_key: string, session_token?: string): VaultCredentials {
  return { access_key, secret_key, ...(session_token ? { session_token } : {}) };
}
