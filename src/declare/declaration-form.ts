import { InvalidInput } from '../model/errors.ts';
import { inputLocation } from '../model/problem.ts';
import type { InlineInputs } from './inline-inputs.ts';
import { inlineInputs } from './inline-inputs.ts';
import { makeProblem } from './make-problem.ts';

/** What these inputs say when nobody wrote them. */
const defaults: InlineInputs = { path: 'keymgmt', create_mount: 'false' };

/**
 * Which of the two ways to declare is used.
 *
 * @throws InvalidInput when both are (naming each input that contradicts `manifest`), or none
 */
export function declaredForm(manifest: string, inputs: InlineInputs): 'manifest' | 'inline' {
  const given = inlineInputs.filter(
    (input) => (inputs[input] ?? '') !== '' && inputs[input] !== defaults[input],
  );
  if (manifest !== '' && given.length > 0) {
    throw new InvalidInput(given.map((input) => makeProblem('both_forms', '', inputLocation(input))));
  }
  if (manifest === '' && given.length === 0) {
    throw new InvalidInput([makeProblem('nothing_declared', '', inputLocation('manifest'))]);
  }
  return manifest === '' ? 'inline' : 'manifest';
}
