import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { emptyReport } from '../../src/action/empty-report.ts';
import { apply } from '../../src/apply/apply.ts';
import { systemClock } from '../../src/effects/clock.ts';
import { distributionId, providerId } from '../../src/model/id.ts';
import type { Plan, Step } from '../../src/model/plan.ts';
import { observe } from '../../src/observe/observe.ts';
import { guardError } from '../../src/plan/guard.ts';
import { planApply } from '../../src/plan/plan-apply.ts';
import { planDestroy } from '../../src/plan/plan-destroy.ts';
import { noPlanEvidence } from '../../src/plan/plan-evidence.ts';
import type { PlanOptions } from '../../src/plan/plan-options.ts';
import { code, inline } from '../../src/render/escape.ts';
import { planMarkdown } from '../../src/render/plan-markdown.ts';
import { planText } from '../../src/render/plan-text.ts';
import { opSigns, opWords } from '../../src/render/plan-wording.ts';
import type { Connection, Vault } from '../../src/vault/http/vault.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { connectTo, silent } from '../support/job.ts';
import { EngineVault } from './support/engine-vault.ts';
import { differences, look, populate, type Reality } from './support/reality.ts';
import { type World, worlds } from './support/worlds.ts';

const seed = 20_261_124;
const now = new Date('2026-11-24T00:00:00Z');
/** What the properties are about; a mutant of one of them has to turn them red. */
interface Subject {
  readonly plan: typeof planApply;
  readonly guardError: typeof guardError;
}
const subject: Subject = { plan: planApply, guardError };

interface Seen {
  readonly plan: Plan;
  readonly removals: number;
}

/** jest's own comparison is slow, and its words are needed only where something differs. */
function same(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}

/** Runs a world as the action would, and holds what happens to what was promised. */
async function hold(world: World, inner: Vault, { plan, guardError }: Subject): Promise<Seen> {
  const { desired, prune, confirm } = world;
  await populate(inner, world.live);
  const before = await look(inner, world.live);
  const { vault, writes } = counting(inner);
  const options: PlanOptions = {
    prune,
    update_credentials: 'always',
    now,
    credentials: { refusals: [], notices: [] },
    evidence: noPlanEvidence,
  };
  const live = await observe(vault, desired, { undeclared: prune });
  const made = plan(desired, live, options);
  agree(made);
  ordered(made);

  const stopped = guardError(made, { confirm, expected_plan_digest: '' });
  if (stopped === null) {
    const signal = new AbortController().signal;
    const effects = {
      clock: systemClock,
      log: silent,
      signal,
      max_concurrency: 4,
      hasReplicas: async () => false,
    };
    const { failed, left } = await apply(vault, made, desired, live, effects);
    same({ failed, left }, { failed: [], left: [] });
  }
  const after = await look(inner, world.live);
  guarded(world, before, after);
  if (made.refusals.length > 0 || stopped !== null) {
    same(writes, []);
  } else {
    same(differences(desired, after), []);
    const again = plan(desired, await observe(vault, desired, { undeclared: prune }), options);
    same(
      { steps: again.steps.filter(isChange), refusals: again.refusals },
      {
        steps: [],
        refusals: [],
      },
    );
  }
  return { plan: made, removals: made.steps.filter(isRemoval).length };
}

const isChange = ({ op }: Step) => op !== 'refresh_credentials';
const isRemoval = ({ op }: Step) => op === 'remove_distribution' || op === 'delete_provider';

function counting(inner: Vault): { vault: Vault; writes: string[] } {
  const writes: string[] = [];
  return {
    writes,
    vault: {
      get: (at, read) => inner.get(at, read),
      list: (at) => inner.list(at),
      put: (at, body, write) => {
        writes.push(`PUT ${at.path.join('/')}`);
        return inner.put(at, body, write);
      },
      delete: (at, write) => {
        writes.push(`DELETE ${at.path.join('/')}`);
        return inner.delete(at, write);
      },
    },
  };
}

