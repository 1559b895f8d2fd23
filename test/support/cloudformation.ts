import { parse, type ScalarTag } from 'yaml';

// biome-ignore lint/suspicious/noExplicitAny: a template's resources are of many forms
export type Template = any;

/** A CloudFormation template as data: `!Ref x` is `{Ref: x}`, `!Condition x` `{Condition: x}`, any other short form `{Fn::…: …}`. */
export function cloudFormation(text: string): Template {
  const names = ['Ref', 'Sub', 'GetAtt', 'If', 'Equals', 'Not', 'And', 'Or', 'Join', 'Condition'];
  const long = (name: string) => (['Ref', 'Condition'].includes(name) ? name : `Fn::${name}`);
  const scalars = names.map(
    (name): ScalarTag => ({ tag: `!${name}`, resolve: (value) => ({ [long(name)]: value }) }),
  );
  const sequences = names.map((name) => ({
    tag: `!${name}`,
    collection: 'seq' as const,
    resolve: (value: { toJSON(): unknown }) => ({ [long(name)]: value.toJSON() }),
  }));
  return parse(text, { customTags: [...scalars, ...sequences] });
}

/**
 * The template as CloudFormation deploys it: conditions decided, functions carried out.
 *
 * @param given parameters, pseudo parameters, and attributes of resources (`Bucket.Arn`); of a resource that is not
 * given, `${Bucket.Arn}` is left as it is
 */
export function resolved(template: Template, given: Readonly<Record<string, string>>): Template {
  const lookUp = (name: string): unknown => {
    if (name === 'AWS::NoValue') return undefined;
    const { Type, Default } = template.Parameters[name] ?? {};
    const value = given[name] ?? Default ?? `\${${name}}`;
    return Type === 'CommaDelimitedList' ? value.split(',') : value;
  };
  const holds = (name: string) => functions['Fn::Not']!([{ 'Fn::Not': [template.Conditions[name]] }]);
  const functions: Record<string, (argument: Template) => unknown> = {
    Ref: lookUp,
    'Fn::GetAtt': lookUp,
    'Fn::Sub': (text: string) => text.replaceAll(/\$\{([\w:.]+)\}/g, (_, name) => String(lookUp(name))),
    'Fn::If': ([name, yes, no]) => carryOut(holds(name) ? yes : no),
    'Fn::Equals': (sides) => new Set((carryOut(sides) as unknown[]).map(String)).size === 1,
    'Fn::Not': ([condition]) => !carryOut(condition),
    'Fn::And': (conditions: unknown[]) => conditions.every(carryOut),
    'Fn::Or': (conditions: unknown[]) => conditions.some(carryOut),
    Condition: holds,
    'Fn::Join': ([between, parts]) => (carryOut(parts) as string[]).join(between),
  };
  const carryOut = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(carryOut).filter((one) => one !== undefined);
    const entries = Object.entries(value);
    const called = entries.length === 1 ? functions[entries[0]![0]] : undefined;
    if (called !== undefined) return called(entries[0]![1]);
    const present = entries
      .map(([name, one]) => [name, carryOut(one)])
      .filter(([, one]) => one !== undefined);
    return Object.fromEntries(present);
  };
  const made = Object.entries<Template>(template.Resources).filter(
    ([, { Condition }]) => Condition === undefined || holds(Condition),
  );
  return { ...template, Resources: carryOut(Object.fromEntries(made)) };
}
