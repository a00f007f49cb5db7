import { z } from 'zod';

/** Part of the Gemini API's `Schema` that a report needs; types are written in upper case. */
export type GeminiSchema = {
  type: 'OBJECT' | 'ARRAY' | 'STRING' | 'INTEGER';
  description?: string;
  properties?: Record<string, GeminiSchema>;
  propertyOrdering?: string[];
  required?: string[];
  items?: GeminiSchema;
  maxItems?: number;
};

const node = z.object({
  type: z.enum(['object', 'array', 'string', 'integer']),
  description: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  maxItems: z.number().optional(),
});

const typeNames = { object: 'OBJECT', array: 'ARRAY', string: 'STRING', integer: 'INTEGER' } as const;

/**
 * Turns a JSON Schema without references into the form of `responseSchema` ("Structured outputs"): upper-case types and
 * `propertyOrdering`, which without it is alphabetical. Throws `ZodError` for anything that a report does not use.
 */
export function geminiSchema(jsonSchema: unknown): GeminiSchema {
  const { type, description, properties, required, items, maxItems } = node.parse(jsonSchema);
  return {
    type: typeNames[type],
    ...(description && { description }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, geminiSchema(value)])),
      propertyOrdering: Object.keys(properties),
      required: required ?? [],
    }),
    ...(items !== undefined && { items: geminiSchema(items) }),
    ...(maxItems !== undefined && { maxItems }),
  };
}
