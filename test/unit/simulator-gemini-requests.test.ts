import { nestingOf, schemaProblems } from '../../src/simulator/gemini/model/schema-problems.ts';
import { valueFromSchema } from '../../src/simulator/gemini/model/value-from-schema.ts';
import { camelCased } from '../../src/simulator/gemini/wire/json.ts';
import { violationsIn } from '../../src/simulator/gemini/wire/proto.ts';
import {
  createBatchMessage,
  embedContentMessage,
  generateContentMessage,
} from '../../src/simulator/gemini/wire/requests.ts';

const descriptionsOf = (body: unknown, message = generateContentMessage) =>
  violationsIn(body, message).map(({ description }) => description);

const unknownName = (name: string, path: string) =>
  `Invalid JSON payload received. Unknown name "${name}"${path && ` at '${path}'`}: Cannot find field.`;

const create = (request: object) => ({ batch: { inputConfig: { requests: { requests: [{ request }] } } } });

describe('members of a request', () => {
  test.each([
    ['camelCase', { contents: [], generationConfig: { maxOutputTokens: 5, responseSchema: { minItems: '1' } } }],
    ['snake_case', { contents: [], generation_config: { max_output_tokens: '5', response_schema: { min_items: 1 } } }],
    ['one value for a list', { contents: { parts: { text: 'x' } }, tools: { google_maps: {} } }],
    ['null for nothing', { contents: null, tools: null, toolConfig: { retrievalConfig: { latLng: null } } }],
    ['lower-case types', { generationConfig: { responseSchema: { type: 'object', properties: {} } } }],
    ['a setting of an older spelling', { generationConfig: { _responseJsonSchema: { const: 1, anything: 2 } } }],
    ['schemas of any kind as JSON Schema', { generationConfig: { responseJsonSchema: { const: 1, $defs: {} } } }],
    ['arguments of functions', { contents: [{ parts: [{ functionCall: { name: 'f', args: { my_x: {} } } }] }] }],
  ])('are known in %s', (_what, body) => {
    expect(descriptionsOf(body)).toEqual([]);
  });

  test.each([
    ['at the top', { nope: 1 }, unknownName('nope', '')],
    ['inside', { generationConfig: { tools: [] } }, unknownName('tools', 'generation_config')],
    ['as they were spelt', { system_instructions: {} }, unknownName('system_instructions', '')],
    ['in lists', { contents: [{}, { parts: [{ txt: 'x' }] }] }, unknownName('txt', 'contents[1].parts[0]')],
    [
      'of other platforms',
      { tools: [{ googleSearch: { excludeDomains: [] } }] },
      unknownName('excludeDomains', 'tools[0].google_search'),
    ],
    [
      'in properties, which are numbered',
      { generationConfig: { responseSchema: { properties: { a: {}, b: { const: 1 } } } } },
      unknownName('const', 'generation_config.response_schema.properties[1].value'),
    ],
    ['named like a member of every object', { constructor: 1 }, unknownName('constructor', '')],
  ])('are unknown %s', (_where, body, description) => {
    expect(descriptionsOf(body)).toEqual([description]);
  });

  test.each([
    [
      { generationConfig: { temperature: 'hot' } },
      `Invalid value at 'generation_config.temperature' (TYPE_FLOAT), "hot"`,
    ],
    [{ contents: [{ parts: [{ text: 5 }] }] }, "Invalid value at 'contents[0].parts[0].text' (TYPE_STRING), 5"],
    [
      { systemInstruction: 'be kind' },
      `Invalid value at 'system_instruction' (type.googleapis.com/google.ai.generativelanguage.v1beta.Content), "be kind"`,
    ],
    [
      { generationConfig: { responseSchema: { type: 'TEXT' } } },
      `Invalid value at 'generation_config.response_schema.type' (type.googleapis.com/google.ai.generativelanguage.v1beta.Type), "TEXT"`,
    ],
    [
      { safetySettings: [{ threshold: 'NEVER' }] },
      `Invalid value at 'safety_settings[0].threshold' (type.googleapis.com/google.ai.generativelanguage.v1beta.SafetySetting.HarmBlockThreshold), "NEVER"`,
    ],
  ])('have values of the right type: %j', (body, description) => {
    expect(descriptionsOf(body)).toEqual([description]);
  });

  test('are checked in every item of a job, and in embeddings by their own names', () => {
    const path = 'batch.input_config.requests.requests[0].request';
    const generate = createBatchMessage(generateContentMessage);
    expect(violationsIn(create({ content: {} }), generate)).toEqual([
      { field: path, description: unknownName('content', path) },
    ]);
    expect(violationsIn(create({ content: {} }), createBatchMessage(embedContentMessage))).toEqual([]);
  });

  test('may not be nested without end', () => {
    const deep = Array.from({ length: 5000 }).reduce((items: object) => ({ type: 'ARRAY', items }), { type: 'STRING' });
    const [first] = descriptionsOf({ generationConfig: { responseSchema: deep } });
    expect(first).toMatch(/^Invalid JSON payload received. Message too deep/);
  });
});

