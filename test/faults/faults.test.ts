import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { VaultError } from '../../src/vault/http/vault-error.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { Campaign, type Mutation, type Scenario } from './campaign.ts';

/**
 * `npm run test:faults` runs 300 scenarios, `npm test` a sample of them, and `FAULTS=1600 npm run test:faults` so many;
 * the seed picks which, and in what order.
 */
const number = Number(process.env['FAULTS'] ?? 15);
const seed = Number(process.env['FAULTS_SEED'] ?? 20_261_126);

const lanes: { emulator: Emulator; campaign: Campaign }[] = [];
let scenarios: Scenario[] = [];
beforeAll(async () => {
  for (let lane = 0; lane < 2; lane++) {
    const emulator = await startEmulator();
    lanes.push({ emulator, campaign: new Campaign(emulator) });
  }
  const all = await Promise.all(lanes.map(({ campaign }) => campaign.scenarios()));
  scenarios = shuffled(all[0]!, seed);
}, 60_000);
afterAll(() => Promise.all(lanes.map(({ emulator }) => emulator.stop())));

test(
  `${number} scenarios: every second run converges, nothing is doubled or lost, and what is said is so`,
  async () => {
    expect(scenarios.length).toBeGreaterThan(1_500);
    const chosen = scenarios.slice(0, number);
    const failures = await run(chosen);
    print(chosen, failures);
    expect(failures).toEqual([]);
  },
  Math.max(240_000, number * 2_000),
);

/** What the product would do with a part left out; the campaign has to see it. */
const mutations: Readonly<
  Record<string, { readonly mutate: Mutation; readonly where: (one: Scenario) => boolean }>
> = {
  'a rotation that is repeated without a read': {
    mutate: (vault) => ({
      ...vault,
      put: (at, body, write) =>
        at.path.at(-1) === 'rotate' ? vault.put(at, body) : vault.put(at, body, write),
    }),
    where: ({ script, target, kind }) =>
      script.name === 'rotate' && kind === 'dropped after' && target.path.endsWith('/rotate'),
  },
  'an error that is swallowed': {
    mutate: (vault) => ({
      ...vault,
      put: (at, body, write) =>
        vault.put(at, body, write).catch((error: unknown) => {
          if (error instanceof VaultError) return null;
          throw error;
        }),
    }),
    where: ({ script, target, kind }) =>
      script.name === 'update' && kind === '403' && target.method === 'PUT' && target.path.includes('/key/'),
  },
  'a read-back that is skipped': {
    mutate: (vault) => {
      const written = new Map<string, object>();
      return {
        ...vault,
        async put(at, body, write) {
          const answer = await vault.put(at, body, write).catch((error: unknown) => {
            if (error instanceof VaultError && error.status === 200) return null;
            throw error;
          });
          written.set(at.path.join('/'), { ...body, name: 'x', versions: { 1: 'x' } });
          return answer;
        },
        get: async (at, read) =>
          (written.get(at.path.join('/')) as Record<string, unknown> | undefined) ?? vault.get(at, read),
      };
    },
    where: ({ script, target, kind }) =>
      script.name === 'create' &&
      kind === 'empty' &&
      target.method === 'PUT' &&
      /kms\/aws\/key/.test(target.path),
  },
};

test.each(Object.entries(mutations))(
  '%s turns it red',
  async (_, { mutate, where }) => {
    const chosen = scenarios.filter(where);
    expect(chosen.length).toBeGreaterThan(0);
    expect(await run(chosen.slice(0, 6), mutate)).not.toEqual([]);
    expect(await run(chosen.slice(0, 6))).toEqual([]);
  },
  60_000,
);

interface Failure {
  readonly scenario: string;
  readonly violations: readonly string[];
}

async function run(chosen: readonly Scenario[], mutate?: Mutation): Promise<Failure[]> {
  const left = [...chosen];
  const failures: Failure[] = [];
  await Promise.all(
    lanes.map(async ({ campaign }) => {
      for (let one = left.shift(); one !== undefined; one = left.shift()) {
        const violations = await campaign.violations(one, mutate);
        if (violations.length > 0) failures.push({ scenario: nameOf(one), violations });
      }
    }),
  );
  return failures;
}

function nameOf({ script, target, kind }: Scenario): string {
  return `${script.name}: ${target.operation ?? `${target.method} ${target.path}`} #${target.skip}: ${kind}`;
}

/** The counts by script and kind. */
function print(chosen: readonly Scenario[], failures: readonly Failure[]): void {
  const kinds = [...new Set(chosen.map(({ kind }) => kind))].sort();
  const names = [...new Set(chosen.map(({ script }) => script.name))];
  const of = (name: string, kind: string) =>
    chosen.filter((one) => one.script.name === name && one.kind === kind).length;
  const rows = kinds.map((kind) => [kind, ...names.map((name) => String(of(name, kind)))].join('\t'));
  process.stdout.write(
    `${['', ...names].join('\t')}\n${rows.join('\n')}\n${chosen.length} scenarios, ${failures.length} with a violation\n`,
  );
}

/** Fisher and Yates, with the generator of Park and Miller. */
function shuffled<T>(list: readonly T[], seed: number): T[] {
  let state = (seed % 2_147_483_646) + 1;
  const next = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const result = [...list];
  for (let index = result.length - 1; index > 0; index--) {
    const other = next(index + 1);
    [result[index], result[other]] = [result[other]!, result[index]!];
  }
  return result;
}
