/** `unknown`: what was read does not decide it. */
export type Ternary = 'yes' | 'no' | 'unknown';

/** `no` when one is `no`, `yes` when all are `yes`. */
export function every(values: Iterable<Ternary>): Ternary {
  let result: Ternary = 'yes';
  for (const value of values) {
    if (value === 'no') return 'no';
    if (value === 'unknown') result = 'unknown';
  }
  return result;
}

/** `yes` when one is `yes`, `no` when all are `no`. */
export function some(values: Iterable<Ternary>): Ternary {
  return not(every([...values].map(not)));
}

export function not(value: Ternary): Ternary {
  return value === 'unknown' ? value : ternary(value === 'no');
}

export function ternary(value: boolean): Ternary {
  return value ? 'yes' : 'no';
}
