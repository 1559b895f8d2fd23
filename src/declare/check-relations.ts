import type { RuleCode } from '../model/codes/manifest-rules.ts';
import { keyTypes } from '../model/key.ts';
import type { Problem } from '../model/problem.ts';
import type { DocumentPath, DocumentTree } from './document-tree.ts';
import { locateNode } from './document-tree.ts';
import { makeProblem, shown } from './make-problem.ts';
import { suggestion } from './suggest.ts';
import type { UntypedMap } from './untyped.ts';
import { asMap } from './untyped.ts';

/**
 * Checks the parts of a document against each other. It reads the raw data, so that these problems are reported in
 * the same run as all others; a part of the wrong type is skipped.
 *
 * @returns one problem for each part that contradicts another
 */
export function checkRelations(tree: DocumentTree): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (code, path, ...words) => {
    const { at, key, value } = locateNode(tree.root, path);
    problems.push(makeProblem(code, at, byName.has(code) ? key : value, ...words));
  };
  const { kms, keys } = asMap(tree.data);
  const providers = asMap(kms);
  for (const [name, provider] of Object.entries(providers))
    checkCredentials(asMap(provider), ['kms', name], report);
  for (const [name, key] of Object.entries(asMap(keys))) checkKey(name, asMap(key), providers, report);
  return problems;
}

type Report = (code: RuleCode, path: DocumentPath, message?: string, remedy?: string) => void;

/** The rules whose problem is located at the field's name, since the value may be missing. */
const byName = new Set<RuleCode>([
  'alias_unfit',
  'missing_purpose',
  'conflicting_credentials',
  'conflicting_retirement',
  'incomplete_credentials',
]);

function checkCredentials(provider: UntypedMap, path: DocumentPath, report: Report): void {
  const flat = ['access_key', 'secret_key'].filter((field) => Object.hasOwn(provider, field));
  if (flat.length > 0 && Object.hasOwn(provider, 'credentials')) {
    report('conflicting_credentials', [...path, 'credentials']);
  } else if (flat.length === 1) {
    report('incomplete_credentials', [...path, ...flat]);
  }
}

function checkKey(name: string, key: UntypedMap, providers: UntypedMap, report: Report): void {
  const path = ['keys', name];
  if (typeof key['kms'] === 'string') checkDistribution(name, key, key['kms'], providers, report);
  for (const field of ['purpose', 'replica_regions']) {
    for (const index of repetitions(key[field])) report('repeated_value', [...path, field, index]);
  }
  checkReplicas(key, path, providers, report);
  if (Object.hasOwn(key, 'retire_after') && Object.hasOwn(key, 'min_enabled_version'))
    report('conflicting_retirement', [...path, 'retire_after']);
}

function checkDistribution(
  name: string,
  key: UntypedMap,
  kms: string,
  providers: UntypedMap,
  report: Report,
): void {
  const path = ['keys', name];
  if (kms !== '' && !Object.hasOwn(providers, kms)) {
    const known = Object.keys(providers);
    const declared = known.length === 0 ? 'no provider' : known.slice(0, 20).map(shown).join(', ');
    const remedy = `${suggestion(kms, known)}This document declares ${declared}. Correct the name, declare the provider, or omit the field.`;
    report('undeclared_provider', [...path, 'kms'], `${shown(kms)} is not declared under kms.`, remedy);
  }
  if (!aliasPattern.test(name) && namePart.test(name)) report('alias_unfit', path);
  if (hasNoDefaults(key) && key['purpose'] === undefined) {
    const message = `is missing: a key of type ${shown(key['type'])} has no default.`;
    report('missing_purpose', [...path, 'purpose'], message);
  }
}

function checkReplicas(key: UntypedMap, path: DocumentPath, providers: UntypedMap, report: Report): void {
  const { kms, replica_regions } = key;
  if (!Array.isArray(replica_regions) || replica_regions.length === 0) return;
  if (hasNoDefaults(key)) report('replica_type', [...path, 'replica_regions']);
  if (typeof kms !== 'string' || !Object.hasOwn(providers, kms)) return;
  const own = asMap(providers[kms])['key_collection'];
  for (const [index, region] of replica_regions.entries()) {
    if (region === own) report('replica_of_own_region', [...path, 'replica_regions', index]);
  }
}

/** Whether the type is a known one without default purpose and without replication. */
function hasNoDefaults({ type = 'aes256-gcm96' }: UntypedMap): boolean {
  return type !== 'aes256-gcm96' && keyTypes.some((known) => known === type);
}

/**
 * A distribution's alias is `alias/hashicorp/<key>-<unix time>` (HashiCorp: "always"), and KMS's aliases have
 * at most 256 of `[a-zA-Z0-9/_-]`. A name that does not fit would leave a KMS key without an alias.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
 */
const aliasPattern = /^[A-Za-z0-9_-]{1,229}$/;
/** The characters of a valid name; any other is reported as an invalid name. */
const namePart = /^[A-Za-z0-9_.-]+$/;

/** The indexes of repeated values. */
function repetitions(list: unknown): number[] {
  if (!Array.isArray(list)) return [];
  const seen = new Set<unknown>();
  return list.flatMap((value, index) => (seen.size === seen.add(value).size ? [index] : []));
}
