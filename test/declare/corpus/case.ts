/** What the corpus's references find. */
export const corpusEnv = {
  ID: 'AKIAIOSFODNN7EXAMPLE',
  SECRET: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  TOKEN: 'FwoGZXIvYXdzEXAMPLE',
  ENDPOINT: 'http://127.0.0.1:4566',
  EMPTY: '',
  SPACED: 'AKIA IOSFODNN7EXAMPLE',
  BROKEN: 'wJalrXUtnFEMI\n',
  NOT_URL: 'localhost:4566',
};

/** A manifest, and what is wrong with it: `rule@line`, in order. */
export type BadManifest = readonly [text: string, ...problems: string[]];

/** A provider `aws`; what is given stands from line 4 on. */
export const provider = (...lines: string[]) =>
  ['kms:', '  aws:', '    key_collection: us-west-2', ...lines.map((line) => `    ${line}`), ''].join('\n');

/** A key `k` beside a provider `aws`; what is given stands from line 4 on. */
export const key = (...lines: string[]) =>
  [
    'kms: {aws: {key_collection: us-west-2}}',
    'keys:',
    '  k:',
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n');
