import { contextOf } from '../../../emulator/aws/policy/context.ts';
import { simulate } from '../../../emulator/aws/policy/simulate.ts';
import type { NamedPolicy } from '../../../emulator/aws/policy/statements.ts';
import type { PolicyDocument } from '../../../src/model/evidence.ts';
import { found } from '../../../src/model/evidence.ts';
import type { FakeAws } from '../support/reader.ts';

/** The policies of one principal, as statements; `null`: there is none of that kind. */
export interface Policies {
  readonly identity: readonly unknown[];
  readonly boundary?: readonly unknown[] | null;
  readonly scp?: readonly unknown[] | null;
  /** By the key's id. */
  readonly keys?: (id: string) => PolicyDocument;
}

/** An AWS in which the emulator's policy simulator answers for these policies. */
export function policyWorld({ identity, boundary = null, scp = null, keys }: Policies): FakeAws {
  const policies = {
    identity: [named('own', identity)],
    boundary: boundary === null ? null : [named('boundary', boundary)],
    scps: scp === null ? null : [named('scp', scp)],
  };
  return {
    decision: (action, resource, context) => {
      const given = contextOf(Object.fromEntries(context.map(({ key, values }) => [key, values])));
      const result = simulate(policies, action, resource, given);
      return {
        decision: result.decision,
        missing_context: result.missing,
        matched: result.matched.map(({ policy }) => policy.name),
        allowed_by_boundary: result.allowed_by_boundary,
        allowed_by_organization: result.allowed_by_organization,
      };
    },
    ...(keys === undefined ? {} : { policy: (id) => found(keys(id)) }),
  };
}

function named(name: string, Statement: readonly unknown[]): NamedPolicy {
  return { name, policy: { Version: '2012-10-17', Statement } as NamedPolicy['policy'] };
}
