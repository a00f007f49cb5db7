import type { SeededRandom } from '../../core/random.ts';
import { readSchema, type Schema } from './schema.ts';

const deepest = 12;

/** A value that fits a schema, the same for the same random stream: enum first, every property, bounds kept. */
export function valueFromSchema(value: unknown, random: SeededRandom, root: unknown = value, depth = 0): unknown {
  const schema = readSchema(value, root);
  if (depth > deepest) return null;
  if (schema.enum && schema.enum.length > 0) return schema.enum[0];
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        schema.properties.map(([name, property]) => [name, valueFromSchema(property, random, root, depth + 1)]),
      );
    case 'array':
      return arrayOf(schema, random, root, depth);
    case 'integer':
      return Math.round(numberWithin(schema, random));
    case 'number':
      return numberWithin(schema, random);
    case 'boolean':
      return random() < 0.5;
    case 'null':
      return null;
    default:
      return textOf(schema, random);
  }
}

function arrayOf(schema: Schema, random: SeededRandom, root: unknown, depth: number): unknown[] {
  if (schema.prefixItems) return schema.prefixItems.map((item) => valueFromSchema(item, random, root, depth + 1));
  const wanted = Math.max(schema.minItems ?? 0, Math.min(2, schema.maxItems ?? 2));
  return Array.from({ length: wanted }, () => valueFromSchema(schema.items ?? {}, random, root, depth + 1));
}

function numberWithin(schema: Schema, random: SeededRandom): number {
  const least = schema.minimum ?? Math.min(0, schema.maximum ?? 0);
  const most = schema.maximum ?? least + 10;
  return Math.min(most, least + Math.floor(random() * (most - least + 1)));
}

function textOf(schema: Schema, random: SeededRandom): string {
  if (schema.format === 'date-time') return '2026-01-01T00:00:00Z';
  if (schema.format === 'date') return '2026-01-01';
  const text = `text ${Math.floor(random() * 1000)}`.padEnd(schema.minLength ?? 0, '.');
  return text.slice(0, schema.maxLength ?? text.length);
}
