import { namesOf } from '../inputs/input-spec.ts';
import { InvalidInput } from '../model/errors.ts';
import { inputLocation } from '../model/problem.ts';
import type { InlineInput, InlineInputs } from './inline-inputs.ts';
import { inlineInputs } from './inline-inputs.ts';
import { makeProblem } from './make-problem.ts';

/**
 * Which of the two ways to declare is used.
 *
 * @throws InvalidInput when both are used (naming each input that contradicts `manifest`), or neither
 */
export function declaredForm(manifest: string, inputs: InlineInputs): 'manifest' | 'inline' {
  const given = namesOf(inlineInputs).filter(
    (input) => (inputs[input] ?? '') !== '' && inputs[input] !== defaultOf(input),
  );
  if (manifest !== '' && given.length > 0) {
    throw new InvalidInput(given.map((input) => makeProblem('both_forms', '', inputLocation(input))));
  }
  if (manifest === '' && given.length === 0) {
    throw new InvalidInput([makeProblem('nothing_declared', '', inputLocation('manifest'))]);
  }
  return manifest === '' ? 'inline' : 'manifest';
}

/** The runner fills defaults in, so an input with its default counts as left out. */
function defaultOf(input: InlineInput): string | undefined {
  const spec = inlineInputs[input];
  return 'default' in spec ? spec.default : undefined;
}
