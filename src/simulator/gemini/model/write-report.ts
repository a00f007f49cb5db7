import type { SeededRandom } from '../../core/random.ts';
import { type Language, languageAskedFor, languageOfScript } from '../world/language.ts';
import { restaurantAskedFor } from './quoted.ts';
import { type ReviewLine, reviewLinesOf } from './review-lines.ts';
import { readSchema, type Schema } from './schema.ts';
import { valueFromSchema } from './value-from-schema.ts';
import { disagreementsOf, type ReportClaim, verdictOf } from './verdict.ts';

const fieldNames = [
  'verdict',
  'signatureDishes',
  'praise',
  'complaints',
  'price',
  'queue',
  'suits',
  'tips',
  'disagreements',
] as const;
type Field = (typeof fieldNames)[number];

const isField = (name: string): name is Field => fieldNames.some((field) => field === name);

/** Whether a schema wants a report: an object with at least two of its fields. */
export function wantsReport(schema: unknown): boolean {
  return readSchema(schema).properties.filter(([name]) => isField(name)).length >= 2;
}

/** A report in the shape of the schema, made of the prompt's review lines by topic and mood. */
export function writeReport(prompt: string, schema: unknown, random: SeededRandom): unknown {
  const lines = reviewLinesOf(prompt);
  const language = languageAskedFor(prompt) ?? languageOfScript(lines.map((line) => line.text).join(''));
  return Object.fromEntries(
    readSchema(schema).properties.map(([name, value]) => {
      const member = readSchema(value, schema);
      if (isField(name)) return [name, fill(member, claimsFor(name, lines, language), schema, random)];
      if (/^(?:name|placeName|restaurant)$/.test(name)) return [name, restaurantAskedFor(prompt)];
      return [name, valueFromSchema(value, random, schema)];
    }),
  );
}

const elsewhere = new Set(['price', 'queue', 'suits', 'tips']);

function claimsFor(field: Field, lines: readonly ReviewLine[], language: Language): ReportClaim[] {
  const pick = (fits: (line: ReviewLine) => boolean) => lines.filter(fits);
  switch (field) {
    case 'verdict':
      return [verdictOf(lines, language)];
    case 'signatureDishes':
      return pick((line) => line.topic === 'dishes' && line.mood !== 'bad');
    case 'praise':
      return pick((line) => line.mood === 'good' && line.topic !== 'dishes' && !elsewhere.has(line.topic ?? ''));
    case 'complaints':
      return pick((line) => line.mood === 'bad' && !elsewhere.has(line.topic ?? ''));
    case 'disagreements':
      return disagreementsOf(lines, language);
    case 'price':
    case 'queue':
    case 'suits':
    case 'tips':
      return pick((line) => line.topic === field);
  }
}

const defaultClaims = 3;

function fill(schema: Schema, claims: readonly ReportClaim[], root: unknown, random: SeededRandom): unknown {
  if (schema.type !== 'array') return claims[0] ? shape(schema, claims[0], root, random) : null;
  const item = readSchema(schema.items, root);
  return claims.slice(0, schema.maxItems ?? defaultClaims).map((claim) => shape(item, claim, root, random));
}

function shape(schema: Schema, claim: ReportClaim, root: unknown, random: SeededRandom): unknown {
  if (schema.type !== 'object') return claim.text.slice(0, schema.maxLength ?? claim.text.length);
  return Object.fromEntries(
    schema.properties.map(([name, value]) => {
      const member = readSchema(value, root);
      if (member.type === 'array') return [name, claim.sources.slice(0, member.maxItems ?? claim.sources.length)];
      if (member.type === 'string') return [name, claim.text.slice(0, member.maxLength ?? claim.text.length)];
      return [name, valueFromSchema(value, random, root)];
    }),
  );
}
