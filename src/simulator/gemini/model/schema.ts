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
  oneOf: z.array(z.unknown()).optional(),
  enum: z.array(z.unknown()).optional(),
  format: z.string().optional(),
  nullable: z.boolean().optional().catch(undefined),
  minItems: count,
  maxItems: count,
  minimum: count,
  maximum: count,
  minLength: count,
  maxLength: count,
  $ref: z.string().optional(),
});

/** One level of a response schema, in either spelling: the OpenAPI subset or JSON Schema ("Structured outputs"). */
export type Schema = Omit<z.infer<typeof node>, 'type' | 'nullable' | 'properties'> & {
  /** Lower case; the first that is not null. */
  type: string | undefined;
  /** Whether null fits as well. */
  nullable: boolean;
  /** In the order in which the answer has to have them. */
  properties: [name: string, schema: unknown][];
};

const unreadable: Schema = { type: undefined, nullable: false, properties: [], items: undefined };
/** References and alternatives that are followed to one level. */
const mostSteps = 20;

/** Reads one level; takes the first alternative, and follows a `$ref` into the `$defs` of `root`. */
export function readSchema(value: unknown, root: unknown = value, steps = 0): Schema {
  const parsed = node.safeParse(value);
  if (!parsed.success || steps > mostSteps) return unreadable;
  const { $ref, anyOf, oneOf, type, properties = {}, propertyOrdering = [] } = parsed.data;
  if ($ref) return readSchema(definition(root, $ref), root, steps + 1);
  const alternatives = anyOf ?? oneOf ?? [];
  const alternative = alternatives.find((schema) => !isNull(schema));
  if (alternative !== undefined && !type) {
    const chosen = readSchema(alternative, root, steps + 1);
    return { ...chosen, nullable: chosen.nullable || alternatives.some(isNull) };
  }
  const types = [type ?? []].flat().map((name) => name.toLowerCase());
  const rank = (name: string) =>
    propertyOrdering.includes(name) ? propertyOrdering.indexOf(name) : propertyOrdering.length;
  const named = Object.entries(properties);
  return {
    ...parsed.data,
    type: types.find((name) => name !== 'null') ?? types[0] ?? (named.length > 0 ? 'object' : undefined),
    nullable: parsed.data.nullable === true || types.includes('null'),
    properties: named.toSorted((a, b) => rank(a[0]) - rank(b[0])),
  };
}

const isNull = (schema: unknown) => isRecord(schema) && String(schema.type).toLowerCase() === 'null';

function definition(root: unknown, ref: string): unknown {
  if (ref === '#') return root;
  const definitions = isRecord(root) ? root.$defs : undefined;
  return isRecord(definitions) ? definitions[ref.split('/').at(-1) ?? ''] : undefined;
}
