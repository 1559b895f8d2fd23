import { describe, expect, test } from '@jest/globals';
import { allowsArn, allowsObject, allowsUrl } from '../../lambda/allow-lists.ts';

describe('an object in S3', () => {
  test.each([
    ['s3://audits', 's3://audits/q3.json', true],
    ['s3://audits/2026/', 's3://audits/2026/q3.json', true],
    ['s3://audits/2026/q3.json', 's3://audits/2026/q3.json', true],
    ['*', 's3://audits/q3.json', true],
    ['s3://audits/20', 's3://audits/2026/q3.json', false],
    ['s3://audit', 's3://audits/q3.json', false],
    ['s3://*', 's3://audits/q3.json', false],
  ])('%s and %s: %s', (pattern, value, allowed) => {
    expect(allowsObject(pattern, value)).toBe(allowed);
  });
});

describe('an address of Vault', () => {
  const wildcard = 'https://*.example.com';

  test.each([
    [wildcard, 'https://vault.example.com'],
    [wildcard, 'https://vault.example.com/'],
    [wildcard, 'https://vault.eu.example.com'],
    ['https://vault-*.example.com:8200', 'https://vault-eu.example.com:8200'],
    ['https://vault.example.com', 'https://vault.example.com/team'],
    ['https://vault.example.com/team', 'https://vault.example.com/team'],
    ['https://vault.example.com/team', 'https://vault.example.com/team/a'],
    ['https://vault.example.com:443', 'https://vault.example.com'],
    ['https://[fd00::1]:8200', 'https://[fd00::1]:8200'],
    ['http://127.0.0.1:8200', 'http://127.0.0.1:8200'],
    ['http://127.0.0.1:*', 'http://127.0.0.1:8200'],
    ['*', 'https://vault.example.com:8200'],
  ])('%s allows %s', (pattern, value) => {
    expect(allowsUrl(pattern, value)).toBe(true);
  });

  test.each([
    'https://evil.test/.example.com',
    'https://evil.test\\.example.com',
    'https://evil.test\\@vault.example.com',
    'https://evil.test/..example.com',
    'https://evil.test/%2e%2e/vault.example.com',
    'https://vault.example.com/%2e%2e',
    'https://vault.example.com/a/../b',
    'https://evil.test\t.example.com',
    'https://ev\til.example.com',
    'https://evil.test@vault.example.com',
    'https://user:secret@vault.example.com',
    'https://evil.test?.example.com',
    'https://evil.test#.example.com',
    'https://vault.example.com?namespace=x',
    'https://VAULT.example.com',
    'HTTPS://vault.example.com',
    'https://evil.test:443/.example.com',
    'https://vault.example.com.',
    'https://vault.example.com.evil.test',
    'https://vault.example.com:8200',
    'https://evilexample.com',
    'https://example.com',
    'https://.example.com',
    'https://*.example.com',
    'http://vault.example.com',
    'https:vault.example.com',
    'https:///vault.example.com',
    ' https://vault.example.com',
    'https://vault.example.com\n',
    'not an address',
  ])(`${wildcard} does not allow %j`, (value) => {
    expect(allowsUrl(wildcard, value)).toBe(false);
  });

  test.each([
    ['https://vault-*.example.com', 'https://vault-a.b.example.com'],
    ['https://vault.example.com/team', 'https://vault.example.com/teams'],
    ['https://vault.example.com/team', 'https://vault.example.com'],
    ['https://vault.example.com', 'https://vaultXexample.com'],
    ['*', 'https://user@vault.example.com'],
    ['*', 'https://VAULT.example.com'],
    ['', 'https://vault.example.com'],
    ['vault.example.com', 'https://vault.example.com'],
  ])('%j does not allow %s', (pattern, value) => {
    expect(allowsUrl(pattern, value)).toBe(false);
  });
});

describe('an ARN', () => {
  test.each([
    ['arn:aws:iam::*:role/verifier', 'arn:aws:iam::999999999999:role/verifier', true],
    ['arn:aws:iam::*:role/verifier', 'arn:aws:iam::999999999999:role/x:role/verifier', false],
    ['arn:aws:iam::*:role/verifier', 'arn:aws:iam::999999999999:role/x/role/verifier', false],
    ['arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:role/verifier', true],
    ['arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:role/team/verifier', false],
    ['arn:aws:iam::111122223333:role/team/*', 'arn:aws:iam::111122223333:role/team/verifier', true],
    ['arn:*:iam::111122223333:role/verifier', 'arn:aws-cn:iam::111122223333:role/verifier', true],
    ['arn:aws:iam::111122223333:role/a.b', 'arn:aws:iam::111122223333:role/aXb', false],
    ['*', 'arn:aws:iam::111122223333:role/team/verifier', true],
  ])('%s allows %s: %s', (pattern, value, allowed) => {
    expect(allowsArn(pattern, value)).toBe(allowed);
  });
});
