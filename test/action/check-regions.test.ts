import { expect, test } from '@jest/globals';
import { checkRegions } from '../../src/action/commands/check-regions.ts';
import { credentials, desired, provider } from '../plan/support/declared.ts';

const at = (key_collection: string, more = {}) => desired({ kms: [provider({ key_collection, ...more })] });
/** What resolves; every other name does not. */
const dns =
  (...hosts: string[]) =>
  async (host: string) =>
    hosts.includes(host);
const known = 'kms.af-south-1.amazonaws.com';

test('a region without KMS, where other hosts of KMS resolve, blocks its provider', async () => {
  expect(await checkRegions(at('us-west-9'), {}, dns(known))).toMatchObject([
    {
      code: 'region_missing',
      id: 'keymgmt/kms/aws',
      field: 'key_collection',
      to: 'us-west-9',
      message: expect.stringContaining('kms.us-west-9.amazonaws.com does not resolve'),
    },
  ]);
  const china = dns('kms.cn-north-1.amazonaws.com.cn');
  expect(await checkRegions(at('cn-north-9'), {}, china)).toHaveLength(1);
});

test.each<[string, Parameters<typeof checkRegions>]>([
  ['a new region, which resolves', [at('us-west-9'), {}, dns(known, 'kms.us-west-9.amazonaws.com')]],
  ['a runner that resolves nothing of AWS', [at('us-west-9'), {}, dns()]],
  ['a runner whose name servers do not answer', [at('us-west-9'), {}, async () => null]],
  ['a known region, whatever resolves', [at('us-west-2'), {}, dns(known)]],
  ['an endpoint for the whole run', [at('us-west-9'), { AWS_ENDPOINT_URL: 'http://localhost' }, dns(known)]],
  ['an endpoint for KMS', [at('us-west-9'), { AWS_ENDPOINT_URL_KMS: 'http://localhost' }, dns(known)]],
  [
    'a declared endpoint',
    [at('us-west-9', { credentials: { ...credentials, endpoint: 'http://localhost' } }), {}, dns(known)],
  ],
])('%s blocks nothing', async (_, [declared, env, resolves]) => {
  expect(await checkRegions(declared, env, resolves)).toEqual([]);
});
