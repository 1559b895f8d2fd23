import { describe, expect, test } from '@jest/globals';
import { allowsMount, capabilitiesOn } from '../../../emulator/vault/policy/acl.ts';
import { parseAclPolicy } from '../../../emulator/vault/policy/parse.ts';

const policy = (...rules: [path: string, ...capabilities: string[]][]) =>
  parseAclPolicy(
    'p',
    rules.map(([path, ...list]) => `path "${path}" { capabilities = ${JSON.stringify(list)} }`).join('\n'),
  );

describe('the rule that decides', () => {
  test.each<[string, [string, ...string[]][], string, string[]]>([
    [
      'an exact one before a glob',
      [
        ['a/b', 'read'],
        ['a/*', 'update'],
      ],
      'a/b',
      ['read'],
    ],
    [
      'the longest glob',
      [
        ['a/*', 'read'],
        ['a/b*', 'update'],
      ],
      'a/bc',
      ['update'],
    ],
    [
      'a glob before a +, when its wildcard comes later',
      [
        ['a/+/c', 'read'],
        ['a/b/*', 'update'],
      ],
      'a/b/c',
      ['update'],
    ],
    [
      'a + before a glob at the same place',
      [
        ['a/*', 'read'],
        ['a/+', 'update'],
      ],
      'a/b',
      ['update'],
    ],
    [
      'the one with fewer +',
      [
        ['+/+/c', 'read'],
        ['+/b/c', 'update'],
      ],
      'a/b/c',
      ['update'],
    ],
    ['none, for another number of segments', [['a/+', 'read']], 'a/b/c', []],
    ['none, for a rule that only begins alike', [['a', 'read']], 'a/b', []],
    [
      'all rules of one path together',
      [
        ['a', 'read'],
        ['a', 'update'],
      ],
      'a',
      ['read', 'update'],
    ],
    [
      'deny, alone',
      [
        ['a', 'read'],
        ['a', 'deny'],
      ],
      'a',
      ['deny'],
    ],
    ['a slash in front is none', [['/a', 'read']], 'a', ['read']],
  ])('%s', (_what, rules, path, expected) => {
    expect(capabilitiesOn([policy(...rules)], path, false)).toEqual(expected);
  });

  test('for a list, the path with or without a trailing slash', () => {
    expect(capabilitiesOn([policy(['a/key', 'list'])], 'a/key/', true)).toEqual(['list']);
    expect(capabilitiesOn([policy(['a/key/', 'list'])], 'a/key/', true)).toEqual(['list']);
    expect(capabilitiesOn([policy(['a/*', 'list'])], 'a/key/', true)).toEqual(['list']);
    expect(capabilitiesOn([policy(['a/key', 'list'])], 'a/key/', false)).toEqual([]);
  });
});

test.each<[string, string, boolean]>([
  ['keymgmt/key/one', 'keymgmt/', true],
  ['keymgmt/*', 'keymgmt/', true],
  ['key*', 'keymgmt/', true],
  ['+/key/one', 'keymgmt/', true],
  ['*', 'a/b/', true],
  ['a/b/key', 'a/b/', true],
  ['a/+/key', 'a/b/', true],
  ['keymgmt', 'keymgmt/', false],
  ['keymgmtx/key', 'keymgmt/', false],
  ['a/c/*', 'a/b/', false],
])('a rule for %s lets the mount %s be used: %s', (path, mount, expected) => {
  expect(allowsMount([policy([path, 'read'])], mount)).toBe(expected);
  expect(allowsMount([policy([path, 'deny'])], mount)).toBe(false);
});
