import type { GeminiSimulator } from '../../src/simulator/gemini/simulator.ts';
import { model, startStage } from './simulator-gemini-support.ts';

const older = 'gemini-2.5-flash';
const contents = [{ role: 'user', parts: [{ text: 'one two three' }] }];
const schema = { type: 'OBJECT', properties: { city: { type: 'STRING' } }, required: ['city'] };
const declared = { functionDeclarations: [{ name: 'weather', parameters: schema }] };

async function generate(simulator: GeminiSimulator, body: object, ofModel = model) {
  const answer = await fetch(`${simulator.url}/v1beta/models/${ofModel}:generateContent`, {
    method: 'POST',
    headers: { 'x-goog-api-key': simulator.geminiApiKey },
    body: JSON.stringify({ contents, ...body }),
  });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

const config = (generationConfig: object) => ({ generationConfig });
const field = (name: string) =>
  expect.stringMatching(new RegExp(`^\\* GenerateContentRequest\\.generation_config\\.${name}: `));

test.each([
  ['candidates of a model since 3', config({ candidateCount: 2 }), 'Multiple candidates is not enabled for this model'],
  ['no candidate', config({ candidateCount: 0 }), field('candidate_count')],
  ['a sixth stop sequence', config({ stopSequences: 'abcdef'.split('') }), field('stop_sequences')],
  ['a temperature', config({ temperature: 2.1 }), field('temperature')],
  ['a top_p', config({ topP: 1.1 }), field('top_p')],
  ['no output', config({ maxOutputTokens: 0 }), field('max_output_tokens')],
  ['a penalty', config({ presencePenalty: 0.5 }), 'Penalty is not enabled for this model'],
  ['another penalty', config({ frequencyPenalty: -0.5 }), 'Penalty is not enabled for this model'],
  ['log probabilities', config({ responseLogprobs: true }), `Logprobs is not enabled for models/${model}`],
  ['a spoken answer', config({ responseModalities: ['AUDIO'] }), expect.stringContaining('response modalities')],
  [
    'thinking told twice',
    config({ thinkingConfig: { thinkingBudget: 1, thinkingLevel: 'LOW' } }),
    'You can only set only one of thinking budget and thinking level.',
  ],
  [
    'an older search',
    { tools: [{ googleSearchRetrieval: {} }] },
    expect.stringContaining('google_search tool instead'),
  ],
  ['a computer', { tools: [{ computerUse: {} }] }, `Computer Use is not enabled for models/${model}`],
  [
    'a bad name of a function',
    { tools: [{ functionDeclarations: [{ name: '1 f' }] }] },
    expect.stringMatching(
      /^\* GenerateContentRequest\.tools\[0\]\.function_declarations\[0\]\.name: Invalid function name\./,
    ),
  ],
  ['a function twice', { tools: [declared, declared] }, 'Duplicate function declaration found: weather'],
  [
    'a schema of a function',
    { tools: [{ functionDeclarations: [{ name: 'f', parameters: { type: 'STRING', format: 'uri' } }] }] },
    "* GenerateContentRequest.tools[0].function_declarations[0].parameters.format: only 'enum' and 'date-time' are supported for STRING type\n",
  ],
  [
    'a forced call of nothing',
    { toolConfig: { functionCallingConfig: { mode: 'ANY' } } },
    'Function calling config is set without function_declarations.',
  ],
])('400 to %s', async (_what, body, message) => {
  const { simulator } = await startStage();
  const answer = await generate(simulator, body);
  expect(answer).toMatchObject({ status: 400, body: { error: { code: 400, status: 'INVALID_ARGUMENT', message } } });
});

test('400 to built-in tools beside functions, unless the request or the model allows it', async () => {
  const { simulator } = await startStage();
  const tools = [declared, { googleSearch: {} }];
  const newer = 'gemini-3.6-flash';
  expect((await generate(simulator, { tools }, newer)).body.error.message).toContain(
    'include_server_side_tool_invocations',
  );
  const toolConfig = { includeServerSideToolInvocations: true };
  expect((await generate(simulator, { tools, toolConfig }, newer)).status).toBe(200);
  expect((await generate(simulator, { tools }, older)).status).toBe(400);
});

test('403 to a file search store, as there are none', async () => {
  const { simulator } = await startStage();
  const tools = [{ fileSearch: { fileSearchStoreNames: ['fileSearchStores/a'] } }];
  expect((await generate(simulator, { tools })).status).toBe(403);
});

test('an answer ends before the first stop sequence, also one that is not in a list', async () => {
  const { simulator } = await startStage();
  for (const stopSequences of [['three', ' two'], ' two']) {
    const { body } = await generate(simulator, config({ stopSequences }));
    expect(body.candidates).toMatchObject([{ content: { parts: [{ text: 'You wrote: one' }] }, finishReason: 'STOP' }]);
  }
});

test('sources behind a stop sequence go with their text', async () => {
  const { simulator } = await startStage();
  const body = { tools: [{ googleSearch: {} }], contents: [{ parts: [{ text: 'Restaurant: A\nLanguage: en' }] }] };
  const whole = (await generate(simulator, body)).body.candidates[0];
  const [first] = whole.groundingMetadata.groundingSupports;
  const stop = whole.content.parts[0].text.slice(whole.content.parts[0].text.indexOf(first.segment.text)).slice(0, 12);
  const cut = (await generate(simulator, { ...body, ...config({ stopSequences: [stop] }) })).body.candidates[0];
  expect(whole.content.parts[0].text.startsWith(cut.content.parts[0].text)).toBe(true);
  expect(cut.groundingMetadata.groundingSupports ?? []).toEqual([]);
});

test('models before 3 give as many candidates as are asked for, and bill them', async () => {
  const { simulator } = await startStage();
  const one = (await generate(simulator, {}, older)).body;
  const three = (await generate(simulator, config({ candidateCount: 3 }), older)).body;
  expect(three.candidates.map(({ index }: { index: number }) => index)).toEqual([0, 1, 2]);
  expect(three.usageMetadata.candidatesTokenCount).toBe(3 * one.usageMetadata.candidatesTokenCount);
});

test('the mode ANY is answered with a call whose arguments fit', async () => {
  const { simulator } = await startStage();
  const tools = [{ functionDeclarations: [{ name: 'other' }, ...declared.functionDeclarations] }];
  const any = (allowedFunctionNames: string[]) => ({
    tools,
    toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames } },
  });
  expect((await generate(simulator, any([]))).body.candidates[0]).toMatchObject({
    content: { parts: [{ functionCall: { name: 'other', args: {} } }] },
    finishReason: 'STOP',
  });
  expect((await generate(simulator, any(['weather']))).body.candidates[0].content.parts).toEqual([
    { functionCall: { name: 'weather', args: { city: expect.any(String) } } },
  ]);
  expect((await generate(simulator, { tools })).body.candidates[0].content.parts[0].text).toContain('You wrote');
});
