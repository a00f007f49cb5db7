import { type GenerateContentConfig, type GenerateContentResponse, ThinkingLevel } from '@google/genai';
import { type Stage, startStage } from './simulator-gemini-support.ts';

const flash = 'gemini-3.5-flash';
const prompt = 'word '.repeat(40);

let stage: Stage;

beforeEach(async () => {
  stage = await startStage();
});

const ask = (config: GenerateContentConfig, model = flash) =>
  stage.ai.models.generateContent({ model, contents: prompt, config });

/** The tokens of an answer; those of zero are left out on the wire. */
function tokensOf({ usageMetadata = {} }: GenerateContentResponse) {
  const { promptTokenCount = 0, candidatesTokenCount = 0, thoughtsTokenCount = 0, totalTokenCount } = usageMetadata;
  expect(totalTokenCount).toBe(promptTokenCount + candidatesTokenCount + thoughtsTokenCount);
  return { candidates: candidatesTokenCount, thoughts: thoughtsTokenCount };
}

test('a budget of 0 stops thinking: nothing is billed for it, and no thought is told', async () => {
  const answer = await ask({ thinkingConfig: { thinkingBudget: 0, includeThoughts: true } });
  expect(answer.usageMetadata).not.toHaveProperty('thoughtsTokenCount');
  expect(answer.candidates?.[0]?.content?.parts).toEqual([{ text: answer.text }]);
  expect(stage.simulator.bill()).toMatchObject([{ outputTokens: tokensOf(answer).candidates }]);
});

test.each<[string, GenerateContentConfig['thinkingConfig'], number]>([
  ['nothing', undefined, 64],
  ['a budget', { thinkingBudget: 10 }, 10],
  ['a large budget', { thinkingBudget: 8000 }, 64],
  ['a budget of its own choice', { thinkingBudget: -1 }, 64],
  ['a minimal level', { thinkingLevel: ThinkingLevel.MINIMAL }, 0],
  ['a low level', { thinkingLevel: ThinkingLevel.LOW }, 32],
  ['a high level', { thinkingLevel: ThinkingLevel.HIGH }, 128],
])('with %s, %j thinks so long: %d', async (_what, thinkingConfig, thoughts) => {
  const answer = await ask({ thinkingConfig });
  expect(tokensOf(answer).thoughts).toBe(thoughts);
  expect(answer.candidates?.[0]?.finishReason).toBe('STOP');
});

test('a level may be in lower case, as the curl samples write it', async () => {
  const url = `${stage.simulator.url}/v1beta/models/${flash}:generateContent`;
  const generation_config = { thinking_config: { thinking_level: 'low' } };
  const body = JSON.stringify({ contents: [{ parts: [{ text: 'hi' }] }], generation_config });
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'x-goog-api-key': stage.simulator.geminiApiKey },
    body,
  });
  expect(await answer.json()).toMatchObject({ usageMetadata: { thoughtsTokenCount: 32 } });
});

test.each([1, 20, 63, 64, 100, 1000])('thoughts and answer share %d output tokens', async (maxOutputTokens) => {
  const answer = await ask({ maxOutputTokens });
  const { candidates, thoughts } = tokensOf(answer);
  expect(candidates + thoughts).toBeLessThanOrEqual(maxOutputTokens);
  expect(answer.candidates?.[0]?.finishReason).toBe(maxOutputTokens < 114 ? 'MAX_TOKENS' : 'STOP');
});

test('a budget as large as the output leaves nothing for the answer', async () => {
  const answer = await ask({ maxOutputTokens: 30, thinkingConfig: { thinkingBudget: 30 } });
  expect(tokensOf(answer)).toEqual({ candidates: 0, thoughts: 30 });
  expect(answer.text).toBeUndefined();
  expect(answer.candidates?.[0]?.finishReason).toBe('MAX_TOKENS');
});

test('all of the output can be thought away by a fault', async () => {
  const effect = { kind: 'behaviour' as const, name: 'max-tokens', value: 'empty' };
  stage.simulator.faults.add({ route: 'generateContent', effect });
  expect(tokensOf(await ask({ maxOutputTokens: 50 }))).toEqual({ candidates: 0, thoughts: 50 });
});

test.each<[string, GenerateContentConfig['thinkingConfig'], string, string]>([
  ['both at once', { thinkingBudget: 5, thinkingLevel: ThinkingLevel.LOW }, flash, 'only one of thinking budget'],
  ['a level', { thinkingLevel: ThinkingLevel.LOW }, 'gemini-2.5-flash', 'level is not supported'],
  ['no thinking', { thinkingBudget: 0 }, 'gemini-2.5-pro', 'only works in thinking mode'],
])('%s (%j) is refused by %s', async (_what, thinkingConfig, model, message) => {
  await expect(ask({ thinkingConfig }, model)).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining(message),
  });
});

test('2.5 Flash-Lite thinks only when it is asked to', async () => {
  const lite = 'gemini-2.5-flash-lite';
  expect(tokensOf(await ask({}, lite)).thoughts).toBe(0);
  expect(tokensOf(await ask({ thinkingConfig: { thinkingBudget: 512 } }, lite)).thoughts).toBe(64);
  expect(tokensOf(await ask({ thinkingConfig: { thinkingBudget: -1 } }, lite)).thoughts).toBe(64);
});

test('items of a job think as calls do', async () => {
  const src = [{ contents: prompt, config: { thinkingConfig: { thinkingBudget: 0 } } }];
  const { name = '' } = await stage.ai.batches.create({ model: flash, src });
  await stage.clock.advance(8000);
  const [item] = (await stage.ai.batches.get({ name })).dest?.inlinedResponses ?? [];
  expect(item?.response?.usageMetadata).not.toHaveProperty('thoughtsTokenCount');
});
