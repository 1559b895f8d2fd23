import { expect } from '@jest/globals';
import { asJob, type Entry, runs, stage } from '../stage.ts';
import { secrets } from '../world.ts';

/** The blocks of docs/reference.md. */
export const referencePage: readonly Entry[] = [
  {
    has: 'token: ${{ secrets.VAULT_TOKEN }}',
    how: 'run',
    by: async ({ text }) => {
      await runs(
        asJob(text.replaceAll(/^ {6}/gm, '')),
        'push',
        {},
        { secrets: { ...secrets, VAULT_TOKEN: 'root' } },
      );
      const { body } = await stage.world.emulator.vault('GET', 'keymgmt/key/orders-db');
      expect(body.data).toMatchObject({ deletion_allowed: true });
    },
  },
];
