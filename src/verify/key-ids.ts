import type { KmsKey } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';

/** An expectation whose KMS keys are named by their ids: a record may name them by their ARNs. */
export function withKeyIds(expectation: Expectation): Expectation {
  const versions = Object.entries(expectation.versions).map(([version, id]) => [version, keyIdOf(id)]);
  return { ...expectation, versions: Object.fromEntries(versions) as Expectation['versions'] };
}

/** The id in a KMS key's ARN; any other text as it is. */
function keyIdOf(text: string): string {
  return /^arn:[^:]+:kms:[^:]*:[^:]*:key\/([^/]+)$/.exec(text)?.[1] ?? text;
}

/** The region in a KMS key's ARN: a replica has its primary's id, in another region. */
export function regionOf({ arn }: Pick<KmsKey, 'arn'>): string {
  return arn.split(':')[3] ?? '';
}
