import { call, model, nearby, reviews, startStage } from './simulator-gemini-support.ts';

const inline = {
  batch: {
    displayName: 'job',
    inputConfig: {
      requests: { requests: [{ request: { contents: [{ parts: [{ text: 'hello' }] }] }, metadata: { key: 'k1' } }] },
    },
  },
};

test('the clock is moved, jobs are seen and ended, the bill and the journal are seen from outside', async () => {
  const { simulator } = await startStage();
  await call(simulator, 'POST', `/v1beta/models/${model}:batchGenerateContent`, inline);
  await call(simulator, 'POST', '/_sim/clock', { advanceSeconds: 3 });
  const [batch] = (await call(simulator, 'GET', '/_sim/batches')).body.batches;
  expect(batch).toMatchObject({ state: 'RUNNING', displayName: 'job', keys: ['k1'] });
  expect((await call(simulator, 'POST', `/_sim/batches/${batch?.id}/state`, { state: 'SUCCEEDED' })).status).toBe(200);
  const { entries: bill } = (await call(simulator, 'GET', '/_sim/bill')).body;
  expect(bill).toMatchObject([
    { kind: 'batchLine', batchId: batch?.id, displayName: 'job', key: 'k1', confirmed: true },
  ]);
  const { entries } = (await call(simulator, 'GET', '/_sim/journal')).body;
  expect(entries.map((entry) => entry.route)).toEqual(['batchGenerateContent']);
});

test('faults can be added and taken away', async () => {
  const { simulator, ai } = await startStage();
  const fault = { route: 'generateContent', effect: { kind: 'behaviour', name: 'safety' }, times: 2 };
  expect((await call(simulator, 'POST', '/_sim/faults', fault)).status).toBe(201);
  expect((await nearby(ai)).candidates?.[0]?.finishReason).toBe('SAFETY');
  await call(simulator, 'DELETE', '/_sim/faults');
  expect((await nearby(ai)).candidates?.[0]?.finishReason).toBe('STOP');
});

test.each([
  ['batches/none/state', { state: '' }, 400, 'state must have at least 1 character.'],
  ['batches/none/state', { state: 'FAILED' }, 409, 'There is no batch none.'],
  ['webhooks/deliver', { uri: 'ftp://here' }, 400, 'uri must be a URL.'],
  ['webhooks/deliver', { times: 101 }, 400, 'times must be at most 100.'],
  ['webhooks/deliver', { batchId: 'none' }, 409, 'No event was sent for batch none.'],
  ['webhooks/deliver', {}, 409, 'No event was sent yet: say which uri to send to.'],
])('POST %s refuses %j with %i and a sentence', async (path, body, status, message) => {
  const { simulator } = await startStage();
  expect(await call(simulator, 'POST', `/_sim/${path}`, body)).toEqual({ status, body: { message } });
});

test('a job that has ended is not ended again', async () => {
  const { simulator } = await startStage();
  const { body } = await call(simulator, 'POST', `/v1beta/models/${model}:batchGenerateContent`, inline);
  const path = `/_sim/${body.name}/state`;
  expect((await call(simulator, 'POST', path, { state: 'BATCH_STATE_FAILED' })).status).toBe(200);
  expect(await call(simulator, 'POST', path, { state: 'SUCCEEDED' })).toMatchObject({
    status: 409,
    body: { message: expect.stringContaining('has already ended as FAILED.') },
  });
});

test('a reset forgets everything but the key', async () => {
  const { simulator, ai, clock } = await startStage();
  await call(simulator, 'POST', `/v1beta/models/${model}:batchGenerateContent`, inline);
  await nearby(ai);
  expect((await call(simulator, 'POST', '/_sim/reset')).status).toBe(200);
  expect(simulator.batches()).toEqual([]);
  expect(simulator.bill()).toEqual([]);
  expect(clock.nextDueMs()).toBeUndefined();
  await expect(nearby(ai)).resolves.toBeDefined();
});

describe('the bill', () => {
  test('charges tokens, Maps prompts and search queries at list price', async () => {
    const { simulator, ai } = await startStage();
    const maps = await nearby(ai);
    await reviews(ai, '鼎泰豐');
    const [call1, grounding1, , grounding2] = simulator.bill();
    const usage = maps.usageMetadata;
    const outputTokens = (usage?.candidatesTokenCount ?? 0) + (usage?.thoughtsTokenCount ?? 0);
    const promptTokens = usage?.promptTokenCount ?? 0;
    expect(call1).toMatchObject({
      kind: 'generateContent',
      model,
      promptTokens,
      outputTokens,
      priceMicroUsd: Math.round(promptTokens * 1.5 + outputTokens * 9),
      confirmed: true,
    });
    expect(grounding1).toMatchObject({ kind: 'grounding', priceMicroUsd: 25_000 });
    expect(grounding2).toMatchObject({ kind: 'grounding', priceMicroUsd: 28_000 });
  });

  test('charges older models for the prompt and 3.8 Flash in full from 2027', async () => {
    const { simulator, ai, clock } = await startStage();
    const config = { tools: [{ googleSearch: {} }] };
    await ai.models.generateContent({ model: 'gemini-2.5-flash', contents: '「鼎泰豐」', config });
    expect(simulator.bill()[1]?.priceMicroUsd).toBe(35_000);
    await clock.advance(Math.max(0, Date.UTC(2027, 0, 2) - clock.nowMs()));
    await ai.models.generateContent({ model: 'gemini-3.8-flash', contents: 'x' });
    const line = simulator.bill()[2];
    expect(line?.priceMicroUsd).toBe(Math.round((line?.promptTokens ?? 0) * 1.5 + (line?.outputTokens ?? 0) * 7.5));
  });

  test('charges nothing for grounding that found nothing and for refused calls', async () => {
    const { simulator, ai } = await startStage();
    await nearby(ai, { latitude: 0, longitude: 0 });
    await ai.models.generateContent({ model: 'gemini-9', contents: 'x' }).catch(() => undefined);
    expect(simulator.bill().map((entry) => entry.kind)).toEqual(['generateContent']);
  });

  test('charges an answer that was lost on the way, unconfirmed', async () => {
    const { simulator, ai } = await startStage();
    simulator.faults.add({ route: 'generateContent', effect: { kind: 'lost-answer' } });
    await expect(nearby(ai)).rejects.toThrow('fetch failed');
    expect(simulator.bill()).toMatchObject([{ confirmed: false }, { kind: 'grounding', confirmed: false }]);
  });

  test('charges half for a line of a batch', async () => {
    const { simulator, ai, clock } = await startStage();
    const contents = 'the same question for both';
    await ai.models.generateContent({ model, contents });
    await ai.batches.create({ model, src: [{ contents, metadata: { key: 'k' } }], config: { displayName: 'd' } });
    await clock.advance(8000);
    const [plain, line] = simulator.bill();
    expect(line).toMatchObject({ kind: 'batchLine', key: 'k', displayName: 'd', promptTokens: plain?.promptTokens });
    expect(Math.abs((plain?.priceMicroUsd ?? 0) / 2 - (line?.priceMicroUsd ?? 0))).toBeLessThanOrEqual(1);
  });
});

test('listeners hear of jobs, the bill and deliveries until they stop', async () => {
  const { simulator, ai } = await startStage();
  let heard = 0;
  const stop = simulator.subscribe(() => heard++);
  await nearby(ai);
  expect(heard).toBeGreaterThan(0);
  stop();
  const before = heard;
  await nearby(ai);
  expect(heard).toBe(before);
});
