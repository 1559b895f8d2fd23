import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { Template } from '../support/cloudformation.ts';
import { deployed, type Grant, grantsOf, isOwn, policiesOf, regrant, shown } from './grants.ts';
import { account } from './support.ts';

/** What AWS's services do for the stack: nothing of it shows in a run of the function. */
const machine = parse(await readFile('lambda/fleet.asl.yaml', 'utf8'));
const stack = deployed({ Event: '{}' });
const ofServices = grantsOf(stack).filter((grant) => !isOwn(grant));

/** What the services need, by what the stack declares outside its policies. */
function needed({ Resources }: Template): string[] {
  const of = (type: string) =>
    Object.values<Template>(Resources).filter(({ Type }) => Type === `AWS::${type}`);
  const name = (reference: string) => /\w+/.exec(reference)![0];
  const here = ` if ${JSON.stringify({ StringEquals: { 'aws:SourceAccount': account } })}`;
  const functions = of('Serverless::Function').flatMap(
    ({ Properties: { Role, LoggingConfig, EventInvokeConfig } }) => [
      `lambda.amazonaws.com: sts:AssumeRole on ${name(Role)}`,
      ...['CreateLogStream', 'PutLogEvents'].map(
        (action) => `${name(Role)}: logs:${action} on \${${name(LoggingConfig.LogGroup)}.Arn}`,
      ),
      ...Object.values<Template>(EventInvokeConfig?.DestinationConfig ?? {}).map(
        ({ Destination }) => `${name(Role)}: events:PutEvents on ${Destination}`,
      ),
    ],
  );
  const schedules = of('Scheduler::Schedule').flatMap(({ Properties: { Target } }) => {
    const { Type } = Resources[name(Target.Arn)];
    const start = Type === 'AWS::Serverless::Function' ? 'lambda:InvokeFunction' : 'states:StartExecution';
    return [
      `scheduler.amazonaws.com: sts:AssumeRole on ${name(Target.RoleArn)}${here}`,
      `${name(Target.RoleArn)}: ${start} on ${Target.Arn}`,
      `${name(Target.RoleArn)}: sqs:SendMessage on ${Target.DeadLetterConfig.Arn}`,
    ];
  });
  const machines = of('Serverless::StateMachine').flatMap(({ Properties }) => {
    const role = name(Properties.Role);
    return [
      `states.amazonaws.com: sts:AssumeRole on ${role}${here}`,
      ...machineNeeds(Properties).map((need) => `${role}: ${need}`),
    ];
  });
  const alarms = of('CloudWatch::Alarm').flatMap(({ Properties: { AlarmActions } }) =>
    AlarmActions.map((topic: string) => `cloudwatch.amazonaws.com: sns:Publish on ${topic}${here}`),
  );
  return [...new Set([...functions, ...schedules, ...machines, ...alarms])].sort();
}

/**
 * What the states of the fleet's machine do.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
 */
function machineNeeds({ Name, DefinitionSubstitutions }: Template): string[] {
  const put = (text: string) => text.replaceAll(/\$\{(\w+)\}/g, (_, name) => DefinitionSubstitutions[name]);
  const arn = (kind: string) => `arn:aws:states:us-west-2:${account}:${kind}:${Name}`;
  const bucketArn = (bucket: string) => put(bucket).replace(/\}$/, '.Arn}');
  const needs: string[] = [];
  JSON.stringify(machine, (_, state) => {
    if (state?.Resource?.endsWith(':lambda:invoke'))
      needs.push(`lambda:InvokeFunction on ${put(state.Parameters.FunctionName)}`);
    // Targets name the lists of keys: they may be anywhere in the bucket.
    if (state?.Resource?.endsWith(':s3:getObject'))
      needs.push(`s3:GetObject on ${bucketArn(state.Parameters.Bucket)}/*`);
    if (state?.Resource?.endsWith(':s3:putObject'))
      for (const action of ['PutObject', 'AbortMultipartUpload', 'ListMultipartUploadParts'])
        needs.push(`s3:${action} on ${bucketArn(state.Parameters.Bucket)}/${state.Parameters.Prefix}/*`);
    if (state?.Mode === 'DISTRIBUTED') {
      needs.push(`states:StartExecution on ${arn('stateMachine')}`);
      for (const action of ['DescribeExecution', 'StopExecution'])
        for (const child of [':*', '/*']) needs.push(`states:${action} on ${arn('execution')}${child}`);
    }
    return state;
  });
  return needs;
}

/** What the stack allows to services, and what of it is too much or missing. */
function drift(given: Template) {
  const granted = [
    ...new Set(
      grantsOf(given)
        .filter((grant) => !isOwn(grant))
        .map(shown),
    ),
  ];
  const needs = needed(given);
  return {
    missing: needs.filter((one) => !granted.includes(one)),
    beyond: granted.filter((one) => !needs.includes(one)),
  };
}

describe("what the template allows to AWS's services", () => {
  test('is what it has them do, and nothing else', () => {
    expect(drift(stack)).toEqual({ missing: [], beyond: [] });
    expect(ofServices.length).toBeGreaterThan(20);
  });

  const rows = ofServices.map((grant): [string, Grant] => [shown(grant), grant]);
  test.each(rows)('is missed when it is taken away: %s', (text, grant) => {
    expect(drift(regrant(stack, grant, []))).toEqual({ missing: [text], beyond: [] });
  });

  test.each(rows)('is noticed when it is widened: %s', (text, grant) => {
    const wide = shown({ ...grant, resource: '*' });
    expect(drift(regrant(stack, grant, ['*']))).toEqual({ missing: [text], beyond: [wide] });
  });

  test('comes to network interfaces only for a function in a VPC', () => {
    const managed = (given: Record<string, string>) =>
      deployed(given).Resources.FunctionRole.Properties.ManagedPolicyArns;
    expect(managed({})).toBeUndefined();
    expect(managed({ SubnetIds: 'subnet-1', SecurityGroupIds: 'sg-1' })).toEqual([
      'arn:aws:iam::aws:policy/service-role/AWSLambdaENIManagementAccess',
    ]);
  });

  test('is less where less is asked for', () => {
    const least = deployed({ SecurityHub: 'disabled', Fleet: 'disabled' });
    expect(Object.keys(policiesOf(least, 'FunctionRole'))).toEqual(['verifier', 'report']);
    // Without an event there is no schedule, whose role stays.
    expect(drift(least).missing).toEqual([]);
  });
});
