import type { Dice } from './random.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Words that mean something to objects, or to those who read our texts. */
const words = [
  '',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '0',
  '-1',
  '1e309',
  '🍜👨‍👩‍👧‍👦',
  '\u202Emoc.evil',
  '\u0000',
  '\uD83D',
  '../../etc/passwd',
  'http://169.254.169.254/latest/meta-data',
  "' OR 1=1 --",
  '${7*7}{{7*7}}',
  'status',
  'cancel',
  'help',
  'v1.analyse.01JZ.0.key',
  'U0123456789abcdef0123456789abcdef',
] as const;

const numbers = [0, -0, -1, 1.5, 2 ** 31, 2 ** 53 + 1, -(2 ** 63), 1e308, 5e-324, 180.0001, 90] as const;

/** Members that change an object when they are assigned carelessly. */
const pollution = '{"polluted":true,"toString":null,"type":"text","text":"polluted"}';

/**
 * One change of a JSON text: something deleted, doubled, swapped, deepened, made of another type or very long. A text
 * that earlier changes have made unreadable stays as it is.
 *
 * @param largestBytes how long the text may become.
 */
export function mutateJson(text: string, dice: Dice, largestBytes: number): string {
  const places = placesOf(text);
  const place = dice.pickOf(places);
  if (!place) return text;
  const written = JSON.stringify(place.value);
  const room = Math.max(0, largestBytes - Buffer.byteLength(text));
  const change = dice.pick(changes)({ written, place, places, dice, room });
  return place.before + change + place.after;
}

/** A value of the body with the text around it; the three together are the whole body. */
type Place = { value: Json; before: string; after: string };
type Change = (input: { written: string; place: Place; places: Place[]; dice: Dice; room: number }) => string;

const changes: readonly [Change, ...Change[]] = [
  ({ dice }) => JSON.stringify(dice.pick(words)),
  ({ dice }) => String(dice.pick(numbers)),
  ({ dice }) => dice.pick(['null', 'true', '{}', '[]', '1e400', '-1e400', '123456789012345678901234567890', '""']),
  ({ places, dice }) => JSON.stringify(dice.pickOf(places)?.value ?? null),
  ({ written }) => JSON.stringify(written),
  ({ written }) => (/^"-?\d/.test(written) ? written.slice(1, -1) : `[${written}]`),
  ({ written }) => `{"value":${written}}`,
  ({ written, dice, room }) => deepened(written, Math.min(1 + dice.below(dice.onceIn(20) ? 100_000 : 200), room / 2)),
  ({ written, dice, room }) => repeated(written, 2 + dice.below(dice.onceIn(40) ? 100_000 : 20), room),
  ({ dice, room }) =>
    JSON.stringify(
      dice
        .pick(words)
        .repeat(1 + dice.below(dice.onceIn(20) ? 100_000 : 400))
        .slice(0, room / 7),
    ),
  ({ dice }) => `{"__proto__":${pollution},"constructor":{"prototype":${pollution}},"n":${dice.below(9)}}`,
  ({ written, dice }) =>
    withMember(written, `"${dice.pick(['__proto__', 'constructor', 'x', 'type', 'toJSON', 'then'])}":${pollution}`),
  ({ written, dice }) => withoutMember(written, dice),
  ({ written, dice }) => withMemberTwice(written, dice),
];

const deepened = (written: string, depth: number) => '['.repeat(depth) + written + ']'.repeat(depth);

/** The elements of a list again and again, or a list of one value. */
function repeated(written: string, copies: number, room: number): string {
  const elements = /^\[.+\]$/s.test(written) ? written.slice(1, -1) : written;
  const most = Math.max(1, Math.min(copies, Math.floor(room / (elements.length + 1))));
  return `[${Array.from({ length: most }, () => elements).join(',')}]`;
}

function membersOf(written: string): string[] | undefined {
  const value: Json = JSON.parse(written);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${JSON.stringify(member)}`);
}

/** Objects get one more member, first or last; other values stay. */
function withMember(written: string, member: string): string {
  const members = membersOf(written);
  return members ? `{${[member, ...members, member].join(',')}}` : written;
}

function withoutMember(written: string, dice: Dice): string {
  const members = membersOf(written);
  return members ? `{${members.toSpliced(dice.below(members.length), 1).join(',')}}` : 'null';
}

/** The same name twice: the last one counts, the first is what a careless reader finds. */
function withMemberTwice(written: string, dice: Dice): string {
  const members = membersOf(written) ?? [];
  const name = /^"[^"]+"/.exec(dice.pickOf(members) ?? '')?.[0];
  return name ? `{${[...members, `${name}:${JSON.stringify(dice.pick(words))}`].join(',')}}` : written;
}

/** Deeper than any body of the vendors; below it one level is like the other. */
const deepestChange = 12;

/** Every value of a body. */
function placesOf(text: string): Place[] {
  const places: Place[] = [];
  const look = (value: Json, before: string, after: string, depth: number) => {
    places.push({ value, before, after });
    if (typeof value !== 'object' || value === null || depth === deepestChange) return;
    const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
    const items = Array.isArray(value)
      ? value.map((item) => ({ name: '', item }))
      : Object.entries(value).map(([name, item]) => ({ name: `${JSON.stringify(name)}:`, item }));
    const written = items.map(({ name, item }) => name + JSON.stringify(item));
    for (const [at, { name, item }] of items.entries()) {
      const head = [...written.slice(0, at), name].join(',');
      const tail = written.slice(at + 1).map((other) => `,${other}`);
      look(item, `${before}${open}${head}`, `${tail.join('')}${close}${after}`, depth + 1);
    }
  };
  try {
    look(JSON.parse(text), '', '', 0);
  } catch {
    return [];
  }
  return places;
}
