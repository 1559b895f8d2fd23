import { expect } from '@jest/globals';
import type { FaultRequest } from '../../../support/emulator.ts';
import { startEmulator } from '../../../support/emulator.ts';
import { firstJsonOf } from '../run-shell.ts';
import { asJob, type Entry, onEmulator, runs, stage } from '../stage.ts';

/** The blocks of docs/emulator.md. */
export const emulatorPage: readonly Entry[] = [
  {
    has: /^\$ npm run --silent emulator\n/,
    how: 'run',
    by: async ({ text }) => {
      const [command, printed] = text.trim().split('\n');
      const said = await firstJsonOf(command!.replace('$ ', ''), { cwd: process.cwd(), env: {} });
      expect(Object.keys(said)).toEqual(Object.keys(JSON.parse(printed!)));
    },
  },
  { has: /^vault write keymgmt/, how: 'run', by: onEmulator },
  {
    has: 'uses: your-org/vault-keymgmt-aws-kms/emulator',
    how: 'run',
    by: async ({ text }) => {
      expect(await runs(asJob(text))).toContain('Success!');
    },
  },
  {
    has: '"accounts"',
    how: 'run',
    by: async ({ text }) => {
      await (await startEmulator({ config: JSON.parse(text) })).stop();
    },
  },
  {
    has: '"duration_ms"',
    how: 'parsed',
    by: async ({ text }) => {
      const real = await stage.emulator.requests();
      for (const line of JSON.parse(text))
        expect(real.map((request) => Object.keys(request).sort())).toContainEqual(Object.keys(line).sort());
    },
  },
  {
    has: '"fault"',
    how: 'run',
    by: async ({ text }) => {
      await stage.emulator.setFaults(...(JSON.parse(text) as FaultRequest[]));
      await stage.emulator.clearFaults();
    },
  },
  {
    has: /^bao server/,
    how: 'run',
    by: async ({ text }) => {
      const port = 20_000 + (process.pid % 20_000);
      const said = await firstJsonOf(text.replace('127.0.0.1:8200', `127.0.0.1:${port}`), {
        cwd: process.cwd(),
        env: { BAO_DEV_LISTEN_ADDRESS: `127.0.0.1:${port}` },
      });
      expect(said['VAULT_TOKEN']).toBe('root');
    },
  },
];
