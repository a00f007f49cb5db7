import type { GeminiSimulator } from '../../src/simulator/gemini/simulator.ts';
import { call, model, startStage, taipei } from './simulator-gemini-support.ts';

const contents = [{ role: 'user', parts: [{ text: 'hello' }] }];
const json = { responseMimeType: 'application/json' };
const maps = { tools: [{ googleMaps: {} }], toolConfig: { retrievalConfig: { latLng: taipei } } };

const ask = (simulator: GeminiSimulator, body: object, version = 'v1beta', name = model) =>
  call(simulator, 'POST', `/${version}/models/${name}:generateContent`, body);

const nested = (depth: number): object =>
  depth === 0 ? { type: 'STRING' } : { type: 'ARRAY', items: nested(depth - 1) };

const deep = (depth: number) => ({ contents, generationConfig: { ...json, responseJsonSchema: nested(depth) } });

describe('a request with members that the API does not have', () => {
  const body = { contents, generationConfig: { responseSchem: {} }, nonsense: 1 };
  const first = `Invalid JSON payload received. Unknown name "responseSchem" at 'generation_config': Cannot find field.`;
  const second = 'Invalid JSON payload received. Unknown name "nonsense": Cannot find field.';

  test('is refused with all of them, in the message and in the details', async () => {
    const { simulator } = await startStage();
    expect(await ask(simulator, body)).toEqual({
      status: 400,
      body: {
        error: {
          code: 400,
          message: `${first}\n${second}`,
          status: 'INVALID_ARGUMENT',
          details: [
            {
              '@type': 'type.googleapis.com/google.rpc.BadRequest',
              fieldViolations: [{ field: 'generation_config', description: first }, { description: second }],
            },
          ],
        },
      },
    });
    expect(simulator.bill()).toEqual([]);
  });

  test.each([
    ['countTokens', { contents, generationConfig: {} }],
    ['batchGenerateContent', { batch: { inputConfig: { fileName: 'files/x' } }, displayName: 'x' }],
    ['asyncBatchEmbedContent', { batch: { src: 'files/x' } }],
    ['embedContent', { contents }],
    ['batchEmbedContents', { requests: [{ contents }] }],
  ])('is refused by %s too', async (method, given) => {
    const { simulator } = await startStage();
    const name = /embed/i.test(method) ? 'gemini-embedding-2' : model;
    const answer = await call(simulator, 'POST', `/v1beta/models/${name}:${method}`, given);
    expect(answer.body.error.message).toMatch(/^Invalid JSON payload received. Unknown name "/);
  });

  test('is refused when an upload starts', async () => {
    const { simulator } = await startStage();
    const answer = await call(simulator, 'POST', '/upload/v1beta/files', { file: { displyName: 'x' } });
    expect(answer.body.error.message).toContain(`Unknown name "displyName" at 'file'`);
  });

  test('passes when the settings say so', async () => {
    const { simulator } = await startStage({ unknownFields: 'ignore' });
    expect((await ask(simulator, body)).status).toBe(200);
  });
});

test('the published fields of v1 are fewer, when the settings ask for them', async () => {
  const { simulator } = await startStage({ v1Fields: 'published' });
  const refused = await ask(simulator, { contents, ...maps, systemInstruction: contents[0] }, 'v1');
  expect(refused.body.error.message.match(/Unknown name "(\w+)": /g)).toHaveLength(3);
  expect((await ask(simulator, { contents, ...maps }, 'v1beta')).status).toBe(200);
  expect((await ask(simulator, { contents }, 'v1')).status).toBe(200);
});

describe('a request that does not make sense', () => {
  test.each([
    ['without contents', {}, 'contents is not specified'],
    [
      'without parts',
      { contents: [{ parts: [] }] },
      '* GenerateContentRequest.contents[0].parts: contents.parts must not be empty.\n',
    ],
    [
      'with a part of nothing',
      { contents: [...contents, { parts: [{ thought: true }] }] },
      "* GenerateContentRequest.contents[1].parts[0].data: required oneof field 'data' must have one initialized field\n",
    ],
    [
      'of an unknown role',
      { contents: [{ ...contents[0], role: 'assistant' }] },
      'Please use a valid role: user, model.',
    ],
    [
      'with a safety category of another time',
      { contents, safetySettings: [{ category: 'HARM_CATEGORY_TOXICITY', threshold: 'BLOCK_NONE' }] },
      '* GenerateContentRequest.safety_settings[0]: element predicate failed: $.category in (HarmCategory.',
    ],
    [
      'with both kinds of schema',
      { contents, generationConfig: { ...json, responseSchema: nested(1), responseJsonSchema: {} } },
      'Only one of',
    ],
    [
      'with a schema of nothing',
      { contents, generationConfig: { ...json, responseSchema: { type: 'OBJECT' } } },
      '* GenerateContentRequest.generation_config.response_schema.properties: should be non-empty for OBJECT type\n',
    ],
    [
      'with a schema that is too deep',
      { contents, generationConfig: { ...json, responseSchema: nested(33) } },
      'A schema in GenerationConfig in the request exceeds the maximum allowed nesting depth.',
    ],
    [
      'for a picture of a model that draws none',
      { contents, generationConfig: { responseModalities: ['IMAGE'] } },
      'Image output',
    ],
  ])('is refused: %s', async (_what, body, message) => {
    const { simulator } = await startStage();
    const answer = await ask(simulator, body);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 400, status: 'INVALID_ARGUMENT' } } });
    expect(answer.body.error.message).toContain(message);
  });

  test('has 32 levels of schema at most, or as many as the settings say', async () => {
    const { simulator } = await startStage();
    expect((await ask(simulator, deep(32))).status).toBe(200);
    const { simulator: shallow } = await startStage({ maxSchemaDepth: 2 });
    expect((await ask(shallow, deep(2))).status).toBe(200);
    expect((await ask(shallow, deep(3))).status).toBe(400);
  });

  test('is 403 when it names a cache, of which there are none', async () => {
    const { simulator } = await startStage();
    const answer = await ask(simulator, { contents, cachedContent: 'cachedContents/x' });
    expect(answer.body.error).toMatchObject({ code: 403, message: 'CachedContent not found (or permission denied)' });
  });

  test('is refused when it is larger than the settings say', async () => {
    const { simulator } = await startStage({ maxRequestBytes: 1000 });
    const path = `/v1beta/models/${model}:generateContent`;
    const message = async (body: string) => (await call(simulator, 'POST', path, body)).body.error.message;
    expect(await message('x'.repeat(1001))).toBe('Request payload size exceeds the limit: 1000 bytes.');
    expect(await message('x'.repeat(1000))).toContain('Invalid JSON payload');
  });
});

