import {
  model,
  nearby,
  reportPrompt,
  reportSchema,
  reviews,
  someLines,
  startStage,
} from './simulator-gemini-support.ts';

async function stage(name: string, value?: unknown, route = 'generateContent') {
  const started = await startStage();
  started.simulator.faults.add({ route, effect: { kind: 'behaviour', name, value } });
  const report = () =>
    started.ai.models.generateContent({
      model,
      contents: reportPrompt(someLines),
      config: { responseMimeType: 'application/json', responseSchema: reportSchema },
    });
  return { ...started, report };
}

test('a blocked prompt has no candidates and a reason', async () => {
  const { ai } = await stage('blocked-prompt');
  const response = await nearby(ai);
  expect(response.candidates).toBeUndefined();
  expect(response.text).toBeUndefined();
  expect(response.promptFeedback?.blockReason).toBe('PROHIBITED_CONTENT');
  expect((await nearby(ai)).text).toBeDefined();
});

test('a blocked answer has a finish reason and no content', async () => {
  const { ai } = await stage('safety', 'RECITATION');
  const candidate = (await nearby(ai)).candidates?.[0];
  expect(candidate?.finishReason).toBe('RECITATION');
  expect(candidate?.content).toBeUndefined();
});

test('max-tokens cuts the JSON off, or leaves nothing at all', async () => {
  const { report, simulator } = await stage('max-tokens');
  const cut = await report();
  expect(cut.candidates?.[0]?.finishReason).toBe('MAX_TOKENS');
  expect(cut.text).toMatch(/^\{"verdict"/);
  expect(() => JSON.parse(cut.text ?? '')).toThrow(SyntaxError);
  simulator.faults.add({ route: 'generateContent', effect: { kind: 'behaviour', name: 'max-tokens', value: 'empty' } });
  const empty = await report();
  expect(empty.text).toBeUndefined();
  expect(empty.usageMetadata?.thoughtsTokenCount).toBeGreaterThan(0);
});

test('no-metadata leaves the prose and waits for a grounded call', async () => {
  const { ai, report } = await stage('no-metadata');
  await report();
  const response = await nearby(ai);
  expect(response.text).toContain('這附近');
  expect(response.candidates?.[0]?.groundingMetadata).toBeUndefined();
});

test('prose instead of JSON and invalid JSON do not parse', async () => {
  const { report, simulator } = await stage('prose-instead-of-json');
  expect((await report()).text).toMatch(/^Here is/);
  simulator.faults.add({ route: 'generateContent', effect: { kind: 'behaviour', name: 'invalid-json' } });
  const broken = (await report()).text ?? '';
  expect(() => JSON.parse(broken)).toThrow(SyntaxError);
});

test('cite-99 adds a claim whose source does not exist', async () => {
  const { report } = await stage('cite-99');
  expect((await report()).text).toContain('"sources":[99]');
  expect((await report()).text).not.toContain('99');
});

test('hostile links stand in the text and in the claims', async () => {
  const { ai, report, simulator } = await stage('hostile-links');
  expect((await nearby(ai)).text).toContain('attacker.example');
  simulator.faults.add({ route: 'generateContent', effect: { kind: 'behaviour', name: 'hostile-links' } });
  expect(JSON.parse((await report()).text ?? '').verdict.text).toContain('attacker.example');
});

test('a behaviour can be kept for one kind of call', async () => {
  const { ai } = await stage('blocked-prompt', undefined, 'generateContent:search');
  expect((await nearby(ai)).text).toBeDefined();
  expect((await reviews(ai, '鼎泰豐')).text).toBeUndefined();
});
