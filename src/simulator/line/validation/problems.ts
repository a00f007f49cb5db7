import { z } from 'zod';
import type { ErrorDetail } from '../errors.ts';
import { type ErrorFamily, isRecord } from './values.ts';

/** A problem with where it is; `malformed` marks a value of a wrong JSON type. */
export type Problem = { message: string; path: PropertyKey[]; malformed: boolean };

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

/** Checks a value and returns the problems in LINE's wording for one family of errors. */
export function problemsOf(schema: z.ZodType, value: unknown, family: ErrorFamily): Problem[] {
  const result = schema.safeParse(value, { error: (issue) => wording(issue, family) });
  if (result.success) return [];
  return result.error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ message: 'invalid property', path: [...issue.path, key], malformed: false }));
    }
    return [{ message: issue.message, path: issue.path, malformed: issue.message === malformedMark }];
  });
}

const malformedMark = '(malformed)';

function wording(issue: RawIssue, family: ErrorFamily): string {
  const missing = issue.input === undefined;
  if (family === 'message') return missing ? 'must be specified' : 'invalid property';
  switch (issue.code) {
    case 'invalid_type':
      if (!missing) return malformedMark;
      return issue.expected === 'string' ? 'May not be empty' : 'must be specified';
    case 'invalid_value':
      return missing ? 'must be specified' : `Must be one of the following values: [${issue.values.join(', ')}]`;
    case 'invalid_union':
      if (lacksDiscriminator(issue)) return 'May not be empty';
      return `Must be one of the following values: [${'options' in issue && Array.isArray(issue.options) ? issue.options.join(', ') : ''}]`;
    default:
      return 'invalid value';
  }
}

/** Whether an object is of no kind because it has no `type` at all. */
function lacksDiscriminator(issue: RawIssue): boolean {
  const key = 'discriminator' in issue ? issue.discriminator : undefined;
  return typeof key === 'string' && isRecord(issue.input) && issue.input[key] === undefined;
}

/** `messages[0].quickReply.items[3].action`: the form of request fields. */
export function fieldPath(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

/** `/footer/contents/2`: the form inside a Flex container. */
export function pointer(path: readonly PropertyKey[]): string {
  return `/${path.map(String).join('/')}`;
}

/** The problems as `details`. */
export function details(
  problems: readonly Problem[],
  toProperty: (path: readonly PropertyKey[]) => string,
): ErrorDetail[] {
  return problems.map((problem) => ({
    message: problem.malformed ? 'invalid property' : problem.message,
    property: toProperty(problem.path),
  }));
}
