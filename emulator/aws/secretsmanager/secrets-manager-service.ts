import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { AccountConfig } from '../accounts.ts';
import { AwsError } from '../errors.ts';
import { partitionOf } from '../regions.ts';
import { newService, operation } from '../service.ts';
import { text } from '../validate.ts';
import { jsonWire } from '../wire/json.ts';

type Secret = AccountConfig['secrets'][number];

/** Secrets Manager: the secrets of the configuration. */
export const secretsManagerService = newService('secretsmanager', jsonWire, 'InvalidParameterException', {
  GetSecretValue: operation(
    v.object({ SecretId: text(1, 2048) }),
    ({ caller, directory, allow }, { SecretId }) => {
      const { account } = caller.principal;
      const found = directory.accounts
        .get(account)
        ?.secrets.filter((secret) => secret.region === caller.region)
        .map((secret) => ({ ...secret, arn: secretArn(account, secret) }))
        .find(({ name, arn }) => SecretId === name || SecretId === arn);
      const resource = found?.arn ?? SecretId;
      allow(resource, { context: { 'secretsmanager:SecretId': resource } });
      if (found === undefined)
        throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
      const { arn, name, value } = found;
      return {
        ARN: arn,
        Name: name,
        SecretString: typeof value === 'string' ? value : JSON.stringify(value),
        VersionStages: ['AWSCURRENT'],
        CreatedDate: directory.started,
      };
    },
  ),
});

/** AWS appends six random characters to the name. */
function secretArn(account: string, { name, region }: Secret): string {
  const suffix = createHash('sha256')
    .update(`${account}/${region}/${name}`)
    .digest('base64url')
    .replace(/[-_]/g, '')
    .slice(0, 6);
  return `arn:${partitionOf(region)}:secretsmanager:${region}:${account}:secret:${name}-${suffix}`;
}
