import { describe, expect, test } from '@jest/globals';
import { classifyDenial } from '../../src/verify/permissions/access-denied.ts';
import { Transcript } from '../support/transcript.ts';

const who = 'User: arn:aws:sts::111122223333:assumed-role/vault/session is not authorized to perform:';
const key = 'arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/**
 * AWS's sentences, in the shapes that its documentation and public issues show.
 *
 * Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html;
 * https://github.com/aws-ia/terraform-aws-control_tower_account_factory/issues/569;
 * https://github.com/jbrt/ec2cryptomatic/issues/26; https://github.com/DataBiosphere/azul/issues/5628;
 * https://github.com/hashicorp/terraform-provider-aws/issues/32463
 */
const sentences: [string, string | null, boolean][] = [
  [
    `${who} kms:CreateKey on resource: * because no identity-based policy allows the kms:CreateKey action`,
    'identity policy',
    false,
  ],
  [
    `${who} kms:DescribeKey on resource: ${key} because no identity-based policy allows the kms:DescribeKey action`,
    'identity policy',
    false,
  ],
  [
    `${who} kms:ScheduleKeyDeletion on resource: ${key} with an explicit deny in an identity-based policy`,
    'identity policy',
    true,
  ],
  [
    `${who} kms:CreateKey on resource: * with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/no-keys`,
    'identity policy',
    true,
  ],
  [
    `${who} kms:CreateKey on resource: * with an explicit deny in a service control policy`,
    'service control policy',
    true,
  ],
  [
    `${who} kms:CreateKey on resource: * with an explicit deny in a service control policy: arn:aws:organizations::999988887777:policy/o-abc123/service_control_policy/p-abc123`,
    'service control policy',
    true,
  ],
  [
    `${who} kms:CreateKey on resource: * due to an explicit deny in a service control policy`,
    'service control policy',
    true,
  ],
  [
    `${who} kms:CreateKey because no service control policy allows the kms:CreateKey action`,
    'service control policy',
    false,
  ],
  [
    `${who} kms:DisableKey on resource: ${key} with an explicit deny in a resource control policy`,
    'resource control policy',
    true,
  ],
  [
    `${who} kms:DisableKey on resource: ${key} with an explicit deny in a resource control policy: arn:aws:organizations::999988887777:policy/o-abc123/resource_control_policy/p-abc123`,
    'resource control policy',
    true,
  ],
  [
    `${who} kms:CreateAlias on resource: arn:aws:kms:us-west-2:111122223333:alias/hashicorp/a-1700000000 because no permissions boundary allows the kms:CreateAlias action`,
    'permissions boundary',
    false,
  ],
  [
    `${who} kms:EnableKey on resource: ${key} with an explicit deny in a permissions boundary`,
    'permissions boundary',
    true,
  ],
  [
    `${who} kms:EnableKey on resource: ${key} with an explicit deny in a permissions boundary: arn:aws:iam::111122223333:policy/boundary`,
    'permissions boundary',
    true,
  ],
  [
    `${who} kms:ListAliases because no session policy allows the kms:ListAliases action`,
    'session policy',
    false,
  ],
  [
    `${who} kms:ListAliases on resource: * with an explicit deny in a sessions policy`,
    'session policy',
    true,
  ],
  [`${who} kms:ListAliases on resource: * with an explicit deny in a session policy`, 'session policy', true],
  [
    `${who} kms:DescribeKey on resource: ${key} because no resource-based policy allows the kms:DescribeKey action`,
    'key policy',
    false,
  ],
  [
    `${who} kms:PutKeyPolicy on resource: ${key} with an explicit deny in a resource-based policy`,
    'key policy',
    true,
  ],
  [
    `${who} kms:Decrypt on the resource associated with this ciphertext because no resource-based policy allows the kms:Decrypt action`,
    'key policy',
    false,
  ],
  [
    `${who} kms:DescribeKey on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
    'cross-account',
    false,
  ],
  [
    `${who} kms:DescribeKey on resource: ${key} because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
    'cross-account',
    false,
  ],
  [
    `${who} kms:DescribeKey on resource: ${key} because no VPC endpoint policy allows the kms:DescribeKey action`,
    'VPC endpoint policy',
    false,
  ],
  [
    `${who} kms:DescribeKey on resource: ${key} with an explicit deny in a VPC endpoint policy`,
    'VPC endpoint policy',
    true,
  ],
  [
    `${who} kms:DescribeKey on resource: ${key} with an explicit deny in a VPC endpoint policy transitively through a service control policy`,
    'VPC endpoint policy',
    true,
  ],
  [
    `${who} sts:AssumeRole on resource: arn:aws:iam::111122223333:role/keymgmt-verifier because no role trust policy allows the sts:AssumeRole action`,
    'role trust policy',
    false,
  ],
  [`${who} sts:AssumeRole on resource: arn:aws:iam::111122223333:role/keymgmt-verifier`, null, false],
  [
    `${who} kms:TagResource because no identity-based policy allows the kms:TagResource action`,
    'identity policy',
    false,
  ],
  [`${who} kms:DescribeKey on resource: ${key}`, null, false],
  [`${who} kms:ListAliases`, null, false],
  [
    `${who} iam:SimulatePrincipalPolicy on resource: role vault because no identity-based policy allows the iam:SimulatePrincipalPolicy action`,
    'identity policy',
    false,
  ],
  [
    `${who} kms:CreateKey on resource: * with an explicit deny in a service control policy. Encoded authorization failure message: AbC-dEf`,
    'service control policy',
    true,
  ],
  [
    'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
    null,
    false,
  ],
];

const transcript = new Transcript('test/verify/access-denied.txt');

test.each(sentences)('%s', (sentence, layer, explicit) => {
  const denial = classifyDenial(sentence);
  expect(denial).toMatchObject({ layer, explicit });
  transcript.record(denial);
});

describe('what the sentence names', () => {
  test('who, what, on what, by which policy', () => {
    expect(
      classifyDenial(
        `${who} kms:DisableKey on resource: ${key} with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/no-keys`,
      ),
    ).toEqual({
      principal: 'arn:aws:sts::111122223333:assumed-role/vault/session',
      action: 'kms:DisableKey',
      resource: key,
      layer: 'identity policy',
      explicit: true,
      policy_arn: 'arn:aws:iam::111122223333:policy/no-keys',
    });
  });

  test('nothing but the action', () => {
    expect(classifyDenial(`${who} kms:ListAliases`)).toMatchObject({
      action: 'kms:ListAliases',
      resource: null,
      policy_arn: null,
    });
  });
});
