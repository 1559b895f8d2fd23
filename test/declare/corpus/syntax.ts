import { maxLength } from '../../../src/declare/parse-yaml.ts';
import type { BadManifest } from './case.ts';

/** What is not YAML, or more of it than is sensible; the published schema has no say here. */
export const badSyntax: readonly BadManifest[] = [
  ['path: [a', 'yaml_syntax@1'],
  ['path: {a', 'yaml_syntax@1'],
  ['path: "a', 'yaml_syntax@1'],
  ["path: 'a", 'yaml_syntax@1'],
  ['path: a: b', 'yaml_syntax@1'],
  ['path: a\n b: c', 'yaml_syntax@1'],
  ['path: "\\q"', 'yaml_syntax@1'],
  ['kms:\n\taws: {}', 'yaml_syntax@2'],
  ['path: @a', 'yaml_syntax@1'],
  ['path: `a`', 'yaml_syntax@1'],
  ['path: *nope', 'yaml_syntax@1'],
  ['path: &a *a', 'yaml_syntax@1'],
  ['keys: &a [*a]', 'yaml_syntax@1'],
  ['path: !!binary aGk=', 'yaml_syntax@1'],
  ['path: !secret a', 'yaml_syntax@1'],
  ['? [a]\n: b', 'yaml_syntax@1'],
  ['path: ]a', 'yaml_syntax@1'],
  ['{"path": "a",, }', 'yaml_syntax@1'],
  ['kms: {}\npath', 'yaml_syntax@2'],
  ['path: a\npath: b', 'duplicate_name@2'],
  ['keys:\n  a: {}\n  b: {}\n  a: {}', 'duplicate_name@4'],
  ['keys:\n  1: {}\n  "1": {}', 'duplicate_name@3'],
  ['kms:\n  aws: {key_collection: us-west-2, key_collection: us-west-2}', 'duplicate_name@2'],
  [`path: ${'['.repeat(50)}${']'.repeat(50)}`, 'yaml_limit@1'],
  [`path: ${'['.repeat(20_000)}`, 'yaml_limit@1'],
  [`# ${'x'.repeat(maxLength)}\npath: a`, 'yaml_limit@1'],
  [bomb(), 'yaml_limit@1'],
  ['', 'nothing_declared@null'],
  ['# nothing\n---\n---\n', 'nothing_declared@null'],
];

/** Ten lists, each of ten times the one before: ten thousand million values in 600 characters. */
function bomb(): string {
  const lists = Array.from({ length: 10 }, (_, level) => {
    const item = level === 0 ? 'x' : `*l${level - 1}`;
    return `l${level}: &l${level} [${new Array(10).fill(item).join(', ')}]`;
  });
  return lists.join('\n');
}
