import { createGroundedText } from '../../src/simulator/gemini/model/grounded-text.ts';
import { placeAskedFor, restaurantAskedFor } from '../../src/simulator/gemini/model/quoted.ts';
import { reviewLinesOf } from '../../src/simulator/gemini/model/review-lines.ts';
import { valueFromSchema } from '../../src/simulator/gemini/model/value-from-schema.ts';
import { camelCased, parseBody, parseLenientBody } from '../../src/simulator/gemini/wire/json.ts';

test('member names become camelCase and names that the caller chose stay', () => {
  expect(
    camelCased({
      tool_config: { retrieval_config: { lat_lng: { latitude: 1 } } },
      generation_config: { response_schema: { properties: { my_name: { type: 'ARRAY', min_items: 1 } } } },
      webhook_config: { user_metadata: { survey_id: 's' } },
      metadata: { my_key: 'k' },
    }),
  ).toEqual({
    toolConfig: { retrievalConfig: { latLng: { latitude: 1 } } },
    generationConfig: { responseSchema: { properties: { my_name: { type: 'ARRAY', minItems: 1 } } } },
    webhookConfig: { userMetadata: { survey_id: 's' } },
    metadata: { my_key: 'k' },
  });
});

test('an empty body is an empty object and single quotes are taken only where curl samples need them', () => {
  expect(parseBody(Buffer.alloc(0))).toEqual({});
  expect(() => parseBody(Buffer.from("{'a': 1}"))).toThrow('Invalid JSON payload');
  expect(parseLenientBody(Buffer.from(`{'file': {'display_name': 'Bob"s'}}`))).toEqual({
    file: { display_name: 'Bob"s' },
  });
  expect(() => parseLenientBody(Buffer.from('{nothing'))).toThrow('Invalid JSON payload');
});

test('segment offsets count bytes and a start of zero is left out', () => {
  const prose = createGroundedText();
  prose.sayFrom('牛肉麵', [0]);
  prose.say('，');
  prose.sayFrom('好吃', [1, 2]);
  expect(prose.supports()).toEqual([
    { segment: { endIndex: 9, text: '牛肉麵' }, groundingChunkIndices: [0] },
    { segment: { startIndex: 12, endIndex: 18, text: '好吃' }, groundingChunkIndices: [1, 2] },
  ]);
});

test('review lines carry their numbers, merge when equal, and unknown ones are judged by their words', () => {
  const prompt = [
    '[1] 店員親切，會主動介紹菜色。',
    '- [2,4] The soup was delicious',
    '[3] 店員親切，會主動介紹菜色。',
    'not one [1]',
  ];
  expect(reviewLinesOf(prompt.join('\n'))).toEqual([
    { text: '店員親切，會主動介紹菜色。', sources: [1, 3], topic: 'service', mood: 'good', dish: undefined },
    { text: 'The soup was delicious', sources: [2, 4], topic: 'taste', mood: 'good' },
  ]);
});

const random = () => 0.5;

test('a value keeps to its schema, in both spellings', () => {
  expect(
    valueFromSchema(
      {
        type: 'OBJECT',
        properties: {
          size: { type: 'STRING', enum: ['small', 'large'] },
          scores: { type: 'ARRAY', minItems: '3', items: { type: 'INTEGER', minimum: 4, maximum: 6 } },
          open: { type: 'BOOLEAN' },
        },
        propertyOrdering: ['scores', 'size', 'open'],
      },
      random,
    ),
  ).toEqual({ scores: [5, 5, 5], size: 'small', open: false });
  const jsonSchema = {
    type: 'object',
    properties: { a: { type: ['null', 'string'], maxLength: 3 }, b: { $ref: '#/$defs/n' } },
    $defs: { n: { type: 'number', maximum: 2 } },
  };
  expect(valueFromSchema(jsonSchema, random)).toEqual({ a: 'tex', b: 1 });
});

test.each([
  ['Restaurant: 鼎泰豐', '鼎泰豐'],
  ['Look.\n- Restaurant: "Bob\\"s \\u00e9cole"\nLanguage: en', 'Bob"s école'],
  ['Reviews of 金樹牛肉麵小館, please, not of "another one".', '金樹牛肉麵小館'],
  ['「小巷」的評價', '小巷'],
  ['{"task": "Joe\'s"}', "Joe's"],
])('in %j the restaurant is %s', (prompt, name) => {
  expect(restaurantAskedFor(prompt)).toBe(name);
});

test('a typed place stands on its line, in quotation marks, or alone', () => {
  expect(placeAskedFor('Find food.\nPlace: Namba')).toBe('Namba');
  expect(placeAskedFor('Find food near "Namba".')).toBe('Namba');
  expect(placeAskedFor('Namba')).toBe('Namba');
});
