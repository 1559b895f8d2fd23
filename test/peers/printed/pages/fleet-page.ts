import { expect } from '@jest/globals';
import { readEvent } from '../../../../lambda/read-check-event.ts';
import { verifierPolicy } from '../../../../src/policy/iam-statements.ts';
import { policyScope } from '../../../lambda/support.ts';
import { allowed, type Entry, inCloud, runs, stage, succeeds } from '../stage.ts';

/** The blocks of docs/fleet.md. */
export const fleetPage: readonly Entry[] = [
  {
    has: 'sam deploy',
    how: 'run',
    by: async (block) => {
      await inCloud(block);
      stage.variables['FLEET_BUCKET'] = await stage.cloud.prepare(
        `aws cloudformation describe-stacks --stack-name keymgmt-verifier --output text --query "Stacks[0].Outputs[?OutputKey=='FleetBucketName'].OutputValue"`,
      );
    },
  },
  {
    has: 'aws cloudformation deploy',
    how: 'run',
    by: async (block) => {
      await inCloud(block);
      const policy = await stage.cloud.prepare(
        'aws iam get-role-policy --role-name keymgmt-verifier --policy-name verifier',
      );
      const actions = (statements: readonly { Action: string | readonly string[] }[]) =>
        statements.map(({ Action }) => [Action].flat());
      expect(actions(JSON.parse(policy).PolicyDocument.Statement)).toEqual(
        actions(verifierPolicy(policyScope('*'), { depth: 'full', history: true }).Statement),
      );
    },
  },
  {
    has: 'create-stack-set',
    how: 'parsed',
    by: async ({ text }) => {
      // No peer has StackSets: the aws command line checks every option, and sends nothing.
      const checked = text
        .replaceAll(/ *\\\n */g, ' ')
        .replaceAll(/$(?<=.)/gm, ' --generate-cli-skeleton output');
      succeeds(
        await stage.cloud.run(checked, { ...stage.variables, ORGANIZATIONAL_UNIT_ID: 'ou-ab12-34567890' }),
      );
    },
  },
  {
    has: /^\{"event"/,
    how: 'parsed',
    by: async ({ text }) => {
      for (const line of text.trim().split('\n')) {
        const { event: fields, keys_file } = JSON.parse(line);
        const vault = { url: 'https://vault.example.com:8200' };
        readEvent(keys_file === undefined ? fields : { ...fields, vault }, allowed);
      }
    },
  },
  {
    has: 'aws organizations list-accounts',
    how: 'run',
    by: async (block) => {
      await stage.cloud.prepare('aws organizations create-organization || true');
      await stage.cloud.prepare('aws organizations create-account --account-name a --email a@example.com');
      await inCloud(block);
      const targets = (await stage.cloud.read('targets.jsonl')).trim().split('\n');
      expect(targets.length).toBeGreaterThanOrEqual(4);
      for (const target of targets) readEvent(JSON.parse(target).event, allowed);
    },
  },
  {
    has: 'report_path: keys.jsonl',
    how: 'run',
    by: async ({ text }) => {
      const bucket = stage.variables['FLEET_BUCKET']!;
      await runs(
        text,
        'schedule',
        { AWS_ENDPOINT_URL_S3: stage.cloud.endpoint },
        { vars: { FLEET_BUCKET: bucket } },
      );
      expect(await stage.cloud.prepare(`aws s3 cp s3://${bucket}/keys/us-west-2.jsonl -`)).toContain(
        'payments-db',
      );
    },
  },
];