test('null is as good as nothing, but for what the caller may say', () => {
  expect(camelCased({ a_b: null, metadata: { key: null }, response_schema: { default: null, enum: ['x'] } })).toEqual({
    metadata: { key: null },
    responseSchema: { default: null, enum: ['x'] },
  });
});

test('every problem of a response schema has a line with its place', () => {
  const schema = {
    type: 'OBJECT',
    required: ['list', 'gone'],
    properties: {
      list: { type: 'ARRAY' },
      empty: { type: 'OBJECT' },
      untyped: { description: 'what?' },
      either: { anyOf: [{ type: 'STRING' }, { type: 'ARRAY' }] },
      text: { type: 'STRING', properties: { a: { type: 'STRING' } } },
    },
  };
  expect(schemaProblems(schema, 'schema')).toEqual([
    '* schema.required[1]: property is not defined',
    '* schema.properties[list].items: missing field.',
    '* schema.properties[empty].properties: should be non-empty for OBJECT type',
    '* schema.properties[untyped].type: must be specified when not using one_of, any_of or all_of fields',
    '* schema.properties[either].any_of[1].items: missing field.',
    '* schema.properties[text].properties: only allowed for OBJECT type',
  ]);
  expect(schemaProblems({ type: 'array', items: { type: 'integer' } }, 'schema')).toEqual([]);
});

test('nesting counts objects and arrays, in either kind of schema', () => {
  const openApi = { type: 'OBJECT', properties: { a: { type: 'ARRAY', items: { type: 'STRING' } } } };
  const jsonSchema = { type: ['object', 'null'], properties: { a: { anyOf: [{ type: 'array', items: {} }] } } };
  expect([openApi, jsonSchema, { type: 'STRING' }, undefined].map((schema) => nestingOf(schema, 9))).toEqual([
    2, 2, 0, 0,
  ]);
});

const random = () => 0.5;

describe('a made-up value', () => {
  test('follows references inside references and takes the alternative that is not null', () => {
    const schema = {
      $defs: {
        outer: { type: 'object', properties: { inner: { anyOf: [{ type: 'null' }, { $ref: '#/$defs/inner' }] } } },
        inner: { $ref: '#/$defs/seven' },
        seven: { type: 'integer', minimum: 7, maximum: 7 },
      },
      $ref: '#/$defs/outer',
    };
    expect(valueFromSchema(schema, random)).toEqual({ inner: 7 });
  });

  test('comes to an end when the schema contains itself', () => {
    const node = {
      type: 'object',
      properties: {
        left: { $ref: '#/$defs/node' },
        right: { $ref: '#/$defs/node' },
        all: { type: 'array', items: { $ref: '#/$defs/node' } },
      },
    };
    const text = JSON.stringify(valueFromSchema({ $defs: { node }, $ref: '#/$defs/node' }, random));
    expect(text.length).toBeLessThan(500_000);
    expect(valueFromSchema({ $ref: '#' }, random)).toEqual(expect.any(String));
  });

  test('keeps narrow bounds, and null where nothing else fits', () => {
    expect(valueFromSchema({ type: 'number', minimum: 0.2, maximum: 0.8 }, random)).toBe(0.8);
    expect(valueFromSchema({ type: 'null' }, random)).toBeNull();
    expect(valueFromSchema({ type: 'STRING', format: 'date-time' }, random)).toBe('2026-01-01T00:00:00Z');
  });
});