test('safety settings bring harmless ratings of their categories', async () => {
  const { simulator } = await startStage();
  const safetySettings = [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_ONLY_HIGH' }];
  const { body } = await ask(simulator, { contents, safetySettings });
  expect(body).toMatchObject({
    candidates: [{ safetyRatings: [{ category: 'HARM_CATEGORY_HARASSMENT', probability: 'NEGLIGIBLE' }] }],
  });
});

describe('Google Maps with JSON', () => {
  const byMimeType = { contents, ...maps, generationConfig: json };
  const format = {
    text: { mimeType: 'APPLICATION_JSON', schema: { type: 'object', properties: { a: { type: 'string' } } } },
  };
  const byFormat = { contents, ...maps, generationConfig: { responseFormat: format } };

  test('is refused in either form', async () => {
    const { simulator } = await startStage();
    for (const body of [byMimeType, byFormat]) {
      expect((await ask(simulator, body)).body.error).toEqual({
        code: 400,
        message: "Google Maps tool with a response mime type: 'application/json' is unsupported",
        status: 'INVALID_ARGUMENT',
      });
    }
  });

  test('works by responseFormat when the settings say so, with the sources beside it', async () => {
    const { simulator } = await startStage({ mapsWithResponseFormat: true });
    const { body } = await ask(simulator, byFormat);
    expect(body).toMatchObject({
      candidates: [
        {
          content: { parts: [{ text: expect.stringMatching(/^\{"a":"/) }] },
          groundingMetadata: { groundingChunks: expect.arrayContaining([{ maps: expect.anything() }]) },
        },
      ],
    });
    expect((await ask(simulator, byMimeType)).status).toBe(400);
  });
});

describe('the list of models', () => {
  test('comes in pages', async () => {
    const { simulator } = await startStage();
    const all = (await call(simulator, 'GET', '/v1beta/models')).body;
    const names: unknown[] = [];
    let token: string | undefined = '';
    while (token !== undefined) {
      const { body } = await call(simulator, 'GET', `/v1beta/models?pageSize=5&pageToken=${token}`);
      expect(body.models.length).toBeLessThanOrEqual(5);
      names.push(...body.models);
      token = body.nextPageToken;
    }
    expect(names).toEqual(all.models);
    expect(names[0]).toMatchObject({ name: 'models/gemini-3.8-flash', version: '3.8-flash', outputTokenLimit: 65_536 });
    expect((await call(simulator, 'GET', '/v1beta/models/gemini-9')).body.error).toMatchObject({
      status: 'NOT_FOUND',
      message: 'Model is not found: models/gemini-9 for api version v1beta',
    });
  });

  test('grows by those of the settings, which answer calls and jobs', async () => {
    const { simulator, ai } = await startStage({ moreModels: ['models/gemini-9-flash'] });
    const name = 'gemini-9-flash';
    expect((await ask(simulator, { contents }, 'v1beta', name)).status).toBe(200);
    expect((await ai.batches.create({ model: name, src: [{ contents: 'x' }] })).model).toBe(`models/${name}`);
    expect((await call(simulator, 'GET', '/v1beta/models')).body.models.at(-1)).toMatchObject({
      name: `models/${name}`,
    });
    expect(simulator.bill()[0]?.priceMicroUsd).toBeGreaterThan(0);
  });

  test.each([
    ['pageSize=many', `Invalid value at 'page_size' (TYPE_INT32), "many"`],
    ['page_size=-1', 'page_size must not be negative.'],
    ['pageToken=nonsense', 'Invalid page token.'],
  ])('cannot be asked for with %s', async (query, message) => {
    const { simulator } = await startStage();
    for (const list of ['models', 'files', 'batches', 'webhooks']) {
      const answer = await call(simulator, 'GET', `/v1beta/${list}?${query}`);
      expect(answer).toMatchObject({ status: 400, body: { error: { message } } });
    }
  });
});

test('tokens are counted of contents, of a whole request, and of nothing else', async () => {
  const { simulator } = await startStage();
  const count = async (body: object) =>
    (await call(simulator, 'POST', `/v1beta/models/${model}:countTokens`, body)).body;
  expect(await count({ contents })).toEqual({
    totalTokens: 2,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: 2 }],
  });
  const systemInstruction = { parts: [{ text: 'be kind' }] };
  expect(
    await count({ generateContentRequest: { model: `models/${model}`, contents, systemInstruction } }),
  ).toMatchObject({ totalTokens: 4 });
  expect((await count({})).error).toMatchObject({
    code: 400,
    message: expect.stringContaining('contents is not specified'),
  });
});

describe('embeddings at once', () => {
  const name = 'gemini-embedding-2';
  const content = { parts: [{ text: 'a' }] };
  type Vectors = { embedding: { values: number[] }; embeddings: { values: number[] }[] };

  async function embed(method: string, body: object) {
    const { simulator } = await startStage();
    return call(simulator, 'POST', `/v1beta/models/${name}:${method}`, body);
  }

  test('have 3072 numbers unless asked for fewer', async () => {
    const one = (await embed('embedContent', { content })).body as unknown as Vectors;
    const requests = [{ content, output_dimensionality: '8' }, { content }];
    const several = (await embed('batchEmbedContents', { requests })).body as unknown as Vectors;
    expect([one.embedding, ...several.embeddings].map(({ values }) => values.length)).toEqual([3072, 8, 3072]);
    expect(several.embeddings[1]).toEqual(one.embedding);
    expect(Math.hypot(...one.embedding.values)).toBeCloseTo(1);
  });

  test.each([
    ['embedContent', {}],
    ['batchEmbedContents', { requests: [{ content }, {}] }],
  ])('by %s need content', async (method, body) => {
    expect((await embed(method, body)).body.error).toMatchObject({
      code: 400,
      message: '* EmbedContentRequest.content: content is not specified\n',
    });
  });
});
