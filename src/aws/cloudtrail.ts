import type { LookupAttribute } from '@aws-sdk/client-cloudtrail';
import type { Evidence } from '../model/evidence.ts';
import type { PastCall, PolicyChanges } from '../model/permission-evidence.ts';
import { parsePrincipal } from '../model/principal.ts';
import { complete, readEvidence } from './aws-failure.ts';
import type { Clients } from './clients.ts';

/** A CloudTrail event, as far as it is read here. */
interface TrailEvent {
  readonly eventName?: string;
  readonly eventTime?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly resources?: readonly { readonly ARN?: string }[];
  readonly userIdentity?: {
    readonly arn?: string;
    readonly sessionContext?: { readonly sessionIssuer?: { readonly arn?: string } };
  };
}

/** Pages of fifty events that one question may take: CloudTrail answers two requests a second. */
const mostPages = 10;

/**
 * The calls of one action by one principal in the last 90 days, newest first.
 *
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export function lookUpCalls(
  clients: Clients,
  region: string,
  principalArn: string,
  action: string,
): Promise<Evidence<readonly PastCall[]>> {
  return readEvidence('cloudtrail:LookupEvents', async () => {
    const attribute = { AttributeKey: 'EventName' as const, AttributeValue: action.replace(/^kms:/, '') };
    const events: TrailEvent[] = [];
    for await (const page of pagesOf(clients, region, attribute)) events.push(...page);
    return pastCalls(principalArn, events);
  });
}

/** Errors other than AccessDenied say nothing about permission. */
export function pastCalls(principalArn: string, events: readonly TrailEvent[]): readonly PastCall[] {
  return events
    .filter(({ userIdentity }) => isPrincipal(userIdentity, principalArn))
    .filter(({ errorCode }) => errorCode === undefined || /^AccessDenied/.test(errorCode))
    .map(({ eventTime = '', errorCode, errorMessage, resources = [] }) => ({
      time: eventTime,
      resources: resources.flatMap(({ ARN }) => ARN ?? []),
      denial: errorCode === undefined ? null : (errorMessage ?? errorCode),
    }))
    .sort((a, b) => b.time.localeCompare(a.time));
}

/**
 * When a policy of the principal, or of a key of the region, was last changed, as far as CloudTrail lists it under
 * their names: a new version of a managed policy is listed under that policy's name, and is not found here.
 */
export function lookUpPolicyChanges(
  clients: Clients,
  region: string,
  principalArn: string,
): Promise<Evidence<PolicyChanges>> {
  return readEvidence('cloudtrail:LookupEvents', async () => {
    const keys: Record<string, string> = {};
    const ofKeys = { AttributeKey: 'EventName' as const, AttributeValue: 'PutKeyPolicy' };
    for await (const page of pagesOf(clients, region, ofKeys))
      for (const { eventTime = '', errorCode, resources = [] } of page)
        for (const { ARN = '' } of errorCode === undefined ? resources : [])
          if (eventTime > (keys[ARN] ?? '')) keys[ARN] = eventTime;
    return { keys, principal: await principalChange(clients, principalArn) };
  });
}

/** Who created keys in the region in the last 90 days, by the key's ARN: a user, or the role of a session. */
export function lookUpKeyCreators(
  clients: Clients,
  region: string,
): Promise<Evidence<Readonly<Record<string, string>>>> {
  return readEvidence('cloudtrail:LookupEvents', async () => {
    const creators: Record<string, string> = {};
    const attribute = { AttributeKey: 'EventName' as const, AttributeValue: 'CreateKey' };
    for await (const page of pagesOf(clients, region, attribute))
      for (const { errorCode, resources = [], userIdentity } of page) {
        const creator = userIdentity?.sessionContext?.sessionIssuer?.arn ?? userIdentity?.arn;
        if (errorCode !== undefined || creator === undefined) continue;
        for (const { ARN } of resources) if (ARN !== undefined) creators[ARN] = creator;
      }
    return creators;
  });
}

async function principalChange(clients: Clients, principalArn: string): Promise<string | null> {
  const principal = parsePrincipal(principalArn);
  if (principal === null) return null;
  const attribute = { AttributeKey: 'ResourceName' as const, AttributeValue: principal.name };
  const times: string[] = [];
  for await (const page of pagesOf(clients, iamRegion(principal.partition), attribute))
    for (const { eventTime = '', eventName = '', errorCode } of page)
      if (
        errorCode === undefined &&
        /^(Put|Attach|Detach|Delete).*(Policy|PermissionsBoundary)$/.test(eventName)
      )
        times.push(eventTime);
  return times.sort().at(-1) ?? null;
}

async function* pagesOf(
  clients: Clients,
  region: string,
  attribute: LookupAttribute,
): AsyncGenerator<TrailEvent[]> {
  const { cloudTrailClient, LookupEventsCommand } = await import('./sdk/cloudtrail-client.ts');
  const client = cloudTrailClient(clients, region);
  let next: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = await client.send(
      new LookupEventsCommand({
        LookupAttributes: [attribute],
        MaxResults: 50,
        ...(next === undefined ? {} : { NextToken: next }),
      }),
      clients.options,
    );
    yield complete(answer, 'Events').Events.flatMap(({ CloudTrailEvent }) => parse(CloudTrailEvent));
    next = answer.NextToken;
    if (next === undefined) return;
  }
}

/** Where CloudTrail records the calls of IAM, which is a global service. */
function iamRegion(partition: string): string {
  if (partition === 'aws-cn') return 'cn-north-1';
  return partition === 'aws-us-gov' ? 'us-gov-west-1' : 'us-east-1';
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
