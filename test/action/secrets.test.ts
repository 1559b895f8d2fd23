import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { masker } from '../../src/action/mask-secrets.ts';
import { Secret } from '../../src/model/secret.ts';
import { Redactor } from '../../src/redact/redactor.ts';
import { secretValues } from '../../src/redact/secret-values.ts';
import { authority } from '../support/certificates.ts';

function masksOf(text: string): string[] {
  const masks: string[] = [];
  masker({ setSecret: (mask) => void masks.push(mask) })([new Secret(text)]);
  return masks;
}

const payload = JSON.stringify(
  {
    role: 'verifier',
    role_id: '5f1d8f0a-demo',
    request_headers: {
      date: ['Tue, 01 Jan 2030 00:00:00 GMT'],
      authorization: ['Signature keyId="ocid1.demo"'],
    },
    nested: [[{ pin: 12 }], true, null],
  },
  null,
  2,
);
/** What surrounds secret values, and what harmless output is made of. */
const harmless = [
  '],',
  '}',
  '},',
  '[',
  '"date": [',
  '"request_headers": {',
  'verifier',
  'true',
  'null',
  '12',
  'date',
];

describe('the masks of a secret', () => {
  test('of indented JSON are its values and the text on one line, never its punctuation or field names', () => {
    const masks = masksOf(payload);
    for (const value of ['5f1d8f0a-demo', 'Tue, 01 Jan 2030 00:00:00 GMT', 'Signature keyId="ocid1.demo"']) {
      expect(masks).toContain(value);
      expect(masks).toContain(Buffer.from(value).toString('base64'));
    }
    expect(masks).toContain(JSON.stringify(JSON.parse(payload)));
    expect(masks.filter((mask) => harmless.includes(mask.trim()))).toEqual([]);
  });

  test.each([
    [
      'a YAML map',
      'access_key: AKIAEXAMPLE\nsecret_key: "se cret/x+y"\nendpoint: https://kms.example\n',
      ['AKIAEXAMPLE', 'se cret/x+y'],
    ],
    ['a flow map', '{access_key: AKIAEXAMPLE, secret_key: abc/def}', ['AKIAEXAMPLE', 'abc/def']],
    ['one line', ' hvs.token ', ['hvs.token']],
    ['several lines', 'first line of it\n],\n}\nshort\n------------\n', ['first line of it', '------------']],
    ['an empty text', ' ', []],
    ['punctuation', '],', []],
    ['broken JSON', '{"token": "abcd', ['{"token": "abcd']],
  ])('of %s', (_, text, values) => {
    expect(secretValues(text)).toEqual(values);
  });

  test('of a PEM are its lines of base64, and never the lines around them', async () => {
    const { key } = await authority();
    const lines = key
      .trim()
      .split('\n')
      .slice(1, -1)
      .map((line) => line.trim());
    expect(secretValues(key)).toEqual(lines);
    expect(masksOf(key)).toEqual(expect.arrayContaining([...lines, Buffer.from(key).toString('base64')]));
    expect(masksOf(key).filter((mask) => mask.includes('-----'))).toEqual([]);
  });

  test('are one line each: the runner would mask each line of a longer one', () => {
    for (const text of [payload, 'a longer line\nanother longer line', 'x: abcdef\ny: ghijkl']) {
      expect(masksOf(text).filter((mask) => /[\r\n]/.test(mask))).toEqual([]);
    }
  });
});

describe('a redactor', () => {
  const secrets = ['hvs.CAESIJ/+=x', 'p4ss word"1', payload, 'root', 'abc'].map((text) => new Secret(text));
  const redactor = new Redactor();
  redactor.add(secrets);

  test.each([
    ['as it is', (text: string) => text],
    ['base64', (text: string) => Buffer.from(text).toString('base64')],
    ['base64url', (text: string) => Buffer.from(text).toString('base64url')],
    ['URL-encoded', encodeURIComponent],
    ['JSON-escaped', (text: string) => JSON.stringify(text).slice(1, -1)],
  ])('removes a secret that is repeated %s', (_, repeat) => {
    for (const text of ['hvs.CAESIJ/+=x', 'p4ss word"1', '5f1d8f0a-demo', 'Signature keyId="ocid1.demo"']) {
      expect(redactor.text(`the server says <${repeat(text)}> again`)).toBe('the server says <***> again');
    }
  });

  test('removes a short one only as a word of its own, and leaves what is part of ordinary words', () => {
    expect(redactor.text('token root of root-key and chroot, abc')).toBe(
      'token *** of root-key and chroot, abc',
    );
  });

  test('reaches every text of plain data', () => {
    const data = { plan: { 'hvs.CAESIJ/+=x': [{ message: 'no hvs.CAESIJ/+=x', count: 1, none: null }] } };
    expect(redactor.data(data)).toEqual({ plan: { '***': [{ message: 'no ***', count: 1, none: null }] } });
  });

  test('keeps text as it is without secrets', () => {
    expect(new Redactor().text('anything')).toBe('anything');
  });
});

test('the case of the shared collection', async () => {
  const file = await readFile('test/action/masks.json', 'utf8');
  const { auth_payload, never } = JSON.parse(file) as { auth_payload: string; never: string[] };
  const masks = masksOf(auth_payload);
  expect(masks).toEqual(expect.arrayContaining(['5f1d8f0a-demo', 'Signature keyId="ocid1.demo"']));
  expect(masks.filter((mask) => never.includes(mask))).toEqual([]);
});
