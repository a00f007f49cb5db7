import type { SeededRandom } from '../../core/random.ts';
import { findNames } from '../world/names.ts';
import { readSchema, type Schema } from './schema.ts';
import { valueFromSchema } from './value-from-schema.ts';

/** Where a schema wants a list of restaurants: at its root or in one of its properties. */
type PlaceList = { property: string | undefined; list: Schema; item: Schema };

/** Finds an array of objects with a string `name` in a schema. */
export function placeListIn(schema: unknown): PlaceList | undefined {
  const root = readSchema(schema);
  const candidates: [string | undefined, Schema][] =
    root.type === 'array'
      ? [[undefined, root]]
      : root.properties.map(([name, property]) => [name, readSchema(property, schema)]);
  for (const [property, list] of candidates) {
    if (list.type !== 'array') continue;
    const item = readSchema(list.items, schema);
    if (item.properties.some(([name, p]) => name === 'name' && isText(readSchema(p, schema)))) {
      return { property, list, item };
    }
  }
  return undefined;
}

const isText = (schema: Schema) => schema.type === 'string' || schema.type === undefined;

/**
 * The restaurants that a text names, in order, each with what the text says about it, in the shape of the schema;
 * undefined when it names none.
 */
export function extractNames(prompt: string, schema: unknown, place: PlaceList, random: SeededRandom): unknown {
  const found = mentions(prompt).slice(0, place.list.maxItems ?? 10);
  if (found.length === 0) return undefined;
  const list = found.map(({ name, about }) =>
    Object.fromEntries(
      place.item.properties.map(([property, value]) => {
        if (property === 'name') return [property, name];
        const member = readSchema(value, schema);
        if (!isText(member) || member.enum) return [property, valueFromSchema(value, random, schema)];
        return [property, about.slice(0, member.maxLength ?? about.length)];
      }),
    ),
  );
  if (place.property === undefined) return list;
  const others = readSchema(schema).properties.filter(([name]) => name !== place.property);
  return Object.fromEntries([
    [place.property, list],
    ...others.map(([name, value]) => [name, valueFromSchema(value, random, schema)]),
  ]);
}

/** Entries of a list such as `*   **name**: what is said of it`; else every name that the simulator knows, or bold text. */
function mentions(text: string): { name: string; about: string }[] {
  const entries = boldTexts(text, /^\s*[*-]\s+\*\*([\s\S]{1,400}?)\*\*(?=[:：])/gmu);
  const known = findNames(text).map(({ name, at }) => ({ name, end: at + name.length }));
  const inOrder = [entries, known, boldTexts(text, /\*\*([^*\n]{1,60})\*\*/gu)].find((list) => list.length > 0) ?? [];
  const byName = new Map<string, string>();
  for (const { name, end } of inOrder) {
    if (!byName.get(name)) byName.set(name, clauseAfter(text, end));
  }
  return [...byName].map(([name, about]) => ({ name, about }));
}

function boldTexts(text: string, pattern: RegExp): { name: string; end: number }[] {
  return [...text.matchAll(pattern)].map((m) => ({
    name: m[1]?.replace(/[:：]$/, '').trim() ?? '',
    end: m.index + m[0].length,
  }));
}

/** The clause that follows a name on its line: what the prose says it is known for. */
function clauseAfter(text: string, end: number): string {
  const line = text.slice(end, end + 300).split('\n')[0] ?? '';
  const clause = /^[\s*:："」』"”)）,，、—–-]*([^,，、。.;；]+)/u.exec(line)?.[1]?.trim() ?? '';
  return findNames(clause).length > 0 ? '' : clause.slice(0, 80);
}
