import {
  FunctionCallingConfigMode,
  type GenerateContentConfig,
  HarmBlockThreshold,
  HarmCategory,
  MediaResolution,
  Type,
} from '@google/genai';
import { z } from 'zod';
import { majors, startMajor } from '../support/sdk-gemini.ts';
import { model, nearby } from './simulator-gemini-support.ts';

const quotaBody = {
  error: {
    code: 429,
    message: 'You exceeded your current quota. Please retry in 58.05s.',
    status: 'RESOURCE_EXHAUSTED',
    details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '58s' }],
  },
};
const quota = { kind: 'status', status: 429, body: quotaBody } as const;

describe.each(majors)('%s', (_name, major) => {
  const ask = { model, contents: 'hello' };

  test('asks its own API version, with key and names in the headers', async () => {
    const { ai, routed } = await startMajor(major);
    expect((await ai.models.generateContent(ask)).text).toContain('hello');
    const [entry] = routed('generateContent');
    expect(entry?.path).toBe(`/${major.version}/models/${model}:generateContent`);
    expect(entry?.requestHeaders['x-goog-api-client']).toMatch(/^google-genai-sdk\//);
  });

  test('gets grounded places, whole and as a stream', async () => {
    const { ai } = await startMajor(major);
    const whole = await nearby(ai);
    expect(whole.candidates?.[0]?.groundingMetadata?.groundingChunks?.[0]?.maps?.placeId).toMatch(/^places\//);
    const pieces: (string | undefined)[] = [];
    for await (const piece of await ai.models.generateContentStream(ask)) pieces.push(piece.text);
    expect(pieces).toHaveLength(3);
    expect(pieces.join('')).toBe((await ai.models.generateContent(ask)).text);
  });

  test('gets a value of the schema in either form, and counts and embeds', async () => {
    const { ai } = await startMajor(major);
    const responseMimeType = 'application/json';
    const shape = z.object({ dish: z.string(), stars: z.number() });
    const responseSchema = {
      type: Type.OBJECT,
      properties: { dish: { type: Type.STRING }, stars: { type: Type.NUMBER } },
      required: ['dish', 'stars'],
    };
    for (const config of [{ responseSchema }, { responseJsonSchema: z.toJSONSchema(shape) }]) {
      const { text } = await ai.models.generateContent({ ...ask, config: { responseMimeType, ...config } });
      expect(shape.safeParse(JSON.parse(text ?? '')).success).toBe(true);
    }
    expect((await ai.models.countTokens(ask)).totalTokens).toBe(2);
    const embedded = await ai.models.embedContent({ model: 'gemini-embedding-2', contents: 'a' });
    expect(embedded.embeddings).toHaveLength(1);
    expect((await ai.models.list()).page.map((found) => found.name)).toContain(`models/${model}`);
  });

  test('shows the details of a 429 after one attempt, or after as many as it was told to make', async () => {
    const { connect, simulator, routed } = await startMajor(major);
    simulator.faults.add({ route: 'generateContent', effect: quota, times: 4 });
    const refused = await connect()
      .models.generateContent(ask)
      .then(() => '{}')
      .catch((error: Error) => error.message);
    expect(JSON.parse(refused).error.details).toEqual(quotaBody.error.details);
    expect(routed('generateContent')).toHaveLength(1);
    const patient = connect({ retryOptions: { attempts: 3, initialDelay: 0.001, maxDelay: 0.001 } });
    await expect(patient.models.generateContent(ask)).rejects.toMatchObject({ name: 'ApiError', status: 429 });
    expect(routed('generateContent')).toHaveLength(4);
  });

  test('gives up a slow answer with an AbortError, having told the server its patience', async () => {
    const { connect, simulator, journal } = await startMajor(major);
    const answered = new Promise<Record<string, string>>((resolve) => {
      journal.subscribe((entry) => resolve(entry.requestHeaders));
    });
    simulator.faults.add({ route: 'generateContent', effect: { kind: 'delay', delayMs: 300 } });
    const slow = connect({ timeout: 100 }).models.generateContent(ask);
    expect(await slow.catch(String)).toContain('AbortError: This operation was aborted');
    expect((await answered)['x-server-timeout']).toBe('1');
  });

  test('reports a wrong key and an unknown model as Google does', async () => {
    const { ai, simulator } = await startMajor(major);
    const { url: baseUrl } = simulator;
    const stranger = major.connect({ apiKey: 'nobody', httpOptions: { baseUrl } });
    await expect(stranger.models.generateContent(ask)).rejects.toThrow('API_KEY_INVALID');
    const notFound = `is not found for API version ${major.version}`;
    await expect(ai.models.generateContent({ ...ask, model: 'gemini-9' })).rejects.toThrow(notFound);
    await expect(ai.models.countTokens({ ...ask, model: 'gemini-9' })).rejects.toThrow(notFound);
    await expect(ai.models.embedContent(ask)).rejects.toThrow(notFound);
  });

  test('gets JSON by responseFormat, which the SDK itself knows nothing of', async () => {
    const { ai, routed } = await startMajor(major);
    const schema = { type: 'object', properties: { dish: { type: 'string' } }, required: ['dish'] };
    const extraBody = { generationConfig: { responseFormat: { text: { mimeType: 'APPLICATION_JSON', schema } } } };
    const { text } = await ai.models.generateContent({ ...ask, config: { httpOptions: { extraBody } } });
    expect(JSON.parse(text ?? '')).toEqual({ dish: expect.any(String) });
    expect(routed('generateContent')[0]?.requestBody).toMatchObject(extraBody);
  });

  test('walks through the models in pages and reads one', async () => {
    const { ai, routed } = await startMajor(major);
    const names: (string | undefined)[] = [];
    for await (const found of await ai.models.list({ config: { pageSize: 4 } })) names.push(found.name);
    expect(new Set(names).size).toBe(names.length);
    expect(routed('models').length).toBe(Math.ceil(names.length / 4));
    expect(await ai.models.get({ model })).toMatchObject({
      name: `models/${model}`,
      inputTokenLimit: 1_048_576,
      supportedActions: expect.arrayContaining(['batchGenerateContent']),
    });
    await expect(ai.models.get({ model: 'gemini-9' })).rejects.toMatchObject({ status: 404 });
  });

  test('shows what was wrong with a request, member by member', async () => {
    const { ai } = await startMajor(major);
    const extraBody = { nonsense: 1, generationConfig: { more: 2 } };
    const error = await ai.models
      .generateContent({ ...ask, config: { httpOptions: { extraBody } } })
      .catch((thrown) => thrown);
    expect(error).toMatchObject({ name: 'ApiError', status: 400 });
    expect(JSON.parse(error.message).error.details).toMatchObject([
      { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: [{}, {}] },
    ]);
  });

  test('sends all that it can send without a refusal', async () => {
    const { ai } = await startMajor(major);
    const config: GenerateContentConfig = {
      systemInstruction: 'Be kind.',
      temperature: 0.2,
      topP: 0.9,
      topK: 20,
      candidateCount: 1,
      maxOutputTokens: 500,
      stopSequences: ['END'],
      seed: 7,
      presencePenalty: 0,
      frequencyPenalty: 0,
      thinkingConfig: { includeThoughts: false, thinkingBudget: 0 },
      mediaResolution: MediaResolution.MEDIA_RESOLUTION_LOW,
      safetySettings: [
        { category: HarmCategory.HARM_CATEGORY_HARASSMENT, threshold: HarmBlockThreshold.BLOCK_ONLY_HIGH },
      ],
      tools: [
        { googleSearch: { timeRangeFilter: { startTime: '2026-01-01T00:00:00Z', endTime: '2026-02-01T00:00:00Z' } } },
        { urlContext: {} },
        { codeExecution: {} },
        {
          functionDeclarations: [
            { name: 'f', parameters: { type: Type.OBJECT, properties: { a: { type: Type.STRING } } } },
          ],
        },
      ],
      toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.AUTO } },
    };
    const contents = [
      { role: 'user', parts: [{ text: 'hello' }, { inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=' } }] },
      { role: 'model', parts: [{ functionCall: { name: 'f', args: { a: 'x' } } }] },
      { role: 'user', parts: [{ functionResponse: { name: 'f', response: { any_thing: 1 } } }] },
    ];
    const response = await ai.models.generateContent({ model, contents, config });
    expect(response.candidates?.[0]?.safetyRatings).toHaveLength(1);
  });
});
