import * as v from 'valibot';
import type { RuleCode } from '../model/codes/manifest-rules.ts';
import { severities } from '../model/report.ts';
import { fields, named } from './strict-fields.ts';

const rule = (code: RuleCode) => code;
const text = v.pipe(v.string(), v.nonEmpty(rule('empty_value')));
const dayPattern = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;

/**
 * What a file of exceptions holds.
 *
 * @param known the ids of the checks
 */
export const exceptionsSchema = (known: ReadonlySet<string>) =>
  fields({
    exceptions: v.optional(
      v.array(
        fields({
          id: text,
          reason: text,
          owner: text,
          expires: v.pipe(
            text,
            v.regex(dayPattern, rule('invalid_date')),
            v.check(isDay, rule('invalid_date')),
          ),
        }),
      ),
      [],
    ),
    severities: v.optional(
      named(
        v.pipe(
          v.string(),
          v.check((id) => known.has(id), rule('unknown_value')),
        ),
        v.picklist(severities),
      ),
      {},
    ),
  });

/** Whether the calendar has the day; the pattern reports another form. */
function isDay(value: string): boolean {
  if (!dayPattern.test(value)) return true;
  const time = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value);
}