/** Text, Markdown and JSON tell of the same steps and the same refusals; text and JSON in the same order. */
function agree(made: Plan): void {
  const json = JSON.parse(JSON.stringify(made)) as Plan;
  const text = planText(made, 'plan');
  const lines = text.filter((line) => /^ {2}[+~-] /.test(line));
  const markdown = planMarkdown({ ...emptyReport({ command: 'plan' }, {}, systemClock), plan: made }, 1_000);
  const rows = markdown.split('\n').filter((line) => line.startsWith('| ') && line.includes('<code>'));
  const refused = text.filter((line) => line.startsWith('  ! ')).map((line) => line.slice(4));
  same(json, made);
  same(
    lines.map((line) => line.replace(/ {2}\(!\)/, '')),
    json.steps.map(({ op, id, reason }) => `  ${opSigns[op]} ${opWords[op]} ${id}  # ${reason}`),
  );
  same(
    rows.map((row) => row.split(' | ').slice(1, 3).join(' ')).sort(),
    json.steps.map(({ op, id }) => `${opWords[op]} ${code(id)}`).sort(),
  );
  same(
    refused,
    json.refusals.map(({ message }) => message),
  );
  same(
    json.refusals.filter(({ message }) => !markdown.includes(inline(message))),
    [],
  );
  same(
    [text.join('\n'), markdown].filter((told) => !told.includes(json.digest)),
    [],
  );
}

