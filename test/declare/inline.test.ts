import { describe, expect, test } from '@jest/globals';
import { declaredForm } from '../../src/declare/declaration-form.ts';
import { declareInline } from '../../src/declare/inline.ts';
import type { InlineInputs } from '../../src/declare/inline-inputs.ts';
import { InvalidInput } from '../../src/model/errors.ts';
import type { Problem } from '../../src/model/problem.ts';
import { showProblem } from '../../src/model/problem.ts';
import { corpusEnv } from './corpus/case.ts';
import { badInputs, goodInputs } from './corpus/inputs.ts';

const seed = { name: 'aws-us-west-2', key_collection: 'us-west-2' };
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

function problemsOf(inputs: InlineInputs): readonly Problem[] {
  try {
    declareInline(inputs, corpusEnv);
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems;
    throw error;
  }
  return [];
}

describe('inline inputs', () => {
  test('declare one provider and its keys', () => {
    const keys = '- payments-db\n- name: signer\n  type: rsa-2048\n  purpose: [sign, verify]\n';
    const { desired, warnings, sha256 } = declareInline({ ...seed, keys }, {});
    expect(sha256).toBeNull();
    expect(warnings.map(({ code, at }) => [code, at])).toEqual([['unlisted_purpose', '[1].type']]);
    expect(desired.mounts).toMatchObject([
      {
        namespace: '',
        path: 'keymgmt',
        create_mount: false,
        kms: [{ name: 'aws-us-west-2', key_collection: 'us-west-2', credentials: null }],
        keys: [
          {
            name: 'payments-db',
            type: 'aes256-gcm96',
            kms: 'aws-us-west-2',
            purpose: ['decrypt', 'encrypt'],
          },
          {
            name: 'signer',
            type: 'rsa-2048',
            kms: 'aws-us-west-2',
            source: { input: 'keys', line: 2, column: 9 },
          },
        ],
      },
    ]);
  });

  test.each<InlineInputs>([
    { access_key: 'AKIAIOSFODNN7EXAMPLE', secret_key: secret },
    { credentials: `access_key: AKIAIOSFODNN7EXAMPLE\nsecret_key: ${secret}\n` },
    { credentials: JSON.stringify({ access_key: 'AKIAIOSFODNN7EXAMPLE', secret_key: secret }) },
    { credentials: 'access_key: ${ID}\nsecret_key: ${SECRET}\n' },
  ])('take credentials in each form: %#', (inputs) => {
    const env = { ID: 'AKIAIOSFODNN7EXAMPLE', SECRET: secret };
    const { desired } = declareInline({ ...seed, ...inputs }, env);
    const credentials = desired.mounts[0]?.kms[0]?.credentials;
    expect(credentials?.access_key.reveal()).toBe('AKIAIOSFODNN7EXAMPLE');
    expect(credentials?.secret_key.reveal()).toBe(secret);
  });

  test('have all their problems named at once, each by its input', () => {
    const problems = problemsOf({
      namespace: '/team-a',
      create_mount: 'yes',
      key_collection: 'US West',
      access_key: 'AKIAIOSFODNN7EXAMPLE',
      keys: '- a b\n- 1\n- name: c\n  kms: other\n- c\n',
    });
    expect(problems.map((problem) => showProblem(problem).split('.')[0])).toEqual([
      'input name: is missing',
      'input namespace: "/team-a" is not a valid namespace',
      'input create_mount: is "yes"; expected true or false',
      'input key_collection: "US West" is not an AWS region',
      'input access_key: is given without the other one of the pair',
      'input keys, line 1, column 3: [0]: "a b" is not a valid name',
      'input keys, line 2, column 3: [1]: is 1; expected a name or a map',
      'input keys, line 4, column 8: [2]',
      'input keys, line 5, column 3: [3]: "c" is declared twice; first on line 3',
    ]);
  });

  test('never show a secret', () => {
    const shown = [
      { secret_key: secret },
      { credentials: secret },
      { credentials: `[${secret}]` },
      { credentials: `${secret}: x` },
      { credentials: `secret_key: "${secret}` },
      { credentials: `secret_key: ${secret} x: y\n` },
      { credentials: `secret_key: [${secret}]\n` },
      { credentials: `access_key: "${secret} "\nsecret_key: "${secret}\\n"\n` },
      { credentials: `endpoint: ${secret}\n` },
    ].flatMap((inputs) => problemsOf({ ...seed, ...inputs }).map(showProblem));
    expect(shown.length).toBeGreaterThanOrEqual(9);
    expect(shown.join('\n')).not.toContain(secret.slice(0, 12));
  });

  test.each(goodInputs.map((inputs) => [inputs]))('are taken: %j', (inputs) => {
    expect(problemsOf(inputs).map(showProblem)).toEqual([]);
  });

  test.each(badInputs.map(([inputs, ...expected]) => [inputs, expected] as const))(
    'are refused: %j',
    (inputs, expected) => {
      const short = ({ code, source: { input, line } }: Problem) =>
        `${code}@${input}${line === null ? '' : `:${line}`}`;
      expect(problemsOf(inputs).map(short)).toEqual(expected);
    },
  );
});

describe('the two forms', () => {
  test('are told apart', () => {
    expect(declaredForm('path: a', { path: 'keymgmt', create_mount: 'false', name: '' })).toBe('manifest');
    expect(declaredForm('', { name: 'aws' })).toBe('inline');
  });

  test.each<[string, InlineInputs, string[]]>([
    ['path: a', { name: 'aws', keys: '- a' }, ['both_forms@name', 'both_forms@keys']],
    ['path: a', { path: 'other' }, ['both_forms@path']],
    ['', { path: 'keymgmt' }, ['nothing_declared@manifest']],
  ])('are refused together, and neither: %j %j', (manifest, inputs, expected) => {
    const refusal = () => declaredForm(manifest, inputs);
    expect(refusal).toThrow(InvalidInput);
    try {
      refusal();
    } catch (error) {
      const { problems } = error as InvalidInput;
      expect(problems.map(({ code, source }) => `${code}@${source.input}`)).toEqual(expected);
    }
  });
});
