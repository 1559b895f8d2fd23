import type { Evidence } from '../model/evidence.ts';
import type { HistoryRow } from '../model/permission-evidence.ts';
import { parsePrincipal } from '../model/principal.ts';
import { readEvidence } from './aws-failure.ts';
import type { Clients } from './clients.ts';

/** What a CloudTrail event says, as far as it matters here. */
interface TrailEvent {
  readonly eventTime?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly userIdentity?: {
    readonly arn?: string;
    readonly sessionContext?: { readonly sessionIssuer?: { readonly arn?: string } };
  };
}

/**
 * What CloudTrail remembers of one action of one principal: the newest fifty events of that name, of the last 90
 * days.
 *
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export function lookUpEvents(
  clients: Clients,
  region: string,
  principalArn: string,
  action: string,
): Promise<Evidence<HistoryRow>> {
  return readEvidence('cloudtrail:LookupEvents', async () => {
    const { cloudTrailClient, LookupEventsCommand } = await import('./sdk/cloudtrail-client.ts');
    const client = cloudTrailClient(clients, region);
    const { Events } = await client.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: action.replace(/^kms:/, '') }],
        MaxResults: 50,
      }),
      clients.options,
    );
    return rowOf(
      action,
      principalArn,
      (Events ?? []).flatMap(({ CloudTrailEvent }) => parse(CloudTrailEvent)),
    );
  });
}

/** The newest success and the newest refusal of the principal. Other errors say nothing about permission. */
export function rowOf(action: string, principalArn: string, events: readonly TrailEvent[]): HistoryRow {
  const mine = events
    .filter(({ userIdentity }) => isPrincipal(userIdentity, principalArn))
    .sort((a, b) => (b.eventTime ?? '').localeCompare(a.eventTime ?? ''));
  const worked = mine.find(({ errorCode }) => errorCode === undefined);
  const refusal = mine.find(({ errorCode }) => /^AccessDenied/.test(errorCode ?? ''));
  return {
    action,
    worked: worked?.eventTime ?? null,
    refused: refusal?.eventTime ?? null,
    sentence: refusal?.errorMessage ?? null,
  };
}

function isPrincipal(identity: TrailEvent['userIdentity'], principalArn: string): boolean {
  if (identity === undefined) return false;
  const issuer = identity.sessionContext?.sessionIssuer?.arn;
  return parsePrincipal(principalArn)?.kind === 'role'
    ? issuer === principalArn
    : identity.arn === principalArn;
}

function parse(text: string | undefined): TrailEvent[] {
  try {
    return [JSON.parse(text ?? '') as TrailEvent];
  } catch {
    return [];
  }
}
