import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHandler } from '../../lambda/handler.ts';
import { systemClock } from '../../src/effects/clock.ts';
import { keyId } from '../verify/support/fixtures.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { quiet, region } from './support.ts';

const keys = Array.from({ length: 5 }, (_, index) => ({
  name: `key-${index}`,
  kms: 'aws',
  type: 'aes256-gcm96',
  alias: `alias/hashicorp/key-${index}-1700000000`,
  latest_version: 1,
  versions: { '1': keyId(index) },
}));

let fleet: Fleet;
let silent: Server;
const sockets: Socket[] = [];
beforeAll(async () => {
  fleet = await startFleet(keys, 1_000);
  // Takes connections and answers nothing.
  silent = createServer((socket) => sockets.push(socket));
  await once(silent.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  fleet.close();
  for (const socket of sockets) socket.destroy();
  silent.close();
});

test.each([
  ['a user', 'arn:aws:iam::111122223333:user/vault'],
  ['a session, whose role IAM must name', 'arn:aws:sts::111122223333:assumed-role/vault/session'],
])(
  'an IAM that drops packets leaves the keys checked, and says so of the permissions of %s',
  async (_, principal_arn) => {
    const { port } = silent.address() as AddressInfo;
    const env = {
      AWS_ENDPOINT_URL: fleet.url,
      AWS_ENDPOINT_URL_IAM: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
    };
    const handler = createHandler(env, systemClock, quiet());
    const report = await handler(
      { region, keys, principal_arn, permissions: { sets: ['vault'] } },
      { getRemainingTimeInMillis: () => 10_000 },
    );
    expect(report.keys.map(({ status }) => status)).toEqual(keys.map(() => 'pass'));
    expect(report).toMatchObject({ status: 'indeterminate', complete: true, compliant: false });
    expect(report.next).toBeUndefined();
    expect(report.permissions).toHaveLength(11);
    for (const { action, decision, evidence, message } of report.permissions) {
      // A call of this run may have shown an action itself.
      if (decision === 'allowed') continue;
      expect([action, decision, evidence]).toEqual([action, 'indeterminate', 'TimeoutError']);
      expect(message).toContain(`127.0.0.1:${port}`);
      expect(message).toMatch(/NAT gateway|VPC endpoint/);
    }
  },
  30_000,
);
