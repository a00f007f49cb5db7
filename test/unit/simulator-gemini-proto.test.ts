import { schemaProblems } from '../../src/simulator/gemini/model/schema-problems.ts';
import type { Field, Message } from '../../src/simulator/gemini/wire/fields.ts';
import { normalised } from '../../src/simulator/gemini/wire/normalised.ts';
import { violationsIn } from '../../src/simulator/gemini/wire/proto.ts';
import {
  batchEmbedMessage,
  createBatchMessage,
  createFileMessage,
  generateContentMessage,
} from '../../src/simulator/gemini/wire/requests.ts';

const notRepeating = (name: string, at: string) =>
  `Invalid JSON payload received. Unknown name "${name}"${at === '' ? '' : ` at '${at}'`}: Proto field is not repeating, cannot start list.`;
const typePrefix = 'type.googleapis.com/google.ai.generativelanguage.v1beta';
const problemsOf = (body: unknown, message: Message = generateContentMessage) =>
  violationsIn(body, message).map(({ description }) => description);

const withSchema = (schema: unknown) => ({ generationConfig: { responseSchema: schema } });
const withPart = (part: unknown) => ({ contents: [{ parts: [part] }] });
const withParameters = (parameters: unknown) => ({ tools: [{ functionDeclarations: [{ name: 'f', parameters }] }] });

test.each([
  ['a list for a body', [], 'Invalid JSON payload received. Unknown name "": Root element must be a message.'],
  ['text for a body', 'x', 'Invalid JSON payload received. Unknown name "": Root element must be a message.'],
  ['a list for a message', { systemInstruction: [{ parts: [] }] }, notRepeating('systemInstruction', '')],
  ['in snake_case too', { generation_config: [{}] }, notRepeating('generation_config', '')],
  ['a list for text', withPart({ text: ['x'] }), notRepeating('text', 'contents[0].parts[0]')],
  [
    'a list for an enum',
    withSchema({ type: ['STRING', 'NULL'] }),
    notRepeating('type', 'generation_config.response_schema'),
  ],
  [
    'a list for a type in a function',
    withParameters({ type: 'OBJECT', properties: { a: { type: ['string', 'null'] } } }),
    notRepeating('type', 'tools[0].function_declarations[0].parameters.properties[0].value'),
  ],
  ['a list for a number', { generationConfig: { topK: [1] } }, notRepeating('topK', 'generation_config')],
  ['a list for a flag', { store: [true] }, notRepeating('store', '')],
  [
    'a list for items',
    withSchema({ type: 'ARRAY', items: [{}] }),
    notRepeating('items', 'generation_config.response_schema'),
  ],
  [
    'a list for a map',
    withSchema({ type: 'OBJECT', properties: [{}] }),
    "Invalid value at 'generation_config.response_schema.properties' (Map), Cannot bind a list to map for field 'properties'.",
  ],
  ['a number for text', withPart({ text: 1 }), "Invalid value at 'contents[0].parts[0].text' (TYPE_STRING), 1"],
  [
    'a number in an enum of texts',
    withParameters({ type: 'INTEGER', enum: [1] }),
    "Invalid value at 'tools[0].function_declarations[0].parameters.enum[0]' (TYPE_STRING), 1",
  ],
  [
    'text for a message',
    { systemInstruction: 'Be kind.' },
    `Invalid value at 'system_instruction' (${typePrefix}.Content), "Be kind."`,
  ],
  [
    'half a number',
    { generationConfig: { maxOutputTokens: 1.5 } },
    "Invalid value at 'generation_config.max_output_tokens' (TYPE_INT32), 1.5",
  ],
  [
    'a number of more than 32 bits',
    { generationConfig: { seed: 2 ** 31 } },
    "Invalid value at 'generation_config.seed' (TYPE_INT32), 2147483648",
  ],
  [
    'text that is no number',
    { generationConfig: { temperature: 'warm' } },
    `Invalid value at 'generation_config.temperature' (TYPE_FLOAT), "warm"`,
  ],
  ['a word for a flag', { store: 'yes please' }, `Invalid value at 'store' (TYPE_BOOL), "yes please"`],
  ['a number for a flag', { store: 1 }, "Invalid value at 'store' (TYPE_BOOL), 1"],
  [
    'an unknown enum value',
    { safetySettings: [{ category: 'HARM_CATEGORY_RUDE' }] },
    `Invalid value at 'safety_settings[0].category' (${typePrefix}.HarmCategory), "HARM_CATEGORY_RUDE"`,
  ],
  [
    'what is not base64',
    withPart({ inlineData: { mimeType: 'image/png', data: 'a*b' } }),
    `Invalid value at 'contents[0].parts[0].inline_data.data' (TYPE_BYTES), Base64 decoding failed for "a*b"`,
  ],
  [
    'text for a Struct',
    withPart({ functionCall: { name: 'f', args: 'x' } }),
    `Invalid value at 'contents[0].parts[0].function_call.args' (type.googleapis.com/google.protobuf.Struct), "x"`,
  ],
  [
    'two members of a oneof',
    withPart({ text: 'x', inlineData: { mimeType: 'a/b', data: '' } }),
    "Invalid value at 'contents[0].parts[0]' (oneof), oneof field 'data' is already set. Cannot set 'inlineData'",
  ],
  [
    'a keyword of JSON Schema',
    withParameters({ type: 'OBJECT', properties: { a: { type: 'NUMBER', exclusiveMinimum: 0 } } }),
    `Invalid JSON payload received. Unknown name "exclusiveMinimum" at 'tools[0].function_declarations[0].parameters.properties[0].value': Cannot find field.`,
  ],
])('refuses %s', (_what, body, description) => {
  expect(problemsOf(body)).toEqual([description]);
});

