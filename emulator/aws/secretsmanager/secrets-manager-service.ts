import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { AccountConfig } from '../accounts.ts';
import type { Authorizer } from '../authorizer.ts';
import type { Directory } from '../directory.ts';
import { AwsError } from '../errors.ts';
import { newService, operation } from '../operations.ts';
import { partitionOf } from '../regions.ts';
import type { Service } from '../service.ts';
import { text } from '../validate.ts';
import { jsonWire } from '../wire/wire.ts';

type Secret = AccountConfig['secrets'][number];

/** Secrets Manager: the secrets of the configuration. */
export function secretsManagerService(
  directory: Directory,
  authorizer: Authorizer,
  clock: () => Date,
): Service {
  const started = clock();
  const operations = {
    GetSecretValue: operation(v.object({ SecretId: text(1, 2048) }), ({ caller }, { SecretId }) => {
      const { account } = caller.principal;
      const secrets = directory.account(account)?.secrets ?? [];
      const found = secrets
        .filter((secret) => secret.region === caller.region)
        .map((secret) => ({ secret, arn: secretArn(account, secret) }))
        .find(({ secret, arn }) => SecretId === secret.name || SecretId === arn);
      const resource = found?.arn ?? SecretId;
      const action = 'secretsmanager:GetSecretValue';
      const context = { 'secretsmanager:SecretId': resource };
      authorizer.require(caller, { action, resource, context });
      if (found === undefined)
        throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
      const { secret, arn } = found;
      return {
        ARN: arn,
        Name: secret.name,
        SecretString: typeof secret.value === 'string' ? secret.value : JSON.stringify(secret.value),
        VersionStages: ['AWSCURRENT'],
        CreatedDate: started,
      };
    }),
  };
  const invalidCode = 'InvalidParameterException';
  return newService({ signing_name: 'secretsmanager', wire: jsonWire, clock, invalidCode }, operations);
}

/** AWS appends six random characters to the name. */
function secretArn(account: string, { name, region }: Secret): string {
  const suffix = createHash('sha256')
    .update(`${account}/${region}/${name}`)
    .digest('base64url')
    .replace(/[-_]/g, '')
    .slice(0, 6);
  return `arn:${partitionOf(region)}:secretsmanager:${region}:${account}:secret:${name}-${suffix}`;
}
