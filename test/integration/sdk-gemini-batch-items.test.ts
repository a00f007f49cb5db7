import { type GoogleGenAI, type InlinedRequest, type InlinedResponse, Type } from '@google/genai';
import { z } from 'zod';
import { fetchText, majors, startMajor } from '../support/sdk-gemini.ts';
import { model } from './simulator-gemini-support.ts';

// The samples of the page "Batch API" that give items a configuration of their own, in each major of the SDK.

const textOf = ({ response }: InlinedResponse) =>
  response?.candidates?.[0]?.content?.parts?.map((part) => part.text).join('');

type Majored = Awaited<ReturnType<typeof startMajor>>;

async function finished({ ai, clock }: Majored, src: InlinedRequest[]): Promise<Record<string, InlinedResponse>> {
  const { name = '' } = await ai.batches.create({ model, src, config: { displayName: 'configured' } });
  await clock.advance(8000);
  const items = (await ai.batches.get({ name })).dest?.inlinedResponses ?? [];
  return Object.fromEntries(items.map((item) => [item.metadata?.key ?? '', item]));
}

async function uploadLines(ai: GoogleGenAI, lines: readonly object[]): Promise<string> {
  const file = new Blob([lines.map((line) => `${JSON.stringify(line)}\n`).join('')]);
  return (await ai.files.upload({ file, config: { mimeType: 'jsonl' } })).name ?? '';
}

const about = (fileUri = '') => [
  { parts: [{ text: 'Read the menu.' }, { fileData: { fileUri, mimeType: 'text/plain' } }] },
];