test.each([
  ['a single turn and part', { contents: { parts: { text: 'x' } } }],
  ['a single tool', { tools: { googleSearch: {} } }],
  ['a single stop sequence', { generationConfig: { stopSequences: 'x' } }],
  ['null for anything', { contents: null, generationConfig: { topK: null, stopSequences: null }, tools: [null] }],
  ['numbers as text', { generationConfig: { topK: '3', temperature: '0.5', seed: '7' } }],
  ['whole numbers with a point', { generationConfig: { maxOutputTokens: 5.0 } }],
  ['64-bit numbers as text', withSchema({ type: 'ARRAY', items: { type: 'STRING' }, minItems: '9007199254740993' })],
  ['flags as text', { store: 'true' }],
  ['enums in any case, or as numbers', withSchema({ type: 'object', properties: { a: { type: 3 } } })],
  ['base64 for addresses, without padding', withPart({ inlineData: { mimeType: 'a/b', data: '-_-_YQ' } })],
  ['base64 in lines', withPart({ inlineData: { mimeType: 'a/b', data: 'AAAA\nYQ==' } })],
  ['any value where any fits', { generationConfig: { responseJsonSchema: { type: ['string', 'null'] } } }],
  ['snake_case', { generation_config: { stop_sequences: ['x'], response_mime_type: 'text/plain' } }],
])('takes %s', (_what, body) => {
  expect(problemsOf(body)).toEqual([]);
});

/** Every field of every message with the path to it, single values around it. */
function fieldsOf(message: Message, path: string[] = [], seen: string[] = []): { path: string[]; field: Field }[] {
  if (seen.includes(message.name)) return [];
  return Object.entries(message.fields()).flatMap(([name, field]) => [
    { path: [...path, name], field },
    ...(field.kind === 'message' ? fieldsOf(field.message, [...path, name], [...seen, message.name]) : []),
  ]);
}

const nested = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight((inside, name) => ({ [name]: inside }), value);

test.each([
  ['generateContent', generateContentMessage],
  ['embeddings', batchEmbedMessage],
  ['an upload', createFileMessage],
  ['a job', createBatchMessage(generateContentMessage)],
])('no single field of %s takes a list, and every one takes null', (_name, message) => {
  const all = fieldsOf(message);
  const single = all.filter(({ field }) => !field.repeated && field.kind !== 'any');
  expect(single.length).toBeGreaterThan(3);
  expect(single.filter(({ path }) => problemsOf(nested(path, [{}]), message).length === 0)).toEqual([]);
  expect(all.filter(({ path }) => problemsOf(nested(path, null), message).length > 0)).toEqual([]);
});

test('brings a body into one form', () => {
  const body = {
    contents: { parts: { text: 'x' } },
    generation_config: {
      top_k: '3',
      stop_sequences: 'end',
      response_schema: { type: 'array', items: { type: 'string' } },
    },
    safetySettings: [[{ category: 'harm-category-harassment', threshold: null }], null],
    store: 'true',
    labels: { some_key: 'v' },
  };
  expect(normalised(body, generateContentMessage)).toEqual({
    contents: [{ parts: [{ text: 'x' }] }],
    generationConfig: { topK: 3, stopSequences: ['end'], responseSchema: { type: 'ARRAY', items: { type: 'STRING' } } },
    safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT' }],
    store: true,
    labels: { some_key: 'v' },
  });
});

test.each([
  [
    'a format',
    { type: 'STRING', format: 'uri' },
    "* s.format: only 'enum' and 'date-time' are supported for STRING type",
  ],
  [
    'a format',
    { type: 'INTEGER', format: 'uint' },
    "* s.format: only 'int32' and 'int64' are supported for INTEGER type",
  ],
  ['an empty enum value', { type: 'STRING', enum: ['a', ''] }, '* s.enum[1]: cannot be empty'],
  ['an enum of another type', { type: 'NUMBER', enum: ['1'] }, '* s.enum: only allowed for STRING type'],
  ['no type', { description: 'd' }, '* s.type: must be specified when not using one_of, any_of or all_of fields'],
  ['no properties', { type: 'OBJECT' }, '* s.properties: should be non-empty for OBJECT type'],
  ['no items', { type: 'ARRAY' }, '* s.items: missing field.'],
  [
    'a format further in',
    { type: 'OBJECT', properties: { a: { type: 'ARRAY', items: { type: 'STRING', format: 'email' } } } },
    "* s.properties[a].items.format: only 'enum' and 'date-time' are supported for STRING type",
  ],
])('a schema is refused for %s', (_what, schema, problem) => {
  expect(schemaProblems(schema, 's')).toEqual([problem]);
});

test.each([
  { type: 'STRING', format: 'date-time' },
  { type: 'STRING', format: 'enum', enum: ['a'] },
  { type: 'INTEGER', format: 'int64' },
  { type: 'NUMBER', format: 'double' },
  { type: 'BOOLEAN' },
])('a schema is taken: %j', (schema) => {
  expect(schemaProblems(schema, 's')).toEqual([]);
});
