import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pLimit from 'p-limit';
import { type Case, cases, documentOf, documentsOf, rolePath, stranger } from '../verify/matrix/cases.ts';
import { allow } from '../verify/matrix/situation.ts';
import { type AwsKeys, isRight, type Outcome, tryOut, type World } from '../verify/matrix/trial.ts';
import { unsupportedRows } from './matrix-differences.ts';
import { type Ministack, startMinistack } from './ministack.ts';
import { iamOf, makePolicy, makeUser } from './ministack-iam.ts';
import { peer } from './peer.ts';

const command = peer('ministack');
(command === null ? describe.skip : describe)("ministack's IAM", () => {
  let ministack: Ministack;
  let outcomes: PromiseSettledResult<Outcome>[];
  beforeAll(async () => {
    ministack = await startMinistack(command!, { enforced: true });
    const { endpoint } = ministack;
    const strangers = await makeUser(iamOf(endpoint, stranger), 'judged', documentOf([allow('*')]));
    const limit = pLimit(4);
    outcomes = await Promise.allSettled(
      cases.map((one) => limit(async () => tryOut(one, await worldOf(one, endpoint, strangers)))),
    );
  });
  afterAll(() => ministack?.stop());

  const outcomeOf = (index: number): Outcome => {
    const outcome = outcomes[index]!;
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  };

  const listed = new Set(unsupportedRows.flatMap(({ rows }) => rows));
  const numbered = cases.map((one, index) => ({ ...one, index }));

  test.each(numbered.filter(({ name }) => !listed.has(name)))('$name', ({ index, ...situation }) => {
    const outcome = outcomeOf(index);
    expect(outcome.row).toMatchObject({ action: situation.action, decision: situation.expected });
    expect({ ...outcome, right: isRight(situation, outcome) }).toMatchObject({ right: true });
  });

  test.each(numbered.filter(({ name }) => listed.has(name)))(
    '$name: not carried',
    ({ index, ...situation }) => {
      expect(isRight(situation, outcomeOf(index))).toBe(false);
    },
  );

  test('ministack supports most of the matrix; the unsupported rows are in it', () => {
    const names = new Set(cases.map(({ name }) => name));
    expect([...listed].filter((name) => !names.has(name))).toEqual([]);
    expect(listed.size).toBeLessThan(cases.length / 2);
  });
});

/** Makes the case's users and roles. */
async function worldOf(situation: Case, endpoint: string, strangers: AwsKeys): Promise<World> {
  const { own, boundary, looker, trust } = documentsOf(situation);
  const iam = iamOf(endpoint, situation.account);
  const PermissionsBoundary = boundary === null ? null : await makePolicy(iam, 'boundary', boundary);
  const path = rolePath(situation);
  const users: Record<string, AwsKeys> = {
    admin: await makeUser(iam, 'admin', documentOf([allow('*')])),
    looker: await makeUser(iam, 'looker', looker),
  };
  if (situation.who === 'user of another account') users['judged'] = strangers;
  else if (path === null) users['judged'] = await makeUser(iam, 'judged', own, PermissionsBoundary);
  else {
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'judged',
        Path: path,
        AssumeRolePolicyDocument: JSON.stringify(trust),
        ...(PermissionsBoundary === null ? {} : { PermissionsBoundary }),
      }),
    );
    const policy = { RoleName: 'judged', PolicyName: 'own', PolicyDocument: JSON.stringify(own) };
    if (own !== null) await iam.send(new PutRolePolicyCommand(policy));
  }
  return { endpoint, keys: (who) => users[who]! };
}
