import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pLimit from 'p-limit';
import { openSharedConnections } from '../../src/aws/aws-effects.ts';
import { systemClock } from '../../src/effects/clock.ts';
import { found } from '../../src/model/evidence.ts';
import type { Expectation } from '../../src/model/expectation.ts';
import type { PermissionReport } from '../../src/model/report.ts';
import { verifyInAws } from '../../src/verifier/verify-in-aws.ts';
import { verify } from '../../src/verify/verify.ts';
import type { VerifyRequest } from '../../src/verify/verify-request.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { alias, expectation, kmsKey } from '../verify/support/fixtures.ts';
import { fakeReader } from '../verify/support/reader.ts';
import { type Evaluate, loadEvaluator } from './iam-evaluator.ts';
import { tool } from './peer.ts';
import { accountOf, credentialsOf, makeKeys, tryAll } from './permission-calls.ts';
import { actions, type GeneratedSituation, situations } from './permission-situations.ts';
import { aliases, delegation, isAllowed, region, type SituationKeys, worlds } from './permission-truth.ts';

/**
 * Generated situations, in which each verdict is held against an independent evaluator and against the principal's own
 * call in the emulator. The evaluator is also the brain of an AWS that answers the simulation.
 */
const evaluator = tool('iam-simulate');
const seed = Number(process.env['SEED'] ?? 1);
const count = Number(process.env['SITUATIONS'] ?? 400);

/** An hour on, so that no failure passes for a change under way. */
const later = { ...systemClock, now: () => new Date(Date.now() + 3_600_000), sleep: async () => {} };

interface Verdict {
  readonly situation: GeneratedSituation;
  readonly source: 'emulator' | 'evaluator';
  readonly row: PermissionReport;
  /** By the independent evaluator, in the real world and in another one. */
  readonly evaluated: readonly [boolean, boolean];
  readonly called: boolean;
}

