import type { AddProblem } from './values.ts';

type Form = { pattern: RegExp; first: string; last: string };

const forms: Record<string, Form> = {
  date: { pattern: /^\d{4}-\d{2}-\d{2}$/, first: '1900-01-01', last: '2100-12-31' },
  time: { pattern: /^\d{2}:[0-5]\d$/, first: '00:00', last: '23:59' },
  datetime: {
    pattern: /^\d{4}-\d{2}-\d{2}T\d{2}:[0-5]\d$/,
    first: '1900-01-01T00:00',
    last: '2100-12-31T23:59',
  },
};

/** The rules for `initial`, `max` and `min` of a date picker ("Date and time format"); `max` must be after `min`. */
export function dateRules(action: Record<string, unknown>, add: AddProblem): void {
  const form = forms[String(action.mode)];
  if (!form) return;
  for (const key of ['initial', 'max', 'min']) {
    const value = action[key];
    if (typeof value === 'string' && !fits(value.toUpperCase(), form)) add('invalid date', key);
  }
  const { max, min } = action;
  if (typeof max === 'string' && typeof min === 'string' && max.toUpperCase() <= min.toUpperCase()) {
    add('must be greater than min', 'max');
  }
}

function fits(value: string, { pattern, first, last }: Form): boolean {
  return pattern.test(value) && value >= first && value <= last;
}
