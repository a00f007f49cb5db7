import type { SeededRandom } from '../../core/random.ts';
import { type Language, languageAskedFor, languageOfScript } from '../world/language.ts';
import type { Topic } from '../world/opinion.ts';
import { audienceOf } from './audience.ts';
import { type ReviewLine, reviewLinesOf } from './review-lines.ts';
import { readSchema, type Schema } from './schema.ts';
import { valueFromSchema } from './value-from-schema.ts';

/** Which place is for whom, and why. */
type Recommendation = { place: number; forWhom: string; line: ReviewLine };

/** Where a schema wants recommendations: a list of objects with the number of a place and numbers of sources. */
type RecommendationList = { property: string; list: Schema; item: Schema };

const isPlaceNumber = (name: string) => /^(?:place|restaurant)/i.test(name);
const isAudience = (name: string) => /whom|audience|guests|occasion/i.test(name);

/** Finds the property of a schema that wants to know which of several places suits whom. */
export function recommendationListIn(schema: unknown): RecommendationList | undefined {
  for (const [property, value] of readSchema(schema).properties) {
    const list = readSchema(value, schema);
    const item = readSchema(list.items, schema);
    const has = (type: string, fits: (name: string) => boolean) =>
      item.properties.some(([name, member]) => fits(name) && readSchema(member, schema).type === type);
    if (list.type !== 'array' || !has('string', isAudience)) continue;
    if (has('integer', isPlaceNumber) && has('array', () => true)) return { property, list, item };
  }
  return undefined;
}

const defaultClaims = 4;

/** Says in the shape of the schema which of the prompt's places suits whom, each claim with the numbers of its line. */
export function writeComparison(
  prompt: string,
  schema: unknown,
  { property, list, item }: RecommendationList,
  random: SeededRandom,
): unknown {
  const places = placesIn(prompt);
  const language = languageAskedFor(prompt) ?? languageOfScript(places.map(({ text }) => text).join(''));
  const recommended = recommend(places, language).slice(0, list.maxItems ?? defaultClaims);
  return Object.fromEntries(
    readSchema(schema).properties.map(([name, value]) => [
      name,
      name === property
        ? recommended.map((each) => shape(item, each, schema, random))
        : valueFromSchema(value, random, schema),
    ]),
  );
}

const placeLine = /^(?:restaurant|place)\s+(\d+)\s*[:：].*$/gimu;

/** The places of a prompt: a line `Restaurant 2: …` each, and what follows it up to the next. */
function placesIn(prompt: string): { place: number; text: string }[] {
  const found = [...prompt.matchAll(placeLine)];
  return found.map((match, index) => ({
    place: Number(match[1]),
    text: prompt.slice(match.index, found[index + 1]?.index),
  }));
}

/** What tells places apart comes first. */
const telling: readonly (Topic | undefined)[] = [
  'suits',
  'price',
  'queue',
  'atmosphere',
  'portions',
  'service',
  'dishes',
  'taste',
  undefined,
];

/** Each place in turn gets the guests that its praise names best and that no place has got yet, in two rounds. */
function recommend(places: { place: number; text: string }[], language: Language): Recommendation[] {
  const taken = new Set<string>();
  const praise = places.map(({ place, text }) => {
    const lines = reviewLinesOf(text).filter((line) => line.mood !== 'bad' && telling.includes(line.topic));
    return { place, lines: lines.toSorted((a, b) => telling.indexOf(a.topic) - telling.indexOf(b.topic)) };
  });
  return [...praise, ...praise].flatMap(({ place, lines }) => {
    const line = lines.find((each) => !taken.has(audienceOf(each, language)));
    if (!line) return [];
    const forWhom = audienceOf(line, language);
    taken.add(forWhom);
    return [{ place, forWhom, line }];
  });
}

function shape(item: Schema, { place, forWhom, line }: Recommendation, root: unknown, random: SeededRandom): unknown {
  return Object.fromEntries(
    item.properties.map(([name, value]) => {
      const member = readSchema(value, root);
      if (member.type === 'integer' && isPlaceNumber(name)) return [name, place];
      if (member.type === 'array') return [name, line.sources.slice(0, member.maxItems ?? line.sources.length)];
      if (member.type !== 'string') return [name, valueFromSchema(value, random, root)];
      const said = isAudience(name) ? forWhom : line.text;
      return [name, said.slice(0, member.maxLength ?? said.length)];
    }),
  );
}
