import { expect, test } from '@jest/globals';
import { policyCommand } from '../../src/action/commands/policy-command.ts';
import { declareManifest } from '../../src/declare/manifest.ts';

const user = 'arn:aws:iam::111122223333:user/vault';
const role = 'arn:aws:iam::111122223333:role/verifier';

async function policy(verify: object, given: { principal_arn?: string; role_arn?: string } = {}) {
  const text = JSON.stringify({ path: 'keymgmt', kms: { aws: { key_collection: 'us-west-2', verify } } });
  const { desired } = declareManifest([{ text, file: null, input: 'manifest' }], {});
  const settings = { role_arn: null, external_id: null, principal_arn: null, account_id: null, ...given };
  const notices: string[] = [];
  const silent = () => {};
  const log = {
    ...{ debug: silent, info: silent, warning: silent, error: silent, progress: silent },
    notice: (line: string) => void notices.push(line),
    group: <T>(_: string, work: () => Promise<T>) => work(),
  };
  const verification = { permissions: null, depth: 'standard' as const, canary: false, settings };
  const inputs = { verification, guards: { prune: false } } as unknown as Parameters<typeof policyCommand>[1];
  const { iam_policy } = await policyCommand(desired, inputs, log);
  return { notices, policies: JSON.stringify(iam_policy) };
}

test('a policy that allows any account or principal says so, and what to set', async () => {
  const { notices, policies } = await policy({});
  expect(notices).toEqual([
    'keymgmt/kms/aws: the IAM policies allow any account and any principal ("*"), because the declaration names none. Set principal_arn, and print them again.',
  ]);
  expect(policies).toContain('arn:aws:kms:us-west-2:*:key/*');
});

test.each<[string, object, { principal_arn?: string; role_arn?: string }, string[]]>([
  ['the account', { account_id: '111122223333' }, {}, ['any principal']],
  ['the verifier’s role', {}, { role_arn: role }, ['any account']],
  ['the principal', {}, { principal_arn: user }, []],
  ['the principal of the provider', { principal_arn: user }, {}, []],
])('with %s, only what is missing is named', async (_, verify, given, missing) => {
  const { notices, policies } = await policy(verify, given);
  expect(notices.map((line) => /allow (any \w+) \(/.exec(line)![1])).toEqual(missing);
  expect(policies.includes(':*:key/*')).toBe(missing.includes('any account'));
});
