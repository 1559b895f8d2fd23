import type { RuleCode } from '../model/codes/manifest-rules.ts';
import type { DesiredKey, DesiredMount } from '../model/desired.ts';
import { regions } from '../model/partitions.ts';
import type { Problem } from '../model/problem.ts';
import type { DocumentNode, DocumentPath } from './document-tree.ts';
import { locateNode } from './document-tree.ts';
import { makeProblem, shown } from './make-problem.ts';
import { suggestion } from './suggest.ts';

/** Warnings about a valid document: what Vault or AWS will probably reject. */
export function advise(mount: DesiredMount, root: DocumentNode): Problem[] {
  const warn = (code: RuleCode, path: DocumentPath, message: string, remedy?: string): Problem => {
    const { at, value } = locateNode(root, path);
    return makeProblem(code, at, value, message, remedy);
  };
  const region = (name: string, path: DocumentPath): Problem[] => {
    if (regions.includes(name)) return [];
    const message = `${shown(name)} is not a region that this version of the action knows.`;
    const remedy = `${suggestion(name, regions)}Ignore this warning if AWS added the region recently.`;
    return [warn('unknown_region', path, message, remedy)];
  };
  return [
    ...mount.kms.flatMap(({ name, key_collection }) =>
      region(key_collection, ['kms', name, 'key_collection']),
    ),
    ...mount.keys.flatMap((key) => [
      ...key.replica_regions.flatMap((name, index) =>
        region(name, ['keys', key.name, 'replica_regions', index]),
      ),
      ...support(key, warn),
    ]),
  ];
}

/**
 * HashiCorp's table lists one type, with one purpose and one protection.
 *
 * Source: https://developer.hashicorp.com/vault/docs/secrets/key-management/awskms (compatibility)
 */
function* support(
  key: DesiredKey,
  warn: (code: RuleCode, path: DocumentPath, message: string) => Problem,
): Iterable<Problem> {
  if (key.kms === null) return;
  if (key.type !== 'aes256-gcm96' || key.purpose.join() !== 'decrypt,encrypt') {
    const field = key.type === 'aes256-gcm96' ? 'purpose' : 'type';
    const what = `${key.type} with ${key.purpose.join(', ')}`;
    const message = `${what} is not in the table of what HashiCorp supports on AWS KMS.`;
    yield warn('unlisted_purpose', ['keys', key.name, field], message);
  }
  if (key.protection !== 'hsm') {
    const message = `${key.protection} is not in the table of what HashiCorp supports on AWS KMS.`;
    yield warn('unlisted_protection', ['keys', key.name, 'protection'], message);
  }
}
