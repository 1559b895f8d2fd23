import { type Entry, manifest } from '../stage.ts';

/** The blocks of docs/lifecycle.md. */
export const lifecyclePage: readonly Entry[] = [
  {
    has: /^keys:\n/,
    how: 'parsed',
    by: (block) =>
      manifest({
        ...block,
        text: `path: keymgmt\nkms: {aws-us-west-2: {key_collection: us-west-2}}\n${block.text}`,
      }),
  },
];
