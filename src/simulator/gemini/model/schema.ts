import { z } from 'zod';
import { isRecord } from '../wire/json.ts';

const count = z
  .union([z.number(), z.string().transform(Number)])
  .optional()
  .catch(undefined);

const node = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  propertyOrdering: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  prefixItems: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  enum: z.array(z.unknown()).optional(),
  format: z.string().optional(),
  minItems: count,
  maxItems: count,
  minimum: count,
  maximum: count,
  minLength: count,
  maxLength: count,
  $ref: z.string().optional(),
});

/** One level of a response schema, in either spelling: the OpenAPI subset or JSON Schema ("Structured outputs"). */
export type Schema = Omit<z.infer<typeof node>, 'type' | 'properties'> & {
  /** Lower case; the first that is not null. */
  type: string | undefined;
  /** In the order in which the answer has to have them. */
  properties: [name: string, schema: unknown][];
};

/** Reads one level; follows a `$ref` into the `$defs` of `root`. */
export function readSchema(value: unknown, root: unknown = value): Schema {
  const parsed = node.safeParse(value);
  if (!parsed.success) return { type: undefined, properties: [], items: undefined };
  if (parsed.data.$ref) return readSchema(definition(root, parsed.data.$ref), undefined);
  if (parsed.data.anyOf?.[0] !== undefined && !parsed.data.type) return readSchema(parsed.data.anyOf[0], root);
  const types = [parsed.data.type ?? []].flat().map((type) => type.toLowerCase());
  const properties = Object.entries(parsed.data.properties ?? {});
  const order = parsed.data.propertyOrdering ?? [];
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return {
    ...parsed.data,
    type: types.find((type) => type !== 'null') ?? (properties.length > 0 ? 'object' : undefined),
    properties: properties.toSorted((a, b) => rank(a[0]) - rank(b[0])),
  };
}

function definition(root: unknown, ref: string): unknown {
  const definitions = isRecord(root) ? root.$defs : undefined;
  return isRecord(definitions) ? definitions[ref.split('/').at(-1) ?? ''] : undefined;
}
