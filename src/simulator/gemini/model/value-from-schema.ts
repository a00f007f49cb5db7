import type { SeededRandom } from '../../core/random.ts';
import { readSchema, type Schema } from './schema.ts';

const deepest = 40;
const mostValues = 5000;
/** From here on arrays stay empty and what may be null is null, so that schemas that contain themselves come to an end. */
const sparseFrom = 4;

/** A value that fits a schema, the same for the same random stream: enum first, every property, bounds kept. */
export function valueFromSchema(value: unknown, random: SeededRandom, root: unknown = value): unknown {
  let made = 0;

  function make(part: unknown, depth: number): unknown {
    const schema = readSchema(part, root);
    if (depth > deepest || ++made > mostValues || (depth > sparseFrom && schema.nullable)) return null;
    if (schema.enum && schema.enum.length > 0) return schema.enum[0];
    switch (schema.type) {
      case 'object':
        return Object.fromEntries(schema.properties.map(([name, property]) => [name, make(property, depth + 1)]));
      case 'array':
        return listed(schema, depth).map((item) => make(item, depth + 1));
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

  return make(value, 0);
}

/** The schemas of the items that an array gets. */
function listed(schema: Schema, depth: number): unknown[] {
  if (schema.prefixItems) return schema.prefixItems;
  const usual = depth > sparseFrom ? 0 : 2;
  const wanted = Math.max(schema.minItems ?? 0, Math.min(usual, schema.maxItems ?? usual));
  return Array.from({ length: wanted }, () => schema.items ?? {});
}

function numberWithin(schema: Schema, random: SeededRandom): number {
  const least = schema.minimum ?? Math.min(0, schema.maximum ?? 0);
  const most = schema.maximum ?? least + 10;
  const whole = Math.ceil(least) + Math.floor(random() * (Math.floor(most) - Math.ceil(least) + 1));
  return Math.min(most, Math.max(least, whole));
}

function textOf(schema: Schema, random: SeededRandom): string {
  if (schema.format === 'date-time') return '2026-01-01T00:00:00Z';
  if (schema.format === 'date') return '2026-01-01';
  if (schema.format === 'time') return '12:00:00Z';
  const text = `text ${Math.floor(random() * 1000)}`.padEnd(schema.minLength ?? 0, '.');
  return text.slice(0, schema.maxLength ?? text.length);
}
