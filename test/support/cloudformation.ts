import { parse, type ScalarTag } from 'yaml';

/** A CloudFormation template as data: `!Ref x` is `{Ref: x}`, any other short form `{Fn::…: …}`. */
export function cloudFormation(text: string): unknown {
  const names = ['Ref', 'Sub', 'GetAtt', 'If', 'Equals', 'Not', 'Join'];
  const long = (name: string) => (name === 'Ref' ? name : `Fn::${name}`);
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
