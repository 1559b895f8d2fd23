import { expect } from '@jest/globals';
import { verifierPolicy } from '../../../../src/policy/iam-statements.ts';
import { policyScope } from '../../../lambda/support.ts';
import { startLambdaEndpoint } from '../../../support/lambda-endpoint.ts';
import { startFunction } from '../../../support/runtime-api.ts';
import { type Entry, event, inCloud, onEmulator, runs, stage } from '../stage.ts';

/** The blocks of docs/lambda.md. */
export const lambdaPage: readonly Entry[] = [
  {
    has: 'sam deploy',
    how: 'run',
    by: async (block) => {
      await inCloud(block);
      const stack = await stage.cloud.prepare(
        'aws cloudformation describe-stacks --stack-name keymgmt-verifier',
      );
      const { Parameters } = JSON.parse(stack).Stacks[0] as { Parameters: Record<string, string>[] };
      const sent = Parameters.find(({ ParameterKey }) => ParameterKey === 'Event')!['ParameterValue']!;
      expect(JSON.parse(sent).vault.url).toBe('https://vault.example.com:8200');
    },
  },
  {
    has: 'aws cloudformation package',
    how: 'run',
    by: async (block) => {
      await stage.cloud.prepare('aws s3 mb s3://artifacts');
      await inCloud(block);
    },
  },
  {
    has: 'vault auth enable aws',
    how: 'run',
    by: async (block) => {
      const hcl = stage.blocks.find(({ file, language }) => file === 'docs/lambda.md' && language === 'hcl')!;
      await stage.cloud.write('verifier.hcl', hcl.text);
      await onEmulator(block);
    },
  },
  {
    has: 'aws lambda invoke',
    how: 'run',
    by: async (block) => {
      const keys = stage.blocks.find(
        ({ file, text }) => file === 'docs/lambda.md' && text.includes('"keys"'),
      )!;
      await stage.cloud.write('event.json', keys.text);
      await inCloud(block);
      expect(JSON.parse(await stage.cloud.read('report.json'))).toMatchObject({
        schema_version: 1,
        region: 'us-west-2',
      });
    },
  },
  { has: 'sam delete', how: 'run', by: inCloud },
  {
    has: 'verify_with: lambda',
    how: 'run',
    by: async ({ text }) => {
      const role = await startFunction({
        env: {
          AWS_ENDPOINT_URL: stage.world.emulator.awsEndpoint,
          AWS_ACCESS_KEY_ID: stage.world.emulator.accessKeyId,
          AWS_SECRET_ACCESS_KEY: stage.world.emulator.secretAccessKey,
        },
      });
      const lambda = await startLambdaEndpoint({ 'keymgmt-verifier': role });
      try {
        expect(await runs(text, 'schedule', { AWS_ENDPOINT_URL_LAMBDA: lambda.url })).toContain('PASS');
        expect(lambda.events.length).toBeGreaterThan(0);
      } finally {
        await lambda.stop();
        await role.stop();
      }
    },
  },
  { has: /^\{\n {2}"region"/, how: 'parsed', by: event },
  {
    has: '"Statement"',
    how: 'parsed',
    by: async ({ text }) => {
      expect(JSON.parse(text)).toEqual(verifierPolicy(policyScope('*'), { depth: 'full', history: false }));
    },
  },
  { has: /^path "/, how: 'run', by: async () => {} },
];
