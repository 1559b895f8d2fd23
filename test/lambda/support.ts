import type { Output } from '../../lambda/lambda-log.ts';
import type { PolicyScope } from '../../src/policy/iam-statements.ts';
import type { Emulator } from '../support/emulator.ts';

/** Keeps what the function writes, for a test to look at. */
export function quiet(): Output & { lines: string[]; metrics: Record<string, unknown>[] } {
  const lines: string[] = [];
  const metrics: Record<string, unknown>[] = [];
  const write = (input: unknown, ...more: unknown[]) => void lines.push(JSON.stringify([input, ...more]));
  return {
    lines,
    metrics,
    logger: {
      debug: write,
      info: write,
      warn: write,
      error: write,
      appendKeys: () => {},
      resetKeys: () => {},
    },
    metric: (line) => void metrics.push(JSON.parse(line)),
  };
}

export const region = 'us-west-2';
export const account = '111122223333';

/** All keys and principals of the account; a region, or `*`. */
export function policyScope(where: string, of: string = account): PolicyScope {
  return {
    regions: [],
    replica_regions: [],
    keys: [`arn:aws:kms:${where}:${of}:key/*`],
    aliases: [`arn:aws:kms:${where}:${of}:alias/hashicorp/*`],
    principals: [`arn:aws:iam::${of}:user/*`, `arn:aws:iam::${of}:role/*`],
    asymmetric: true,
  };
}

/** The one who looks: what the verifier's own IAM policy grants, and nothing else. */
export const lookerPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: [
        'kms:DescribeKey',
        'kms:ListAliases',
        'kms:GetKeyPolicy',
        'kms:ListKeyRotations',
        'kms:GetPublicKey',
        'kms:ListResourceTags',
        'kms:GetKeyLastUsage',
        'kms:ListGrants',
      ],
      Resource: '*',
    },
    { Effect: 'Allow', Action: ['iam:SimulatePrincipalPolicy', 'iam:GetRole', 'iam:GetUser'], Resource: '*' },
    { Effect: 'Allow', Action: ['access-analyzer:CheckNoPublicAccess'], Resource: '*' },
  ],
};

export const vaultActions = [
  'CreateKey',
  'DescribeKey',
  'GetPublicKey',
  'GetParametersForImport',
  'ImportKeyMaterial',
  'EnableKey',
  'DisableKey',
  'ScheduleKeyDeletion',
  'ListAliases',
  'CreateAlias',
  'UpdateAlias',
  'DeleteAlias',
  'TagResource',
  'UntagResource',
].map((name) => `kms:${name}`);

export function allow(actions: readonly string[], resource: string | readonly string[] = '*') {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }] };
}

export function user(name: string, policies: Record<string, unknown>, more: Record<string, unknown> = {}) {
  return { name, access_keys: [accessKey(name)], policies, ...more };
}

export function accessKey(name: string) {
  const id = name.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return { access_key_id: `AKIA${id.padEnd(16, 'X').slice(0, 24)}`, secret_access_key: `secret-of-${name}` };
}

/** The environment of a function that runs as a user of the emulator's. */
export function envAs(emulator: Emulator, name: string, more: Record<string, string> = {}) {
  const { access_key_id, secret_access_key } = accessKey(name);
  return {
    AWS_ENDPOINT_URL: emulator.awsEndpoint,
    AWS_ACCESS_KEY_ID: access_key_id,
    AWS_SECRET_ACCESS_KEY: secret_access_key,
    ...more,
  };
}

/** Distributes a key in the emulator's Vault as the user `vault`, rotates it, and gives back what the event's `keys` take. */
export async function distribute(emulator: Emulator, name: string, rotations = 1, at = region) {
  const kms = `aws-${at}`;
  const provider = `keymgmt/kms/${kms}`;
  const { access_key_id: access_key, secret_access_key: secret_key } = accessKey('vault');
  await put(emulator, provider, {
    provider: 'awskms',
    key_collection: at,
    credentials: { access_key, secret_key },
  });
  await put(emulator, `keymgmt/key/${name}`, { type: 'aes256-gcm96' });
  await put(emulator, `${provider}/key/${name}`, { purpose: ['encrypt', 'decrypt'], protection: 'hsm' });
  for (let count = 0; count < rotations; count++) await put(emulator, `keymgmt/key/${name}/rotate`, {});
  return record(emulator, name, kms);
}

/** What Vault says of a distribution now. */
export async function record(emulator: Emulator, name: string, kms = `aws-${region}`) {
  const { data: key } = (await emulator.vault('GET', `keymgmt/key/${name}`)).body;
  const { data } = (await emulator.vault('GET', `keymgmt/kms/${kms}/key/${name}`)).body;
  return {
    name,
    kms,
    type: key.type as string,
    purpose: ['decrypt', 'encrypt'],
    alias: `alias/hashicorp/${data.name}`,
    latest_version: key.latest_version as number,
    min_enabled_version: key.min_enabled_version as number,
    versions: data.versions as Record<string, string>,
    distribution_time: data.distribution_time as string,
  };
}

export async function put(emulator: Emulator, path: string, body: unknown): Promise<void> {
  const answer = await emulator.vault('PUT', path, { body });
  if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
}
