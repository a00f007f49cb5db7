import { readAnswer } from '../../src/gemini/answer.ts';
import { batchStateOf } from '../../src/gemini/batch-states.ts';
import { operation, stateOf } from '../../src/gemini/operation.ts';
import { confirmedUsage } from '../../src/gemini/pricing.ts';
import { generateContentResponse } from '../../src/gemini/response.ts';

const candidate = (finishReason: string | undefined, ...parts: object[]) => ({
  candidates: [{ ...(parts.length > 0 && { content: { role: 'model', parts } }), finishReason }],
});

test.each([
  ['text', candidate('STOP', { text: 'a' }, { text: 'b' }), { kind: 'text', text: 'ab' }],
  [
    'thoughts before the text',
    candidate('STOP', { text: 'hm', thought: true }, { text: 'a' }),
    { kind: 'text', text: 'a' },
  ],
  ['other parts', candidate('STOP', { functionCall: {} }, { text: 'a' }), { kind: 'text', text: 'a' }],
  ['no finish reason', candidate(undefined, { text: 'a' }), { kind: 'text', text: 'a' }],
  ['a finish reason of tomorrow', candidate('BORED', { text: 'a' }), { kind: 'text', text: 'a' }],
  ['a finish reason of tomorrow without text', candidate('BORED'), { kind: 'empty' }],
  ['only thoughts', candidate('STOP', { text: 'hm', thought: true }), { kind: 'empty' }],
  ['white space', candidate('STOP', { text: ' \n' }), { kind: 'empty' }],
  [
    'a blocked prompt',
    { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } },
    { kind: 'blocked', reason: 'PROHIBITED_CONTENT' },
  ],
  ['a block reason of tomorrow', { promptFeedback: { blockReason: 'TABOO' } }, { kind: 'blocked', reason: 'TABOO' }],
  ['a blocked answer', candidate('SAFETY'), { kind: 'blocked', reason: 'SAFETY' }],
  [
    'a blocked answer with a piece of it',
    candidate('RECITATION', { text: 'It was' }),
    { kind: 'blocked', reason: 'RECITATION' },
  ],
  ['a cut answer', candidate('MAX_TOKENS', { text: '{"a' }), { kind: 'cut-off', text: '{"a' }],
  ['all tokens thought away', candidate('MAX_TOKENS'), { kind: 'cut-off', text: '' }],
  ['no candidates', {}, { kind: 'empty' }],
  ['no response', 'text', { kind: 'empty' }],
  ['nothing', undefined, { kind: 'empty' }],
])('an answer with %s', (_name, response, expected) => {
  expect(readAnswer(response)).toEqual(expected);
});

test.each([
  ['BATCH_STATE_PENDING', 'pending'],
  ['JOB_STATE_PENDING', 'pending'],
  ['BATCH_STATE_RUNNING', 'running'],
  ['JOB_STATE_SUCCEEDED', 'succeeded'],
  ['BATCH_STATE_FAILED', 'failed'],
  ['JOB_STATE_CANCELLED', 'cancelled'],
  ['BATCH_STATE_EXPIRED', 'expired'],
  ['BATCH_STATE_UNSPECIFIED', 'unknown'],
  ['JOB_STATE_PARTIALLY_SUCCEEDED', 'unknown'],
  ['BATCH_STATE_HIBERNATING', 'unknown'],
  ['', 'unknown'],
])('the state %j is %s', (rawState, state) => {
  expect(batchStateOf(rawState)).toBe(state);
});

test.each([
  ['is done with an error', { done: true, error: { code: 13 } }, 'failed'],
  ['is done with a response', { done: true, response: { responsesFile: 'files/batch-x' } }, 'succeeded'],
  ['is done with nothing', { done: true }, 'unknown'],
  ['is not done', {}, 'unknown'],
])('an operation without a state that %s', (_name, more, state) => {
  expect(stateOf(operation.parse({ name: 'batches/x', ...more })).state).toBe(state);
});

const usage = (model: string, more: object = {}, call: 'batchLine' | 'searchPlaces' = 'searchPlaces', nowMs?: number) =>
  confirmedUsage(
    call,
    model,
    generateContentResponse.parse({
      candidates: [{ groundingMetadata: more }],
      usageMetadata: { promptTokenCount: 1000, candidatesTokenCount: 100, thoughtsTokenCount: 100 },
    }),
    nowMs,
  ).priceMicroUsd;

describe('the price of a call', () => {
  test.each([
    ['standard', usage('gemini-3.5-flash'), 3300],
    ['half in a batch', usage('gemini-3.5-flash', {}, 'batchLine'), 1650],
    ['by the longest name that fits', usage('gemini-3.5-flash-lite-001'), 800],
    ['by the full name of the resource', usage('models/gemini-3.5-flash'), 3300],
    ['the dearest for an unknown model', usage('gemini-9-ultra'), 4400],
    ['the dearest for a longer number', usage('gemini-3.55-flash'), 4400],
    ['half of 3.8 Flash this year', usage('gemini-3.8-flash', {}, 'searchPlaces', Date.UTC(2026, 11, 31)), 1500],
    ['all of it next year', usage('gemini-3.8-flash', {}, 'searchPlaces', Date.UTC(2027, 0, 1)), 3000],
    [
      'with Maps by prompt',
      usage('gemini-3.5-flash', { groundingChunks: [{ maps: {} }], webSearchQueries: ['q'] }),
      28_300,
    ],
    ['with Search by query', usage('gemini-3.5-flash', { webSearchQueries: ['a', 'b', ' '] }), 31_300],
    ['with Search by prompt before Gemini 3', usage('gemini-2.5-flash', { webSearchQueries: ['a', 'b'] }), 35_800],
    ['without a source for nothing more', usage('gemini-3.5-flash', { groundingChunks: [] }), 3300],
  ])('%s', (_name, found, expected) => {
    expect(found).toBe(expected);
  });

  test('is unknown when the answer does not say its tokens', () => {
    const entry = confirmedUsage('answerNow', 'gemini-3.5-flash', generateContentResponse.parse({}));
    expect(entry).toEqual({ call: 'answerNow', status: 'unknown', promptTokens: 0, outputTokens: 0, priceMicroUsd: 0 });
  });
});
