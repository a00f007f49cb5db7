import { isRecord } from '../wire/json.ts';

/** Formats that each type may have; none given counts as any type's. */
const formats: Record<string, readonly string[]> = {
  STRING: ['enum', 'date-time'],
  INTEGER: ['int32', 'int64'],
  NUMBER: ['float', 'double'],
};

/**
 * What Gemini refuses in a schema of the OpenAPI subset ("Structured outputs"; `responseSchema`, parameters of functions),
 * one line for each problem: arrays without items, objects without properties, required properties that do not exist,
 * schemas without a type, formats that the type does not have, enums of other types, empty enum values.
 */
export function schemaProblems(schema: unknown, path: string): string[] {
  if (!isRecord(schema)) return [];
  const type = typeof schema.type === 'string' ? schema.type.toUpperCase() : undefined;
  const properties = isRecord(schema.properties) ? schema.properties : {};
  const inside = [
    ...Object.entries(properties).flatMap(([name, member]) => schemaProblems(member, `${path}.properties[${name}]`)),
    ...schemaProblems(schema.items, `${path}.items`),
    ...(Array.isArray(schema.anyOf) ? schema.anyOf : []).flatMap((member: unknown, index) =>
      schemaProblems(member, `${path}.any_of[${index}]`),
    ),
  ];
  const ofValues = [...enumProblems(schema.enum, type, path), ...formatProblems(schema.format, type, path)];
  if (type === undefined || type === 'TYPE_UNSPECIFIED') {
    const hasAlternatives = Array.isArray(schema.anyOf) && schema.anyOf.length > 0;
    const problem = `* ${path}.type: must be specified when not using one_of, any_of or all_of fields`;
    return hasAlternatives ? inside : [problem, ...ofValues, ...inside];
  }
  const has = Object.keys(properties);
  return [
    ...ofValues,
    ...(type === 'ARRAY' && schema.items === undefined ? [`* ${path}.items: missing field.`] : []),
    ...(type === 'OBJECT' && has.length === 0 ? [`* ${path}.properties: should be non-empty for OBJECT type`] : []),
    ...(type !== 'OBJECT' && has.length > 0 ? [`* ${path}.properties: only allowed for OBJECT type`] : []),
    ...(type === 'OBJECT' ? undefinedRequired(schema.required, has, path) : []),
    ...inside,
  ];
}

function enumProblems(values: unknown, type: string | undefined, path: string): string[] {
  if (!Array.isArray(values) || values.length === 0) return [];
  if (type !== 'STRING') return [`* ${path}.enum: only allowed for STRING type`];
  return values.flatMap((value, index) => (value === '' ? [`* ${path}.enum[${index}]: cannot be empty`] : []));
}

function formatProblems(format: unknown, type: string | undefined, path: string): string[] {
  const allowed = formats[type ?? ''];
  if (!allowed || typeof format !== 'string' || format === '' || allowed.includes(format)) return [];
  const [first, second] = allowed;
  return [`* ${path}.format: only '${first}' and '${second}' are supported for ${type} type`];
}

function undefinedRequired(required: unknown, has: readonly string[], path: string): string[] {
  if (!Array.isArray(required)) return [];
  return required.flatMap((name: unknown, index) =>
    typeof name === 'string' && has.includes(name) ? [] : [`* ${path}.required[${index}]: property is not defined`],
  );
}

const branching = ['items', 'anyOf', 'oneOf', 'prefixItems', 'additionalProperties'];

/** How many objects and arrays are nested in a schema of either kind; counting stops behind `limit`. */
export function nestingOf(schema: unknown, limit: number): number {
  if (limit < 0 || (!isRecord(schema) && !Array.isArray(schema))) return 0;
  if (Array.isArray(schema)) return deepest(schema, limit);
  const named = [schema.properties, schema.$defs].flatMap((members) =>
    isRecord(members) ? Object.values(members) : [],
  );
  const nested = deepest([...named, ...branching.map((name) => schema[name])], limit - 1);
  const types = [schema.type].flat().map((type) => String(type).toLowerCase());
  return nested + (types.includes('object') || types.includes('array') ? 1 : 0);
}

function deepest(schemas: readonly unknown[], limit: number): number {
  return schemas.reduce((most: number, schema) => Math.max(most, nestingOf(schema, limit)), 0);
}
