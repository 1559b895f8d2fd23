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
