import type { Evidence, PolicyDocument, PublicAccess } from '../model/evidence.ts';
import { complete, readEvidence } from './aws-failure.ts';
import type { Clients } from './clients.ts';

/**
 * `access-analyzer:CheckNoPublicAccess`, which AWS bills for each call.
 *
 * Source: https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoPublicAccess.html
 */
export function checkNoPublicAccess(
  clients: Clients,
  region: string,
  policy: PolicyDocument,
): Promise<Evidence<PublicAccess>> {
  return readEvidence('access-analyzer:CheckNoPublicAccess', async () => {
    const { accessAnalyzerClient, CheckNoPublicAccessCommand } = await import(
      './sdk/access-analyzer-client.ts'
    );
    const client = accessAnalyzerClient(clients, region);
    const answer = await client.send(
      new CheckNoPublicAccessCommand({
        policyDocument: JSON.stringify(policy),
        resourceType: 'AWS::KMS::Key',
      }),
      clients.options,
    );
    const { result, reasons, message } = complete(answer, 'result');
    if (result !== 'PASS' && result !== 'FAIL')
      throw Object.assign(new Error(`the answer's result is ${result}`), { name: 'UnknownResult' });
    const given = (reasons ?? []).map(({ description, statementId, statementIndex }) =>
      [statementId ?? (statementIndex === undefined ? null : `statement ${statementIndex + 1}`), description]
        .filter((text) => text !== null && text !== undefined && text !== '')
        .join(': '),
    );
    return { result, reasons: given.length > 0 ? given : [message ?? 'no reason given'] };
  });
}
