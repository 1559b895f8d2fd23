import type { AwsReader } from '../model/aws-reader.ts';
import { askOnce } from './ask-once.ts';

/** A reader that asks Access Analyzer once for each distinct key policy: AWS bills each call. */
export function analyzeOnce(reader: AwsReader): AwsReader {
  const answers = new Map<string, ReturnType<AwsReader['publicAccess']>>();
  return {
    ...reader,
    publicAccess(region, policy) {
      const name = `${region} ${JSON.stringify(policy)}`;
      return askOnce(answers, name, () => reader.publicAccess(region, policy));
    },
  };
}