describe.each(majors)('%s', (_name, major) => {
  test('items have a system instruction, a tool and a schema each', async () => {
    const stage = await startMajor(major);
    const recipes = {
      type: Type.ARRAY,
      items: { type: Type.OBJECT, properties: { name: { type: Type.STRING } }, required: ['name'] },
    };
    const shape = z.object({ stars: z.number().int().min(1).max(5) });
    const config: Record<string, InlinedRequest['config']> = {
      instructed: { systemInstruction: 'You are a cat named Neko.' },
      'instructed in parts': { systemInstruction: { parts: [{ text: 'You are a cat named Kuro.' }] } },
      searching: { tools: [{ googleSearch: {} }] },
      structured: { responseMimeType: 'application/json', responseSchema: recipes },
      'structured by JSON Schema': { responseMimeType: 'application/json', responseJsonSchema: z.toJSONSchema(shape) },
      plain: undefined,
    };
    const src = Object.entries(config).map(([key, itemConfig]) => ({
      contents: '鼎泰豐',
      metadata: { key },
      config: itemConfig,
    }));
    const items = await finished(stage, src);
    const textFor = (key: string) => textOf(items[key] ?? {}) ?? '';
    expect(Object.keys(items).toSorted()).toEqual(Object.keys(config).toSorted());
    expect(textFor('instructed')).toContain('a cat named Neko');
    expect(textFor('instructed in parts')).toContain('a cat named Kuro');
    expect(items.searching?.response?.candidates?.[0]?.groundingMetadata?.webSearchQueries?.length).toBeGreaterThan(0);
    expect(
      z
        .array(z.object({ name: z.string() }))
        .min(1)
        .safeParse(JSON.parse(textFor('structured'))).success,
    ).toBe(true);
    expect(shape.safeParse(JSON.parse(textFor('structured by JSON Schema'))).success).toBe(true);
    expect(textFor('plain')).toBe('You wrote: 鼎泰豐');
    expect(stage.routed('batchGenerateContent')).toHaveLength(1);
  });

  test('one item that cannot be answered fails alone, and the counts say so', async () => {
    const stage = await startMajor(major);
    const bad = { tools: [{ googleMaps: {} }], responseMimeType: 'application/json' };
    const items = await finished(stage, [
      { contents: 'good', metadata: { key: 'good' } },
      { contents: 'bad', metadata: { key: 'bad' }, config: bad },
    ]);
    expect(items.good?.error).toBeUndefined();
    expect(items.bad).toMatchObject({ error: { code: 3, message: expect.stringContaining('Google Maps tool with') } });
    const name = stage.simulator.batches()[0]?.name;
    const { metadata, response } = JSON.parse(await fetchText(stage.simulator, `/${major.version}/${name}`));
    expect(metadata).toMatchObject({
      '@type': expect.stringMatching(/\.GenerateContentBatch$/),
      state: 'BATCH_STATE_SUCCEEDED',
      batchStats: { requestCount: '2', successfulRequestCount: '1', failedRequestCount: '1' },
    });
    expect(response.inlinedResponses).toEqual(metadata.output.inlinedResponses);
  });

  test('pictures come in the lines of a result file', async () => {
    const { ai, clock, simulator } = await startMajor(major);
    const generation_config = { responseModalities: ['TEXT', 'IMAGE'] };
    const line = { key: 'cat', request: { contents: [{ parts: [{ text: 'a cat' }] }], generation_config } };
    const job = await ai.batches.create({ model: 'gemini-3-pro-image-preview', src: await uploadLines(ai, [line]) });
    await clock.advance(8000);
    const { dest } = await ai.batches.get({ name: job.name ?? '' });
    const text = await fetchText(simulator, `/${major.version}/${dest?.fileName}:download?alt=media`);
    const [, { inlineData }] = JSON.parse(text).response.candidates[0].content.parts;
    const png = Buffer.from(inlineData.data, 'base64');
    expect([inlineData.mimeType, png.subarray(1, 4).toString(), png.readUInt32BE(16)]).toEqual(['image/png', 'PNG', 1]);
  });

  test('parts may refer to files, as long as they are there', async () => {
    const stage = await startMajor(major);
    const file = await stage.ai.files.upload({ file: new Blob(['menu']), config: { mimeType: 'text/plain' } });
    const gone = file.uri?.replace(/[^/]+$/, 'gone');
    const items = await finished(stage, [
      { contents: about(file.uri), metadata: { key: 'here' } },
      { contents: about(gone), metadata: { key: 'gone' } },
      { contents: about('https://elsewhere.example/files/menu.pdf'), metadata: { key: 'elsewhere' } },
    ]);
    expect([items.here?.error, items.elsewhere?.error]).toEqual([undefined, undefined]);
    expect(items.gone?.error).toEqual({ code: 7, message: expect.stringContaining('to access the File gone') });
  });

  test('a job that never begins expires after 48 hours, without a result', async () => {
    const { ai, clock, simulator } = await startMajor(major);
    simulator.faults.add({ route: 'batch', effect: { kind: 'behaviour', name: 'stuck-pending' } });
    const stuck = await ai.batches.create({ model, src: [{ contents: 'x' }] });
    await clock.advance(48 * 60 * 60 * 1000);
    const expired = await ai.batches.get({ name: stuck.name ?? '' });
    expect([expired.state, expired.dest]).toEqual(['JOB_STATE_EXPIRED', undefined]);
  });

  test('states of samples pass through as they are', async () => {
    const { ai, clock } = await startMajor(major, { docsCompat: true });
    const { name = '', state } = await ai.batches.create({ model, src: [{ contents: 'x' }] });
    await clock.advance(8000);
    expect([state, (await ai.batches.get({ name })).state]).toEqual(['JOB_STATE_PENDING', 'JOB_STATE_SUCCEEDED']);
  });

  test('an empty list is one undefined, and a malformed name never leaves the client', async () => {
    const { ai, journal } = await startMajor(major);
    const listed: unknown[] = [];
    for await (const job of await ai.batches.list()) listed.push(job);
    expect(listed).toEqual([undefined]);
    const sent = journal.entries().length;
    await expect(ai.batches.get({ name: 'nonsense' })).rejects.toThrow('Invalid batch job name');
    expect(journal.entries()).toHaveLength(sent);
  });
});
