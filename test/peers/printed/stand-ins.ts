import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Claims } from './oidc-issuer.ts';
import type { Permissions } from './workflow.ts';

/** Does what an action of others does for the steps that follow it. */
export type StandIn = (
  inputs: Readonly<Record<string, string>>,
  job: { readonly permissions: Permissions; readonly claims: Claims; readonly workspace: string },
) => Promise<{ readonly env?: Readonly<Record<string, string>>; readonly masks?: readonly string[] }>;

/** A trust policy for GitHub's OIDC provider, as docs/workflows prints it. */
export interface TrustPolicy {
  readonly Statement: readonly [
    {
      readonly Action: string;
      readonly Condition: { readonly StringEquals: Readonly<Record<string, string | readonly string[]>> };
    },
  ];
}

/**
 * What `aws-actions/configure-aws-credentials` does: it trades the job's OIDC token for a session of the role, if the
 * role's trust policy takes the token, and sets the variables of AWS for the steps that follow.
 */
export function configureAwsCredentials(
  trust: TrustPolicy,
  aws: { readonly endpoint: string; readonly accessKeyId: string; readonly secretAccessKey: string },
): StandIn {
  return async (inputs, { permissions, claims }) => {
    if (permissions['id-token'] !== 'write')
      throw new Error('Credentials could not be loaded: did you mean to set the `id-token` permission?');
    const said: Readonly<Record<string, string | undefined>> = { ...claims, aud: 'sts.amazonaws.com' };
    for (const [key, wanted] of Object.entries(trust.Statement[0].Condition.StringEquals)) {
      const value = said[key.replace('token.actions.githubusercontent.com:', '')] ?? '';
      if (![wanted].flat().includes(value))
        throw new Error(`Not authorized to perform sts:AssumeRoleWithWebIdentity: ${key} is ${value}`);
    }
    const sts = new STSClient({
      region: inputs['aws-region'] ?? '',
      endpoint: aws.endpoint,
      credentials: aws,
    });
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: inputs['role-to-assume'], RoleSessionName: 'GitHubActions' }),
    );
    return {
      env: {
        AWS_REGION: inputs['aws-region'] ?? '',
        AWS_DEFAULT_REGION: inputs['aws-region'] ?? '',
        AWS_ACCESS_KEY_ID: Credentials!.AccessKeyId!,
        AWS_SECRET_ACCESS_KEY: Credentials!.SecretAccessKey!,
        AWS_SESSION_TOKEN: Credentials!.SessionToken!,
      },
      masks: [Credentials!.SecretAccessKey!, Credentials!.SessionToken!],
    };
  };
}

/** Takes a SARIF file that is one, from a job that may upload it. */
export const uploadSarif: StandIn = async (inputs, { permissions, workspace }) => {
  if (permissions['security-events'] !== 'write')
    throw new Error('needs permissions: security-events: write');
  const { version, runs } = JSON.parse(await readFile(join(workspace, inputs['sarif_file'] ?? ''), 'utf8'));
  if (version !== '2.1.0' || !Array.isArray(runs)) throw new Error('is not SARIF 2.1.0');
  return {};
};

/**
 * What `actions/attest-build-provenance` does, as far as `gh attestation verify` finds it again: it keeps the digest of
 * each file, for a job that may sign and keep attestations.
 */
export const attestProvenance: StandIn = async (inputs, { permissions, workspace }) => {
  for (const permission of ['id-token', 'attestations'])
    if (permissions[permission] !== 'write') throw new Error(`needs permissions: ${permission}: write`);
  const paths = (inputs['subject-path'] ?? '').trim().split('\n');
  const files = await Promise.all(paths.map((path) => readFile(join(workspace, path.trim()))));
  const digests = files.map((file) => createHash('sha256').update(file).digest('hex'));
  return { env: { ATTESTED: digests.join(' ') } };
};

/** Takes files that are there. */
export const uploadArtifact: StandIn = async (inputs, { workspace }) => {
  for (const path of (inputs['path'] ?? '').trim().split('\n'))
    if (!existsSync(join(workspace, path.trim())))
      throw new Error(`No files were found with the path ${path}`);
  return {};
};
