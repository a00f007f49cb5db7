import { z } from 'zod';

const longestQuote = 64;

const message = z.looseObject({ type: z.string(), text: z.string().optional(), altText: z.string().optional() });
const withMessages = z.looseObject({ messages: z.array(message) });
const withMessage = z.looseObject({ message: z.string() });
const withError = z.looseObject({ error: z.looseObject({ message: z.string() }) });

/** A text in quotation marks on one line, cut where it is long. */
export function quoted(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return `“${line.length > longestQuote ? `${line.slice(0, longestQuote - 1).trimEnd()}…` : line}”`;
}

/** What the messages of a send request say, e.g. `“Working on it” and 1 more`. */
export function saidIn(body: unknown): string {
  const [first, ...more] = withMessages.safeParse(body).data?.messages ?? [];
  if (!first) return 'nothing';
  const said = first.text ?? first.altText;
  const words = said === undefined ? `a message of type ${first.type}` : quoted(said);
  return more.length > 0 ? `${words} and ${more.length} more` : words;
}

/** What an error answer says, in LINE's or Google's form. */
export function complaintIn(body: unknown): string | undefined {
  const said = withMessage.safeParse(body).data?.message ?? withError.safeParse(body).data?.error.message;
  return said || undefined;
}

/** Status and duration of a call, e.g. `200 in 14 ms`. */
export function outcome(status: number | undefined, durationMs: number): string {
  return status === undefined ? 'no answer' : `${status} in ${milliseconds(durationMs)}`;
}

/** A duration in whole milliseconds. */
export function milliseconds(durationMs: number): string {
  return `${Math.max(0, Math.round(durationMs))} ms`;
}

/** A resource name that fits into a line, e.g. `batches/t65fq1…`. */
export function shortName(name: string): string {
  return name.replace(/^(\w+\/\w{6})\w+$/, '$1…');
}