(evaluator === null ? describe.skip : describe)('permissions in generated situations', () => {
  const all = situations(seed, count);
  let emulator: Emulator;
  let evaluate: Evaluate;
  let verdicts: Verdict[];

  beforeAll(async () => {
    evaluate = await loadEvaluator(evaluator!);
    emulator = await startEmulator({ config: { accounts: [{ id: '499999999999' }, ...all.map(accountOf)] } });
    const limit = pLimit(8);
    verdicts = (await Promise.all(all.map((one) => limit(() => decide(one))))).flat();
  }, 900_000);
  afterAll(() => emulator?.stop());

  async function decide(situation: GeneratedSituation): Promise<Verdict[]> {
    const keys = await makeKeys(situation, emulator.awsEndpoint);
    const reports = {
      emulator: await fromEmulator(situation, keys),
      evaluator: await fromEvaluator(situation, keys),
    };
    const called = await tryAll(situation, keys, emulator.awsEndpoint);
    const list: Verdict[] = [];
    for (const action of actions) {
      const [real, other] = worlds;
      const evaluated = [
        await isAllowed(evaluate, situation, action, keys, real),
        await isAllowed(evaluate, situation, action, keys, other),
      ] as const;
      for (const source of ['emulator', 'evaluator'] as const) {
        const row = reports[source].find((one) => one.action === action)!;
        list.push({ situation, source, row, evaluated, called: called[action]! });
      }
    }
    return list;
  }

  function requestFor({ account, kind }: GeneratedSituation, { key }: SituationKeys): VerifyRequest {
    const expected: Expectation = expectation({
      name: 'vault',
      alias: aliases.kept,
      versions: { '2': key.split('/')[1]! },
      min_enabled_version: 0,
    });
    return {
      region,
      expectations: [expected],
      principal_arn: `arn:aws:iam::${account}:${kind}/vault`,
      audits_verifier: false,
      account_id: null,
      depth: 'standard',
      exhaustive: false,
      providers: null,
      min_keys: null,
      permissions: { sets: ['terraform', 'vault'], actions: [], method: 'auto', history: false },
      next: null,
    };
  }

  async function fromEmulator(situation: GeneratedSituation, keys: SituationKeys) {
    const { accessKeyId, secretAccessKey } = credentialsOf('admin', situation.account);
    const report = await verifyInAws(
      requestFor(situation, keys),
      { kind: 'self' },
      {
        env: {
          AWS_ENDPOINT_URL: emulator.awsEndpoint,
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: secretAccessKey,
        },
        clock: later,
        run_id: null,
        deadline: null,
        shared: openSharedConnections(systemClock, 1),
      },
    );
    return report.permissions;
  }

  /** A simulation as AWS documents it, which lists the condition keys that it was given no value for. */
  async function fromEvaluator(situation: GeneratedSituation, keys: SituationKeys) {
    const { account, identity, boundary, scp, key, index, kind, principalTags, keyTags } = situation;
    const id = keys.key.split('/')[1]!;
    const full = [{ Effect: 'Allow' as const, Action: '*', Resource: '*' }];
    const admins = {
      Effect: 'Allow' as const,
      Principal: { AWS: `arn:aws:iam::${account}:user/admin` },
      Action: 'kms:*',
      Resource: '*',
    };
    const { reader } = fakeReader({
      identity: () => found({ account_id: account, arn: `arn:aws:iam::${account}:user/admin` }),
      keys: (given) => found(kmsKey(given, { arn: keys.key, account_id: account })),
      aliases: () => found([aliases.kept, aliases.moved].map((name) => alias({ name, target_key_id: id }))),
      policy: () =>
        found({ Version: '2012-10-17', Statement: key === null ? [delegation(account)] : [admins, ...key] }),
      principal: () =>
        found({
          arn: `arn:aws:iam::${account}:${kind}/vault`,
          unique_id: 'AIDAEXAMPLE',
          tags: principalTags,
        }),
      tags: () => found(keyTags),
      usage: () =>
        found({
          last_used: null,
          operation: null,
          created: new Date().toISOString(),
          tracked_since: '2026-04-23T00:00:00Z',
        }),
      ...(index % 2 === 0 && scp !== null
        ? { organization: () => found([[{ Version: '2012-10-17', Statement: scp }]]) }
        : {}),
    });
    const request = requestFor(situation, keys);
    const simulating: typeof reader = {
      ...reader,
      async simulate(_, { actions: asked, resources, context }) {
        const given = Object.fromEntries(
          context.map(({ key: name, values }) => [name, values.length === 1 ? values[0]! : values]),
        );
        const rows = [];
        for (const action of asked)
          for (const resource of resources.length === 0 ? ['*'] : resources) {
            const answer = (policies: Partial<Parameters<Evaluate>[1]>) =>
              evaluate(
                situation,
                {
                  identity,
                  boundary,
                  scp: null,
                  key: resource.includes(':key/') ? [delegation(account)] : null,
                  ...policies,
                },
                { action, resource, context: given },
              );
            const decision = await answer({});
            const organization =
              scp === null ? null : (await answer({ identity: full, boundary: null, scp })) === 'allowed';
            rows.push({
              action,
              resource,
              decision: organization === false && decision === 'allowed' ? 'implicitDeny' : decision,
              allowed_by_organization: organization,
              allowed_by_boundary:
                boundary === null ? null : (await answer({ identity: full })) === 'allowed',
              missing_context: missing([...identity, ...(boundary ?? [])], given),
              matched: decision === 'explicitDeny' ? ['own'] : [],
            });
          }
        return found(rows);
      },
    };
    const report = await verify(request, {
      reader: simulating,
      clock: later,
      deadline: null,
      concurrency: 20,
    });
    return report.permissions;
  }

  test('no verdict is wrong, and few are inconclusive', () => {
    const agreed = verdicts.filter(({ evaluated: [real], called }) => real === called);
    const settled = agreed.filter(({ evaluated: [real, other] }) => real === other);
    const shown = (list: readonly Verdict[]) =>
      list.slice(0, 5).map(({ situation, source, row, evaluated, called }) =>
        JSON.stringify({
          source,
          action: row.action,
          decision: row.decision,
          message: row.message,
          evaluated,
          called,
          ...situation,
        }),
      );
    const falseAllowed = agreed.filter(({ row, called }) => row.decision === 'allowed' && !called);
    const falseDenied = agreed.filter(({ row, called }) => row.decision === 'denied' && called);
    const differing = verdicts.filter(({ evaluated: [real], called }) => real !== called);
    const open = settled.filter(({ row }) => row.decision === 'indeterminate');
    const share = open.length / settled.length;
    process.stdout.write(
      `permissions: seed ${seed}, ${all.length} situations, ${verdicts.length} verdicts: ${falseAllowed.length} false allowed, ${falseDenied.length} false denied, ${(100 * share).toFixed(1)}% indeterminate where there is one answer; the witnesses differ on ${differing.length}, as is known\n`,
    );
    expect(shown(differing.filter(({ situation }) => !isKnownDifference(situation)))).toEqual([]);
    expect(differing.length).toBeLessThan(verdicts.length / 100);
    expect(shown(falseAllowed)).toEqual([]);
    expect(shown(falseDenied)).toEqual([]);
    expect(share).toBeLessThanOrEqual(0.12);
    expect(all.length).toBeGreaterThanOrEqual(Math.min(count, 400));
  });
});

/**
 * A negated operator whose variable the request does not carry: the evaluator takes the statement for invalid, the
 * emulator for true. AWS only says that it "might be invalid", so that a verdict for or against it is not held to either.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
function isKnownDifference({ identity, boundary, scp, key, principalTags }: GeneratedSituation): boolean {
  const policies = JSON.stringify([identity, boundary, scp, key]);
  return (
    principalTags['team'] === undefined && /StringNotEquals[^}]*\$\{aws:PrincipalTag\/team\}/.test(policies)
  );
}

/** Condition keys and variables of the statements without a value. */
function missing(
  statements: readonly { readonly [element: string]: unknown }[],
  given: Readonly<Record<string, unknown>>,
): string[] {
  const known = new Set(Object.keys(given).map((key) => key.toLowerCase()));
  const keys = statements.flatMap(({ Condition }) =>
    Object.values((Condition ?? {}) as Record<string, object>).flatMap((block) => Object.keys(block)),
  );
  const variables = [...JSON.stringify(statements).matchAll(/\$\{([\w:/]+)\}/g)].map(([, key]) => key!);
  return [...new Set([...keys, ...variables])].filter((key) => !known.has(key.toLowerCase()));
}
