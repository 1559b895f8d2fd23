import type { AwsReader } from '../model/aws-reader.ts';

/** A reader that asks Access Analyzer once for each distinct key policy: AWS bills each call. */
export function analyzeOnce(reader: AwsReader): AwsReader {
  const answers = new Map<string, ReturnType<AwsReader['publicAccess']>>();
  return {
    ...reader,
    publicAccess(region, policy) {
      const text = `${region} ${JSON.stringify(policy)}`;
      const answer = answers.get(text) ?? reader.publicAccess(region, policy);
      answers.set(text, answer);
      return answer;
    },
  };
}
