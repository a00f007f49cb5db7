import { call, startStage } from './simulator-gemini-support.ts';

const dimensionsOf = ({ embeddings = [] }: { embeddings?: { values?: number[] }[] }) =>
  embeddings.map(({ values }) => values?.length);

test.each(['gemini-embedding-001', 'gemini-embedding-2'])('%s embeds at once and in jobs', async (model) => {
  const { ai, clock } = await startStage();
  expect(dimensionsOf(await ai.models.embedContent({ model, contents: 'hello' }))).toEqual([3072]);
  const config = { outputDimensionality: 768 };
  // For gemini-embedding-2 the SDK makes one content of several.
  const sizes = model === 'gemini-embedding-001' ? [768, 768] : [768];
  expect(dimensionsOf(await ai.models.embedContent({ model, contents: ['a', 'b'], config }))).toEqual(sizes);
  const job = await ai.batches.createEmbeddings({ model, src: { inlinedRequests: { contents: ['a'] } } });
  await clock.advance(8000);
  const { dest } = await ai.batches.get({ name: job.name ?? '' });
  expect(dest?.inlinedEmbedContentResponses?.[0]?.response?.embedding?.values).toHaveLength(3072);
  await expect(ai.models.generateContent({ model, contents: 'x' })).rejects.toMatchObject({ status: 404 });
});

test('a model can be added with what it can do', async () => {
  const { ai, simulator } = await startStage({
    moreModels: [
      'models/plain',
      'new-embedding-7',
      { name: 'draws', can: ['image'], inputPrice: 1, outputPrice: 4 },
      { name: 'does-all', can: ['generate', 'embed'] },
      { name: 'gemini-3.5-flash', can: ['embed'] },
    ],
  });
  const can = async (model: string) => {
    const said = await ai.models.generateContent({ model, contents: 'x' }).catch(() => undefined);
    const drawn = await ai.models
      .generateContent({ model, contents: 'x', config: { responseModalities: ['IMAGE'] } })
      .catch(() => undefined);
    const embedded = await ai.models.embedContent({ model, contents: 'x' }).catch(() => undefined);
    return { say: said !== undefined, draw: drawn !== undefined, embed: embedded !== undefined };
  };
  expect(await can('plain')).toEqual({ say: true, draw: false, embed: false });
  expect(await can('new-embedding-7')).toEqual({ say: false, draw: false, embed: true });
  expect(await can('draws')).toEqual({ say: true, draw: true, embed: false });
  expect(await can('does-all')).toEqual({ say: true, draw: false, embed: true });
  expect(await can('gemini-3.5-flash')).toEqual({ say: false, draw: false, embed: true });
  const listed = (await call(simulator, 'GET', '/v1beta/models?pageSize=1000')).body.models;
  const shown = (name: string) => listed.filter((model) => JSON.stringify(model).includes(`"models/${name}"`));
  expect(shown('does-all')).toEqual([
    expect.objectContaining({
      supportedGenerationMethods: expect.arrayContaining(['generateContent', 'embedContent']),
    }),
  ]);
  expect(shown('gemini-3.5-flash')).toHaveLength(1);
});

test('an added model is billed at its own price', async () => {
  const { ai, simulator } = await startStage({ moreModels: [{ name: 'cheap', inputPrice: 0, outputPrice: 1 }] });
  await ai.models.generateContent({ model: 'cheap', contents: 'x' });
  const [entry] = simulator.bill();
  expect(entry?.priceMicroUsd).toBe(entry?.outputTokens);
});

test.each([
  [undefined, ['text', 'inlineData']],
  ['text', ['text']],
] as const)(
  'with imageModelsSay %s, models for pictures that hear no modality answer %j',
  async (imageModelsSay, kinds) => {
    const { ai } = await startStage({ imageModelsSay });
    const kindsOf = async (model: string, responseModalities?: string[]) => {
      const answer = await ai.models.generateContent({ model, contents: 'a cat', config: { responseModalities } });
      return (answer.candidates?.[0]?.content?.parts ?? []).flatMap((part) => Object.keys(part));
    };
    expect(await kindsOf('gemini-3-pro-image')).toEqual(kinds);
    expect(await kindsOf('gemini-2.5-flash-image', ['Text', 'Image'])).toEqual(['text', 'inlineData']);
    expect(await kindsOf('gemini-3-pro-image', ['IMAGE'])).toEqual(['inlineData']);
    expect(await kindsOf('gemini-3.5-flash')).toEqual(['text']);
  },
);
