import type { GoogleGenAI } from '@google/genai';
import type { ScriptedAnswer } from '../../src/simulator/gemini/model/scripted.ts';
import { model, nearby, startStage } from './simulator-gemini-support.ts';

const ask = async (ai: GoogleGenAI, contents: string, config: object = {}, name = model) =>
  (await ai.models.generateContent({ model: name, contents, config })).text;

const json = { responseMimeType: 'application/json' };
const schemaOf = (property: string) => ({
  ...json,
  responseSchema: { type: 'OBJECT', properties: { [property]: { type: 'STRING' } } },
});

const says = (text: string, when: ScriptedAnswer['when'], times?: number): ScriptedAnswer => ({
  when,
  say: { text },
  times,
});

describe('answers that are scripted', () => {
  test('go to the requests that fit by text, model, tool or schema, and to no others', async () => {
    const { ai } = await startStage({
      answers: [
        says('by text', { text: 'magic word' }),
        says('by model', { model: 'models/gemini-3.5-flash-lite' }),
        says('by tool', { tool: 'googleSearch' }),
        says('by schema', { schemaProperty: 'dish' }),
      ],
    });
    expect(await ask(ai, 'hello')).toContain('You wrote: hello');
    expect(await ask(ai, 'a magic word, please')).toBe('by text');
    expect(await ask(ai, 'hello', { systemInstruction: 'the magic word' })).toBe('by text');
    expect(await ask(ai, 'hello', {}, 'gemini-3.5-flash-lite')).toBe('by model');
    expect(await ask(ai, 'hello', { tools: [{ googleSearch: {} }] })).toBe('by tool');
    expect((await nearby(ai)).text).not.toBe('by tool');
    expect(await ask(ai, 'hello', schemaOf('dish'))).toBe('by schema');
    expect(await ask(ai, 'hello', schemaOf('place'))).toMatch(/^\{"place":/);
  });

  test('need all that is given to fit', async () => {
    const { ai } = await startStage({ answers: [says('both', { text: 'hello', tool: 'none', schemaProperty: '*' })] });
    expect(await ask(ai, 'hello', json)).toBe('both');
    expect(await ask(ai, 'hello')).not.toBe('both');
    expect(await ask(ai, 'good day', json)).not.toBe('both');
    expect(await ask(ai, 'hello', { ...json, tools: [{ googleSearch: {} }] })).not.toBe('both');
  });

  test('serve calls, streams and items of jobs alike, with sources if wished', async () => {
    const { ai, clock, simulator } = await startStage();
    const groundingMetadata = { webSearchQueries: ['dinner'] };
    simulator.answerWith({ when: { text: 'hello' }, say: { json: { dish: '牛肉麵' } }, groundingMetadata });
    const job = await ai.batches.create({ model, src: [{ contents: 'hello' }] });
    let streamed = '';
    for await (const piece of await ai.models.generateContentStream({ model, contents: 'hello' }))
      streamed += piece.text;
    expect(streamed).toBe('{"dish":"牛肉麵"}');
    await clock.advance(8000);
    const [item] = (await ai.batches.get({ name: job.name ?? '' })).dest?.inlinedResponses ?? [];
    expect(item?.response?.candidates?.[0]).toMatchObject({
      content: { parts: [{ text: '{"dish":"牛肉麵"}' }] },
      groundingMetadata,
    });
  });

  test('are said as often as told, the newest first, and faults spoil them like any other', async () => {
    const { ai, simulator } = await startStage({ answers: [says('of the options', {})] });
    simulator.answerWith(says('once', {}, 1));
    simulator.answerWith(says('twice', {}, 2));
    const said = [];
    for (let n = 0; n < 4; n++) said.push(await ask(ai, 'hello'));
    expect(said).toEqual(['twice', 'twice', 'once', 'of the options']);
    simulator.faults.add({ route: 'generateContent', effect: { kind: 'behaviour', name: 'blocked-prompt' } });
    expect(await ask(ai, 'hello')).toBeUndefined();
  });

  test('are forgotten by a reset, but for those of the options', async () => {
    const { ai, simulator } = await startStage({ answers: [says('of the options', {}, 1)] });
    expect(await ask(ai, 'hello')).toBe('of the options');
    simulator.answerWith(says('added', {}));
    simulator.reset();
    expect([await ask(ai, 'hello'), await ask(ai, 'hello')]).toEqual(['of the options', 'You wrote: hello']);
  });
});

test('thoughts come as parts of their own when asked for, and are no part of the text', async () => {
  const { ai } = await startStage();
  const config = { thinkingConfig: { includeThoughts: true } };
  const { candidates, text } = await ai.models.generateContent({ model, contents: 'hello', config });
  const parts = candidates?.[0]?.content?.parts ?? [];
  expect(parts.map(({ thought }) => thought)).toEqual([true, undefined]);
  expect(text).toBe('You wrote: hello');
  const streamed: (string | undefined)[] = [];
  for await (const piece of await ai.models.generateContentStream({ model, contents: 'hello', config }))
    streamed.push(piece.text);
  expect(streamed.join('')).toBe(text);
});
