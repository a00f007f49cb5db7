import { z } from 'zod';
import { type CountingMode, type LengthUnit, lengthOf } from './lengths.ts';

/** Which of LINE's two ways to report an error holds: for request fields, or inside a Flex, template or textV2 message. */
export type ErrorFamily = 'field' | 'message';

/** How texts are judged in one place, and what is taken that LINE's documents do not have. */
export type TextRules = { mode: CountingMode; family: ErrorFamily; leniency?: Leniency };

/** What LINE's own examples send although its documents do not have it; nothing of it is taken unless said. */
export type Leniency = { flexSpacer?: 'taken' | 'refused'; quickReplyItemType?: 'optional' | 'required' };

/** Limits of a text; `max` in `unit`, which defaults to UTF-16 code units; `missing`: what is said when it is absent. */
export type TextLimit = { max: number; min?: 0 | 1; unit?: LengthUnit; missing?: string };

/** A text of 1 (or `min`) to `max` units. In strict mode a lone surrogate is refused as well. */
export function text(rules: TextRules, limit: TextLimit) {
  const { max, min = 1, unit = 'utf16', missing } = limit;
  const error = (issue: { input?: unknown }) => (issue.input === undefined ? missing : undefined);
  return z.string({ error }).superRefine((value, context) => {
    const message = textProblem(rules, value, { max, min, unit });
    if (message) context.addIssue({ code: 'custom', message });
  });
}

function textProblem(rules: TextRules, value: string, limit: Required<Omit<TextLimit, 'missing'>>): string | undefined {
  if (value.length === 0 && limit.min > 0) return rules.family === 'field' ? 'May not be empty' : 'must be specified';
  if (lengthOf(value, limit.unit, rules.mode) > limit.max) {
    return rules.family === 'field'
      ? `Length must be between 0 and ${limit.max}`
      : `must not be longer than ${limit.max} characters`;
  }
  if (rules.mode === 'strict' && /\p{Surrogate}/u.test(value)) return 'invalid text';
  return undefined;
}

/** A URI of one of the schemes, in at most `max` UTF-16 units. */
export function uri(rules: TextRules, schemes: readonly string[], max: number) {
  return text(rules, { max }).superRefine((value, context) => {
    if (value === '' || (isUri(value) && schemes.includes(value.slice(0, value.indexOf(':')).toLowerCase()))) return;
    context.addIssue({ code: 'custom', message: 'invalid uri' });
  });
}

/** An HTTPS URL of at most 2000 units: images, icons, videos. */
export function mediaUrl(rules: TextRules) {
  return uri(rules, ['https'], 2000);
}

function isUri(value: string): boolean {
  // Percent-encoding is asked for, but the live API takes raw non-ASCII text in a query; blanks it does not.
  return !/\s/.test(value) && URL.canParse(value);
}

/** A list of `min` to `max` entries. */
export function list<T extends z.ZodType>(entry: T, min: number, max: number) {
  const message = `Size must be between ${min} and ${max}`;
  return z.array(entry).min(min, { error: message }).max(max, { error: message });
}

/** Adds a problem at a path below the value at hand. */
export type AddProblem = (message: string, ...path: (string | number)[]) => void;

/** Adds a rule that runs even when other rules have already failed, so that all problems are reported together. */
export function also<T extends z.ZodType>(
  schema: T,
  rule: (value: Record<string, unknown>, add: AddProblem) => void,
): T {
  return schema.superRefine(
    (value, context) => {
      if (!isRecord(value)) return;
      rule(value, (message, ...path) => context.addIssue({ code: 'custom', message, path }));
    },
    { when: () => true },
  );
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
