import { z } from 'zod';
import { maxNesting, nestingOf } from './nesting.ts';

/** A body that does not fit; its message is one sentence that names the field. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

/**
 * Reads the JSON of a request; an empty body is `{}`.
 *
 * @throws BadInput with a sentence about the first thing that does not fit.
 */
export function readBody<T>(schema: z.ZodType<T>, bytes: Buffer): T {
  const parsed = schema.safeParse(jsonOf(bytes), { error: inWords });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = z.core.toDotPath(issue?.path ?? []) || 'The body';
  throw new BadInput(`${field} ${issue?.message ?? 'does not fit'}.`);
}

function jsonOf(bytes: Buffer): unknown {
  const text = bytes.toString('utf8').trim();
  if (text === '') return {};
  if (nestingOf(text) > maxNesting) throw new BadInput('The body is nested too deeply.');
  try {
    return JSON.parse(text);
  } catch {
    throw new BadInput('The body is not JSON.');
  }
}

/** The rest of a sentence that begins with the name of the field; undefined leaves the wording to zod. */
function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${named(issue.expected)}`;
    case 'unrecognized_keys':
      return `has an unknown field ${JSON.stringify(issue.keys[0])}`;
    case 'invalid_union':
      return Array.isArray(issue.options) ? `must be one of ${issue.options.join(', ')}` : undefined;
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.join(', ')}`;
    case 'too_small':
      return bound(issue.origin, issue.minimum, 'at least');
    case 'too_big':
      return bound(issue.origin, issue.maximum, 'at most');
    case 'invalid_format':
      return issue.format === 'url' ? 'must be a URL' : undefined;
    default:
      return undefined;
  }
}

function bound(origin: string, limit: number | bigint, words: string): string {
  if (origin === 'string') return `must have ${words} ${limit} character${limit === 1 ? '' : 's'}`;
  if (origin === 'array') return `must have ${words} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `must be ${words} ${limit}`;
}

function named(type: string): string {
  if (type === 'int') return 'a whole number';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
