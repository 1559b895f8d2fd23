import type { ProblemCode } from '../../model/codes/catalogue.ts';
import type { Desired } from '../../model/desired.ts';
import { InvalidInput } from '../../model/errors.ts';
import { keyId } from '../../model/id.ts';
import { inputLocation, type Problem } from '../../model/problem.ts';
import { observe } from '../../observe/observe.ts';
import { retirableKeys } from '../../plan/plan-retire.ts';
import { planRotate, type RotationRequests } from '../../plan/plan-rotate.ts';
import { executePlan } from './apply-command.ts';
import type { CommandResult, Job } from './job.ts';
import { readKeyUsage } from './read-key-usage.ts';

/** Rotates the named keys, or else those that are due, and waits until the new versions are in KMS. */
export async function rotateCommand(job: Job): Promise<CommandResult> {
  const { inputs, vault, effects } = job;
  const requests = inputs.rotate_keys.length === 0 ? null : rotationRequests(inputs.rotate_keys, job.desired);
  const desired = onlyRotating(job.desired, requests);
  const live = await effects.log.group('Read Vault', () => observe(vault, desired, { undeclared: false }));
  const now = effects.clock.now();
  const guard = inputs.guards.idle;
  const keys = guard.min_idle === 0 ? [] : retirableKeys(desired, live, now);
  const usage = await readKeyUsage(keys, live, { ...job, desired });
  const plan = planRotate(desired, live, requests, now, { usage, guard });
  return executePlan({ ...job, desired }, plan, live, usage);
}

/**
 * Finds the declared keys that `rotate_keys` names: `payments-db`, `payments-db@2`, or, where several mounts
 * declare the name, by id: `team-a/keymgmt/key/payments-db@2`.
 *
 * @throws {InvalidInput} with every entry that does not name exactly one declared key, once
 */
function rotationRequests(entries: readonly string[], desired: Desired): RotationRequests {
  const problems: Problem[] = [];
  const requests = new Map<string, number | null>();
  for (const entry of entries) {
    const { name, version } = /^(?<name>[^@]+)(?:@(?<version>[1-9]\d{0,8}))?$/.exec(entry)?.groups ?? {};
    const ids = desired.mounts.flatMap((mount) =>
      mount.keys
        .filter((key) => key.name === name || keyId(mount, key.name) === name)
        .map((key) => keyId(mount, key.name)),
    );
    if (ids.length === 0) {
      problems.push(
        problem(
          'unknown_key',
          `"${entry}" is not a declared key.`,
          'Write the name of a declared key, or its name and latest version, such as payments-db@2.',
        ),
      );
    } else if (ids.length > 1) {
      problems.push(
        problem(
          'ambiguous_key',
          `"${entry}" matches several keys: ${ids.join(', ')}.`,
          'Write the id of the key to rotate.',
        ),
      );
    } else if (requests.has(ids[0]!)) {
      problems.push(
        problem(
          'duplicate_name',
          `"${entry}" names ${ids[0]} a second time.`,
          'Name each key once: each rotation adds a version.',
        ),
      );
    } else {
      requests.set(ids[0]!, version === undefined ? null : Number(version));
    }
  }
  if (problems.length > 0) throw new InvalidInput(problems);
  return requests;
}

function problem(code: ProblemCode, message: string, remedy: string): Problem {
  return { code, at: '', source: inputLocation('rotate_keys'), message, remedy };
}

/** The part of the declaration that a rotation has to read. */
function onlyRotating(desired: Desired, requests: RotationRequests | null): Desired {
  const mounts = desired.mounts.map((mount) => {
    const keys = mount.keys.filter((key) =>
      requests === null
        ? key.rotate_after !== null || key.retire_after !== null
        : requests.has(keyId(mount, key.name)),
    );
    const providers = new Set(keys.map((key) => key.kms));
    return { ...mount, keys, kms: mount.kms.filter((provider) => providers.has(provider.name)) };
  });
  return { mounts: mounts.filter((mount) => mount.keys.length > 0) };
}
