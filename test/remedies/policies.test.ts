import * as kms from '@aws-sdk/client-kms';
import { expect, test } from '@jest/globals';
import type { Finding } from '../../src/model/report.ts';
import { account } from '../lambda/support.ts';
import {
  check,
  client,
  decrypt,
  distributed,
  emulator,
  encrypt,
  findingOf,
  kmsKey,
  readable,
} from './distributed-key.ts';
import { follow } from './shell.ts';

const principal_arn = `arn:aws:iam::${account}:user/vault`;
const stranger = { AWS: 'arn:aws:iam::999988887777:root' };

interface Statement {
  Effect: string;
  Principal: unknown;
  Action: string;
  Resource: string;
}

const broken: { check: Finding['check']; statements: (own: readonly Statement[]) => Statement[] }[] = [
  {
    check: 'policy_foreign',
    statements: (own) => [...own, { Effect: 'Allow', Principal: stranger, Action: 'kms:*', Resource: '*' }],
  },
  {
    check: 'policy_public',
    statements: (own) => [...own, { Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' }],
  },
  {
    check: 'key_policy',
    statements: (own) => [
      ...own,
      { Effect: 'Deny', Principal: { AWS: principal_arn }, Action: 'kms:DisableKey', Resource: '*' },
    ],
  },
];

test.each(broken)(
  '$check: the key policy is put back, and the data stays readable',
  async ({ check: id, statements }) => {
    const key = await distributed();
    const ciphertext = await encrypt(key.alias);
    const KeyId = kmsKey(key);
    const { Policy } = await client.send(new kms.GetKeyPolicyCommand({ KeyId }));
    const document = JSON.parse(Policy!);
    const changed = JSON.stringify({ ...document, Statement: statements(document.Statement) });
    await client.send(new kms.PutKeyPolicyCommand({ KeyId, Policy: changed }));
    const { remediation } = await findingOf(key, id, 'standard', { principal_arn });
    expect(remediation.indexOf('replaces the whole policy')).toBeLessThan(
      remediation.indexOf('put-key-policy --region'),
    );
    await follow(emulator, remediation, { 'policy.json': Policy! });
    expect(await decrypt(ciphertext)).toBe(readable);
    expect((await check(key, 'standard', { principal_arn })).status).toBe('pass');
  },
);

test('grants: a grant to another account is revoked, and the data stays readable', async () => {
  const key = await distributed();
  const ciphertext = await encrypt(key.alias);
  const grant = { KeyId: kmsKey(key), GranteePrincipal: stranger.AWS, Operations: ['Decrypt' as const] };
  const { GrantId } = await client.send(new kms.CreateGrantCommand(grant));
  const { remediation } = await findingOf(key, 'grants', 'full');
  await follow(emulator, remediation, {}, { '<grant id>': GrantId! });
  expect(await decrypt(ciphertext)).toBe(readable);
  expect((await check(key, 'full')).status).toBe('pass');
});
