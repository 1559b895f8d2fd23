import { describe, expect, test } from '@jest/globals';
import { declareManifest } from '../../src/declare/manifest.ts';
import { warningRules } from '../../src/model/codes/manifest-rules.ts';
import { showProblem } from '../../src/model/problem.ts';
import { key } from './corpus/case.ts';

const warningsOf = (text: string) => declareManifest([{ text, file: 'm.yaml', input: null }], {}).warnings;

describe('a valid manifest', () => {
  test.each<[string, string[]]>([
    ['kms: {aws: {key_collection: us-west-2}}', []],
    ['kms:\n  aws: {key_collection: us-west-7}', ['unknown_region@2']],
    [key('kms: aws', 'replica_regions: [eu-west-1, eu-west-9]'), ['unknown_region@5']],
    [key('kms: aws', 'purpose: [decrypt, encrypt]'), []],
    [key('kms: aws', 'purpose: [encrypt]'), ['unlisted_purpose@5']],
    [key('kms: aws', 'purpose: [sign]'), ['unlisted_purpose@5']],
    [key('kms: aws', 'type: rsa-2048', 'purpose: [sign, verify]'), ['unlisted_purpose@5']],
    [key('kms: aws', 'protection: software'), ['unlisted_protection@5']],
    [key('type: rsa-2048', 'protection: software'), []],
  ])('is warned about what Vault may refuse: %j', (text, expected) => {
    expect(warningsOf(text).map(({ code, source }) => `${code}@${source.line}`)).toEqual(expected);
  });

  test('is told the nearest region', () => {
    const [warning] = warningsOf('kms:\n  aws: {key_collection: us-west-7}');
    expect(warning && showProblem(warning)).toBe(
      'm.yaml:2:25: kms.aws.key_collection: "us-west-7" is not a region that this version of the action knows. Did you mean "us-west-1"? Ignore this warning if AWS added the region recently.',
    );
  });

  test('has a warning for each rule that has one', () => {
    expect(Object.keys(warningRules)).toEqual(['unknown_region', 'unlisted_purpose', 'unlisted_protection']);
  });
});
