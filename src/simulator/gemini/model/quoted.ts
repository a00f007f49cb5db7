import { findNames } from '../world/names.ts';

const quotes = [/「([^「」\n]{1,80})」/, /『([^『』\n]{1,80})』/, /“([^“”\n]{1,80})”/];
/** A JSON string; the second group tells that it is a member's name. */
const jsonStrings = /"((?:[^"\\\n]|\\.){1,300})"(\s*:)?/g;

/** The value of a line `Label: value`, without quotation marks around it. */
function labelled(prompt: string, label: string): string | undefined {
  const line = new RegExp(`^\\W*${label}\\s*[:：]\\s*(.+)$`, 'imu').exec(prompt)?.[1]?.trim();
  if (line === undefined) return undefined;
  return /^["「『“]/u.test(line) ? (firstQuoted(line) ?? line) : line;
}

/** The first text in quotation marks; one in double quotes may be escaped as JSON. */
function firstQuoted(prompt: string): string | undefined {
  const values = [...prompt.matchAll(jsonStrings)].filter((match) => match[2] === undefined);
  const found = [...values, ...quotes.map((pattern) => pattern.exec(prompt))].filter((match) => match !== null);
  const first = found.toSorted((a, b) => a.index - b.index)[0];
  return first?.[0].startsWith('"') ? unescaped(first[0], first[1]) : first?.[1];
}

function unescaped(json: string, otherwise: string | undefined): string | undefined {
  try {
    const text: unknown = JSON.parse(json);
    return typeof text === 'string' ? text : otherwise;
  } catch {
    return otherwise;
  }
}

/** The restaurant that a prompt asks about: a line `Restaurant: …`, a known name, a quoted name, else the prompt itself. */
export function restaurantAskedFor(prompt: string): string {
  return labelled(prompt, 'restaurant') ?? findNames(prompt)[0]?.name ?? firstQuoted(prompt) ?? prompt.trim();
}

/** The place that somebody typed: a line `Place: …`, a quoted text, else the prompt itself. */
export function placeAskedFor(prompt: string): string {
  return labelled(prompt, '(?:place|area|location)') ?? firstQuoted(prompt) ?? prompt;
}

/** The word in capitals that a prompt wants on a single line in place of an answer when nothing is found. */
export function markerAskedFor(prompt: string): string | undefined {
  return /\bsingle line ([A-Z][A-Z_]{3,40})\b/.exec(prompt)?.[1];
}
