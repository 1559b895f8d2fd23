import { found } from '../../../src/model/evidence.ts';
import type { Expectation } from '../../../src/model/expectation.ts';
import type { Report } from '../../../src/model/report.ts';
import { verify } from '../../../src/verify/verify.ts';
import type { VerifyRequest } from '../../../src/verify/verify-request.ts';
import { fakeClock } from '../support/clock.ts';
import { alias, arnOf, expectation, keyId, kmsKey, now, region, vaultUser } from '../support/fixtures.ts';
import { type FakeAws, fakeReader } from '../support/reader.ts';

/** The key of the situations: one version, enabled. */
const key = keyId(2);
export const keyArn = arnOf(key);
export const oneKey = (changes: Partial<Expectation> = {}) =>
  expectation({ versions: { '2': key }, min_enabled_version: 0, ...changes });

/** What a run reports about Vault's user, and the calls that it made. */
export async function report(
  aws: FakeAws,
  changes: Partial<VerifyRequest> = {},
): Promise<{ report: Report; calls: Record<string, number> }> {
  const { reader, calls } = fakeReader({
    keys: (id, at) => found(kmsKey(id, at === region ? {} : { arn: arnOf(id, at) })),
    aliases: () => found([alias({ target_key_id: key })]),
    ...aws,
  });
  const request: VerifyRequest = {
    region,
    expectations: [oneKey()],
    principal_arn: vaultUser,
    audits_verifier: false,
    account_id: null,
    depth: 'standard',
    exhaustive: false,
    permissions: { sets: ['terraform', 'vault'], actions: [], method: 'auto', history: false },
    next: null,
    providers: null,
    min_keys: null,
    ...changes,
  };
  const clock = fakeClock(now);
  return { report: await verify(request, { reader, clock, deadline: null, concurrency: 20 }), calls };
}

export function decisionOn({ permissions }: Report, action: string) {
  const row = permissions.find((one) => one.action === action);
  if (row === undefined) throw new Error(`the report has no row for ${action}`);
  return row;
}
