import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { verifierPolicy } from '../../src/policy/iam-statements.ts';
import { cloudFormation, resolved } from '../support/cloudformation.ts';
import { operations } from '../support/sdk-operations.ts';
import { policyScope } from './support.ts';

/** The package has no types. */
const validate = createRequire(import.meta.url)('asl-validator');

// biome-ignore lint/suspicious/noExplicitAny: a template's resources are of many forms
type Any = any;
const template: Any = cloudFormation(await readFile('lambda/template.yaml', 'utf8'));
const machineText = await readFile('lambda/fleet.asl.yaml', 'utf8');

/** Every policy statement of the template, with the resource that carries it. */
const statements = Object.entries<Any>(template.Resources).flatMap(([name, { Type, Properties }]) =>
  Type === 'AWS::IAM::Role'
    ? (Properties.Policies as Any[])
        .map((policy) => policy['Fn::If']?.[1] ?? policy)
        .flatMap(({ PolicyDocument }) => PolicyDocument.Statement as Any[])
        .map((statement) => ({ name, statement: statement['Fn::If']?.[1] ?? statement }))
    : [],
);
const list = (value: string | string[]) => [value].flat();

describe('the template', () => {
  test('describes every parameter, and gives each a default', () => {
    for (const [name, parameter] of Object.entries<Any>(template.Parameters)) {
      expect([name, parameter.Description?.length > 20]).toEqual([name, true]);
      expect([name, 'Default' in parameter]).toEqual([name, true]);
    }
  });

  test('shows every parameter in a group', () => {
    const groups: Any[] = template.Metadata['AWS::CloudFormation::Interface'].ParameterGroups;
    expect(groups.flatMap(({ Parameters }) => Parameters).sort()).toEqual(
      Object.keys(template.Parameters).sort(),
    );
  });

  test('keeps log and reports for the twelve months of PCI DSS 10.5.1, at hand, and the reports locked', () => {
    const { LogRetentionDays, ReportRetentionDays } = template.Parameters;
    const year = 366;
    expect(LogRetentionDays.Default).toBeGreaterThanOrEqual(year);
    expect(ReportRetentionDays.Default).toBeGreaterThanOrEqual(year);
    const groups = Object.values<Any>(template.Resources).filter(
      ({ Type }) => Type === 'AWS::Logs::LogGroup',
    );
    expect(groups).toHaveLength(1);
    // The other class has no Logs Insights queries of every kind, and no embedded metrics.
    expect(groups[0].Properties).toMatchObject({ RetentionInDays: { Ref: 'LogRetentionDays' } });
    expect(groups[0].Properties).not.toHaveProperty('LogGroupClass');
    const { LifecycleConfiguration, ObjectLockConfiguration } = template.Resources.ReportBucket.Properties;
    expect(JSON.stringify(LifecycleConfiguration)).not.toContain('Transition');
    for (const { ExpirationInDays = null } of LifecycleConfiguration.Rules)
      expect([null, { Ref: 'ReportRetentionDays' }]).toContainEqual(ExpirationInDays);
    expect(ObjectLockConfiguration.Rule.DefaultRetention.Days).toEqual({ Ref: 'ReportRetentionDays' });
  });

  test('allows only actions that AWS has', async () => {
    expect(statements.length).toBeGreaterThan(10);
    for (const { statement } of statements)
      for (const action of list(statement.Action)) {
        const [service, name] = action.split(':') as [string, string];
        expect([action, (await operations(service)).has(name)]).toEqual([action, true]);
      }
  });

  test('allows nothing by a wildcard, and no resource but where AWS knows none', () => {
    const everywhere = statements.filter(({ statement }) => list(statement.Resource).includes('*'));
    expect(everywhere.flatMap(({ statement }) => list(statement.Action)).sort()).toEqual([
      'access-analyzer:CheckNoPublicAccess',
      'cloudtrail:LookupEvents',
      'config:PutEvaluations',
      'kms:ListAliases',
      'kms:ListKeys',
    ]);
    for (const { statement } of statements)
      for (const action of list(statement.Action)) expect(action).toMatch(/^[a-z\d-]+:[A-Za-z]+$/);
  });

  test("lets the function look as the verifier's own least policy says", () => {
    const policy = template.Resources.FunctionRole.Properties.Policies[0].PolicyDocument;
    const plain = JSON.parse(
      JSON.stringify(policy)
        .replaceAll('{"Fn::Sub":', '')
        .replaceAll(/("arn:[^"]+")\}/g, '$1')
        .replaceAll('${AWS::Partition}', 'aws')
        .replaceAll('${AWS::AccountId}', '111122223333'),
    );
    expect(
      plain.Statement.map((one: Any) => ({ ...one, Action: list(one.Action), Resource: list(one.Resource) })),
    ).toEqual(verifierPolicy(policyScope('*'), { depth: 'full', history: true }).Statement);
  });

  test.each(['lambda/template.yaml', 'lambda/member-role.yaml'])(
    'lets a role of %s use keys as canaries need it',
    async (path) => {
      const { Resources } = resolved(cloudFormation(await readFile(path, 'utf8')), {
        'AWS::Partition': 'aws',
        'AWS::AccountId': '111122223333',
        Canary: 'enabled',
      });
      const { Policies } = (Resources.FunctionRole ?? Resources.VerifierRole).Properties;
      const { Statement } = Policies.find((policy: Any) => policy.PolicyName === 'canary').PolicyDocument;
      const whole = verifierPolicy(policyScope('*'), {
        depth: 'full',
        history: true,
        canary: true,
      }).Statement;
      const listed = (condition: Any) =>
        Object.fromEntries(
          Object.entries<Any>(condition.StringEquals).map(([name, value]) => [name, list(value)]),
        );
      expect(
        Statement.map((one: Any) => ({
          ...one,
          Action: list(one.Action),
          Resource: list(one.Resource),
          Condition: { StringEquals: listed(one.Condition) },
        })),
      ).toEqual(whole.filter(({ Sid }) => Sid.endsWith('ForCanaries')));
    },
  );

  test('raises alarms on metrics that the function writes', async () => {
    const source = await readFile('lambda/metrics.ts', 'utf8');
    const own = Object.values<Any>(template.Resources)
      .filter(
        ({ Type, Properties }) =>
          Type === 'AWS::CloudWatch::Alarm' && Properties.Namespace === 'VaultKeymgmt',
      )
      .map(({ Properties }) => Properties.MetricName);
    expect(own.sort()).toEqual(['Duration', 'Failing', 'NewFindings', 'Unproved']);
    for (const name of own) expect(source).toContain(`'${name}'`);
  });
});

describe('the state machine', () => {
  const { DefinitionSubstitutions } = template.Resources.FleetMachine.Properties;
  const substituted = (text: string) =>
    text
      .replaceAll('${Concurrency}', '40')
      .replaceAll('${Bucket}', 'bucket')
      .replaceAll('${Reports}', 'reports')
      .replaceAll(/\$\{(Verifier|Aggregate)\}/g, 'arn:aws:lambda:us-west-2:111122223333:function:verifier');

  test('is one that Step Functions takes', () => {
    const result = validate(parse(substituted(machineText)));
    expect(result.errorsText()).toBe('');
    expect(result.isValid).toBe(true);
  });

  test('substitutes what it names, and nothing else', () => {
    const named = new Set([...machineText.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name!));
    expect([...named].sort()).toEqual(Object.keys(DefinitionSubstitutions).sort());
  });

  test('needs no YAML alias, which CloudFormation does not take', () => {
    for (const text of [machineText, JSON.stringify(template)]) expect(text).not.toMatch(/: [&*]\w/);
  });
});