/** A mount before what is in it, provider and key before a distribution, and keys off a provider before it goes. */
function ordered({ steps }: Plan): void {
  const at = (op: Step['op'], id: string) => steps.findIndex((step) => step.op === op && step.id === id);
  const tooEarly = steps.filter(({ op, id, depends_on }, index) => {
    const needed = depends_on.map((need) => steps.findIndex((step) => step.id === need));
    const [mount, kms = '', key] = id.split(/\/kms\/|\/key\//);
    const earlier: Partial<Record<Step['op'], number[]>> = {
      distribute: [at('register_provider', `${mount}/kms/${kms}`), at('create_key', `${mount}/key/${key}`)],
      register_provider: [at('enable_mount', mount!)],
      create_key: [at('enable_mount', mount!)],
      delete_provider: [steps.findLastIndex((step) => step.id.startsWith(`${id}/key/`))],
    };
    const before = (place: number) => place < index;
    return !needed.every((place) => place >= 0 && before(place)) || !(earlier[op] ?? []).every(before);
  });
  same(tooEarly, []);
}

/** What is gone was undeclared, to be pruned and confirmed; no key is ever gone. */
function guarded({ desired, prune, confirm }: World, before: Reality, after: Reality): void {
  const declared = new Set(
    desired.mounts.flatMap((mount) => [
      ...mount.kms.map(({ name }) => providerId(mount, name)),
      ...mount.keys.flatMap(({ name }) => ['p0', 'p1', 'p2'].map((kms) => distributionId(mount, kms, name))),
    ]),
  );
  const allowed = (id: string) =>
    prune && !declared.has(id) && (confirm.includes(id) || confirm.includes(id.replace(/\/key\/[^/]+$/, '')));
  for (const kind of ['providers', 'distributions'] as const) {
    const gone = [...before[kind].keys()].filter((id) => !after[kind].has(id));
    same(
      gone.filter((id) => !allowed(id)),
      [],
    );
  }
  same(
    [...before.keys.keys()].filter((id) => !after.keys.has(id)),
    [],
  );
}

const large = worlds({
  mounts: [
    { namespace: '', path: 'keymgmt' },
    { namespace: 'team-a', path: 'shared/keymgmt' },
  ],
  keys: 4,
  types: ['aes256-gcm96', 'aes256-gcm96', 'rsa-2048', 'ecdsa-p256'],
});

const inProcess = (of: Subject, seen: Seen[] = []) =>
  fc.asyncProperty(large, async (world) => {
    seen.push(await hold(world, new EngineVault(() => now), of));
  });

describe('whatever is declared, and whatever Vault has', () => {
  const seen: Seen[] = [];
  const share = (which: (one: Seen) => boolean) => seen.filter(which).length / seen.length;

  test('a plan keeps its promises', async () => {
    await fc.assert(inProcess(subject, seen), { seed, numRuns: 1_000 });
  }, 120_000);

  test('the cases are worth something', () => {
    const codes = ({ plan }: Seen) => plan.refusals.map(({ code }) => code);
    expect(share(({ removals }) => removals > 0)).toBeGreaterThan(0.2);
    expect(share((one) => codes(one).some((code) => code === 'immutable_field'))).toBeGreaterThan(0.2);
    expect(
      share(
        ({ plan }) =>
          plan.steps.some(({ op }) => op === 'enable_mount') ||
          plan.refusals.some(({ code }) => code === 'mount_missing'),
      ),
    ).toBeGreaterThan(0.1);
    expect(share((one) => codes(one).includes('key_on_another_provider'))).toBeGreaterThan(0.02);
    expect(share(({ plan, removals }) => plan.refusals.length === 0 && removals > 0)).toBeGreaterThan(0.1);
    expect(share(({ plan }) => plan.refusals.length === 0 && plan.steps.some(isChange))).toBeGreaterThan(0.2);
  });
});

test('a destruction is whole, confirmed and of what is declared, or not begun', async () => {
  const seen: boolean[] = [];
  const property = fc.asyncProperty(large, async (world) => {
    const { desired, confirm } = world;
    const inner = new EngineVault(() => now);
    await populate(inner, world.live);
    const before = await look(inner, world.live);
    const { vault, writes } = counting(inner);
    const live = await observe(vault, desired, { undeclared: false });
    const made = planDestroy(desired, live);
    agree(made);
    ordered(made);
    const stopped = guardError(made, { confirm, expected_plan_digest: '' });
    seen.push(stopped === null && made.steps.length > 0);
    if (stopped !== null) return same(writes, []);
    const signal = new AbortController().signal;
    const effects = {
      clock: systemClock,
      log: silent,
      signal,
      max_concurrency: 4,
      hasReplicas: async () => false,
    };
    const { failed, left } = await apply(vault, made, desired, live, effects);
    same({ failed, left }, { failed: [], left: [] });
    const after = await look(inner, world.live);
    const declared = desired.mounts.flatMap((mount) => mount.kms.map(({ name }) => providerId(mount, name)));
    const gone = [...before.providers.keys()].filter((id) => declared.includes(id));
    same(
      [...after.providers.keys()],
      [...before.providers.keys()].filter((id) => !gone.includes(id)),
    );
    same(
      gone.filter((id) => !confirm.includes(id)),
      [],
    );
    same([...after.keys.keys()], [...before.keys.keys()]);
    const off = (id: string) => !gone.some((provider) => id.startsWith(`${provider}/key/`));
    same([...after.distributions.keys()], [...before.distributions.keys()].filter(off));
  });
  await fc.assert(property, { seed, numRuns: 200 });
  expect(seen.filter(Boolean).length / seen.length).toBeGreaterThan(0.1);
}, 60_000);

describe('a mutant is found out', () => {
  const changed = (change: (made: Plan) => Partial<Plan>): Subject => ({
    ...subject,
    plan: (...args) => {
      const made = planApply(...args);
      return { ...made, ...change(made) };
    },
  });
  const without = (which: (step: Step) => boolean) =>
    changed(({ steps }) => ({ steps: steps.filter((step) => !which(step)) }));

  const mutants: [string, Subject][] = [
    ['the guard is dropped', { ...subject, guardError: () => null }],
    [
      'confirm is asked for providers only',
      {
        ...subject,
        guardError: (made, guards) =>
          guardError({ ...made, steps: made.steps.filter(({ op }) => op !== 'remove_distribution') }, guards),
      },
    ],
    ['the order is reversed', changed(({ steps }) => ({ steps: [...steps].reverse() }))],
    ['settings are not compared', without(({ op }) => op === 'update_key')],
    [
      'purposes are not compared',
      changed(({ refusals }) => ({ refusals: refusals.filter(({ field }) => field !== 'purpose') })),
    ],
    [
      'regions are not compared',
      changed(({ refusals }) => ({ refusals: refusals.filter(({ field }) => field !== 'key_collection') })),
    ],
  ];

  test.each(mutants)('%s', async (_, mutant) => {
    const run = fc.check(inProcess(mutant), { seed, numRuns: 300, endOnFailure: true });
    expect((await run).failed).toBe(true);
  });
});

describe('over HTTP', () => {
  let emulator: Emulator;
  let vault: Connection;
  beforeAll(async () => {
    emulator = await startEmulator();
    vault = connectTo(emulator);
    await emulator.vault('PUT', 'sys/namespaces/team-a', { body: {} });
  });
  afterAll(async () => {
    await vault.close();
    await emulator.stop();
  });

  test('a plan keeps its promises', async () => {
    let mounts = 0;
    const small = fc.constant(null).chain(() =>
      worlds({
        mounts: [{ namespace: 'team-a', path: `keymgmt-${++mounts}` }],
        keys: 2,
        types: ['aes256-gcm96'],
      }),
    );
    const property = fc.asyncProperty(small, async (world) => void (await hold(world, vault, subject)));
    await fc.assert(property, { seed, numRuns: 50 });
  }, 120_000);
});
