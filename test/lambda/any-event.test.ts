import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readEvent } from '../../lambda/read-check-event.ts';
import { event, key, open } from './good-events.ts';

/** An event that is good but for what is changed at random. */
const events = fc
  .record({
    at: fc.constantFrom('event', 'key', 'permissions', 'credentials', 'vault'),
    name: fc.oneof(
      fc.constantFrom(...Object.keys(key), ...Object.keys(event), 'next', 'depth', 'sets', 'url'),
      fc.string(),
    ),
    value: fc.anything(),
  })
  .map(({ at, name, value }) => {
    const change = { [name]: value };
    if (at === 'event') return { ...event, ...change };
    if (at === 'key') return { ...event, keys: [{ ...key, ...change }] };
    if (at === 'vault')
      return { region: 'us-west-2', vault: { url: 'https://vault.example.com', ...change } };
    return { ...event, [at]: change };
  });

test('whatever an event is, it is read or refused with the path of each problem, and nothing else', () => {
  fc.assert(
    fc.property(fc.oneof(events, fc.anything()), (input) => {
      try {
        const read = readEvent(input, open);
        if ('keys' in read.source) {
          expect(read.source.keys.length).toBeGreaterThan(0);
          for (const { versions } of read.source.keys)
            expect(Object.keys(versions).length).toBeGreaterThan(0);
        }
      } catch (error) {
        expect(error).toMatchObject({ name: 'InvalidEventError' });
        const { problems } = error as { problems: { path: string; message: string }[] };
        expect(problems.length).toBeGreaterThan(0);
        for (const { message } of problems) expect(message).not.toBe('');
      }
    }),
    { numRuns: 10_000 },
  );
});
