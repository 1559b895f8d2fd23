import * as v from 'valibot';

/** The body of `POST /_emulator/clock`. */
export const clockChange = v.strictObject({
  advance_seconds: v.pipe(
    v.number(),
    v.integer('must be a whole number'),
    v.minValue(0, 'must not be negative'),
  ),
});

/** The time of the emulator, which can be advanced. */
export class Clock {
  #offset = 0;

  readonly now = (): Date => new Date(Date.now() + this.#offset);

  advance(seconds: number): void {
    this.#offset += seconds * 1000;
  }
}
