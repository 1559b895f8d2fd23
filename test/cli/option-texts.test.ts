import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { allInputs } from '../../src/action/all-inputs.ts';
import { optionTexts } from '../../src/cli/option-texts.ts';
import { type InputSpecs, namesOf } from '../../src/inputs/input-spec.ts';

describe('the texts of inputs', () => {
  test('come from options, else from KEYMGMT_ variables', () => {
    const env = { KEYMGMT_URL: 'https://a.example', KEYMGMT_PATH: 'from-env' };
    const { texts, problems } = optionTexts(allInputs, { path: 'from-option' }, env);
    expect(problems).toEqual([]);
    expect(texts).toEqual({ url: 'https://a.example', path: 'from-option' });
  });

  test('of a repeated option are its lines', () => {
    const { texts } = optionTexts(allInputs, { confirm: ['a/kms/b', 'a/kms/c'] }, {});
    expect(texts).toEqual({ confirm: 'a/kms/b\na/kms/c' });
  });

  test('are never a secret in an argument: each secret input takes @FILE or its variable', async () => {
    const specs: InputSpecs = allInputs;
    const secrets = namesOf(allInputs).filter((name) => specs[name]?.secret !== undefined);
    expect(secrets).toEqual(expect.arrayContaining(['token', 'secret_id', 'secret_key', 'credentials']));
    const folder = await mkdtemp(join(tmpdir(), 'cli-'));
    await writeFile(join(folder, 'secret'), 'from a file\n');
    for (const name of secrets) {
      const pem = '-----BEGIN PRIVATE KEY-----';
      const given = optionTexts(allInputs, { [name]: `${pem} s3cret` }, {});
      expect(given.problems).toEqual([expect.stringContaining('@FILE')]);
      expect(JSON.stringify(given)).not.toContain('s3cret');
      expect(optionTexts(allInputs, { [name]: `@${folder}/secret` }, {}).texts).toEqual({
        [name]: 'from a file',
      });
      expect(optionTexts(allInputs, { [name]: `@${folder}/absent` }, {}).problems).toHaveLength(1);
    }
  });

  test('of a PEM may be a path', () => {
    expect(optionTexts(allInputs, { client_key: 'key.pem' }, {}).texts).toEqual({ client_key: 'key.pem' });
  });
});
