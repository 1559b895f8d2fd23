import * as v from 'valibot';
import { AwsError } from '../errors.ts';
import type { Principal } from '../identity.ts';
import { newService, operation } from '../service.ts';
import { integer, oneOf, text } from '../validate.ts';
import { jsonWire } from '../wire/json.ts';
import type { TrailEvent } from './trail.ts';

const source = 'kms.amazonaws.com';
const retention = 90 * 24 * 60 * 60 * 1000;

/** The values of an event for each lookup attribute. */
const attributes: Readonly<Record<string, (event: TrailEvent) => readonly string[]>> = {
  AccessKeyId: ({ caller }) => [caller.access_key_id],
  EventId: ({ id }) => [id],
  EventName: ({ name }) => [name],
  EventSource: () => [source],
  ReadOnly: ({ read_only }) => [String(read_only)],
  ResourceName: ({ resources }) => resources,
  ResourceType: ({ resources }) => (resources.length > 0 ? ['AWS::KMS::Key'] : []),
  Username: ({ caller }) => [usernameOf(caller.principal)],
};

const lookupInput = v.object({
  LookupAttributes: v.optional(
    v.array(v.object({ AttributeKey: oneOf(Object.keys(attributes)), AttributeValue: text(1, 2000) })),
    [],
  ),
  StartTime: v.optional(v.number()),
  EndTime: v.optional(v.number()),
  MaxResults: v.optional(integer(1, 50), 50),
  NextToken: v.optional(v.pipe(v.string(), v.digits())),
});

/** CloudTrail: the history of KMS calls. */
export const cloudTrailService = newService('cloudtrail', jsonWire, 'InvalidParameterException', {
  LookupEvents: operation(lookupInput, ({ caller, trail, allow }, input) => {
    allow('*');
    const [attribute, ...others] = input.LookupAttributes;
    if (others.length > 0)
      throw new AwsError('InvalidLookupAttributesException', 'You can specify only one attribute.');
    const from = Math.max((input.StartTime ?? 0) * 1000, caller.time.getTime() - retention);
    const until = (input.EndTime ?? Number.POSITIVE_INFINITY) * 1000;
    const found = trail
      .events(caller.principal.account, caller.region)
      .filter(({ caller: { time } }) => time.getTime() >= from && time.getTime() <= until)
      .filter(
        (event) =>
          !attribute || attributes[attribute.AttributeKey]!(event).includes(attribute.AttributeValue),
      );
    const start = Number(input.NextToken ?? 0);
    const end = start + input.MaxResults;
    return {
      Events: found.slice(start, end).map(shownEvent),
      NextToken: end < found.length ? String(end) : undefined,
    };
  }),
});

/** For a session, CloudTrail records the session name. */
function usernameOf({ type, identity, session }: Principal): string {
  return type === 'Account' ? 'root' : (session?.name ?? identity?.name ?? '');
}

function shownEvent(event: TrailEvent): object {
  const { principal } = event.caller;
  return {
    EventId: event.id,
    EventName: event.name,
    EventTime: event.caller.time,
    EventSource: source,
    ReadOnly: String(event.read_only),
    AccessKeyId: event.caller.access_key_id,
    Username: usernameOf(principal),
    Resources: event.resources.map((arn) => ({ ResourceType: 'AWS::KMS::Key', ResourceName: arn })),
    CloudTrailEvent: JSON.stringify(record(event)),
  };
}

/**
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
function record(event: TrailEvent): object {
  const { principal, region, source_ip, user_agent, access_key_id } = event.caller;
  const { account, arn, identity, session, type, user_id } = principal;
  const issuer = {
    type: 'Role',
    principalId: identity?.id,
    arn: identity?.arn,
    accountId: account,
    userName: identity?.name,
  };
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: { Account: 'Root', User: 'IAMUser', AssumedRole: 'AssumedRole' }[type],
      principalId: user_id,
      arn,
      accountId: account,
      accessKeyId: access_key_id,
      ...(type === 'User' ? { userName: identity?.name } : {}),
      ...(session
        ? { sessionContext: { sessionIssuer: issuer, attributes: { creationDate: session.issued } } }
        : {}),
    },
    eventTime: event.caller.time,
    eventSource: source,
    eventName: event.name,
    awsRegion: region,
    sourceIPAddress: source_ip,
    userAgent: user_agent,
    ...(event.error ? { errorCode: event.error.code, errorMessage: event.error.message } : {}),
    requestParameters: event.parameters,
    eventID: event.id,
    readOnly: event.read_only,
    resources: event.resources.map((ARN) => ({ accountId: account, type: 'AWS::KMS::Key', ARN })),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
  };
}
