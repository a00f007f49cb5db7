import { readResults } from '../../src/gemini/results.ts';

const response = (text: string, more: object = {}) => ({
  candidates: [{ content: { role: 'model', parts: [{ text }] }, finishReason: 'STOP' }],
  usageMetadata: { promptTokenCount: 100, candidatesTokenCount: 40, thoughtsTokenCount: 60 },
  modelVersion: 'gemini-3.5-flash',
  ...more,
});
const line = (value: object) => JSON.stringify(value);
const good = (key: string, text = `about ${key}`) => line({ response: response(text), key });
const answer = (text: string) => ({ answer: { kind: 'text', text } });

test('results are matched by key, in whatever order they come', () => {
  const { byKey, problems } = readResults([good('p2'), good('p0'), good('p1')].join('\n'), ['p0', 'p1', 'p2']);
  expect(problems).toEqual([]);
  for (const key of ['p0', 'p1', 'p2']) expect(byKey.get(key)).toMatchObject(answer(`about ${key}`));
});

test('a line costs half of the standard price, thoughts included', () => {
  const { byKey } = readResults(good('p0'), ['p0']);
  expect(byKey.get('p0')).toMatchObject({
    usage: { call: 'batchLine', status: 'confirmed', promptTokens: 100, outputTokens: 100, priceMicroUsd: 525 },
  });
});

test.each([
  ['an unknown key', [good('p0'), good('p7')], ['line 2: unknown key "p7"']],
  ['a key of the prototype', [good('p0'), good('__proto__')], ['line 2: unknown key "__proto__"']],
  ['no key', [good('p0'), line({ response: response('lost') })], ['line 2: no key']],
  ['a key that is no text', [good('p0'), line({ key: 5, response: response('x') })], ['line 2: not a result']],
  ['a cut line', [good('p0'), good('p1').slice(0, 30)], ['line 2: not a result']],
  [
    'a line that is no object',
    [good('p0'), '42', 'null', '[]'],
    ['line 2: not a result', 'line 3: not a result', 'line 4: not a result'],
  ],
  ['a page of HTML', ['<html>', good('p0')], ['line 1: not a result']],
  ['the same line twice', [good('p0'), good('p0')], ['line 2: key p0 again, the same']],
])('%s is a problem and disturbs nothing else', (_name, lines, expected) => {
  const { byKey, problems } = readResults(lines.join('\n'), ['p0']);
  expect(problems).toEqual(expected);
  expect([...byKey.keys()]).toEqual(['p0']);
  expect(byKey.get('p0')).toMatchObject(answer('about p0'));
});

test('of a key with two different answers none is believed, not even by a third', () => {
  const { byKey, problems } = readResults([good('p0', 'a'), good('p0', 'b'), good('p0', 'a')].join('\n'), ['p0']);
  expect(byKey.get('p0')).toEqual({ error: { code: 15, message: 'two lines of this key differ' } });
  expect(problems).toHaveLength(2);
});

test('a key without a line is a problem', () => {
  const { byKey, problems } = readResults(good('p1'), ['p0', 'p1']);
  expect(byKey.has('p0')).toBe(false);
  expect(problems).toEqual(['key p0: no line']);
});

test.each([
  ['an error', { error: { code: 400, message: 'bad' } }, { code: 400, message: 'bad' }],
  ['a status without a code', { error: { message: 'bad' } }, { code: 2, message: 'bad' }],
  ['an error that is text', { error: 'bad' }, { code: 2, message: 'no response in this line' }],
  ['nothing', {}, { code: 2, message: 'no response in this line' }],
  ['a response of another form', { response: 'text' }, { code: 2, message: 'no response in this line' }],
  ['null', { response: null }, { code: 2, message: 'no response in this line' }],
])('a line with %s has failed', (_name, content, error) => {
  const { byKey, problems } = readResults(line({ key: 'p0', ...content }), ['p0']);
  expect(byKey.get('p0')).toEqual({ error });
  expect(problems).toEqual([]);
});

test('a blocked or cut answer is an answer, and billed', () => {
  const blocked = line({
    key: 'p0',
    response: { promptFeedback: { blockReason: 'SAFETY' }, usageMetadata: { promptTokenCount: 8 } },
  });
  const cut = line({
    key: 'p1',
    response: response('', { candidates: [{ content: { parts: [{ text: '{"ver' }] }, finishReason: 'MAX_TOKENS' }] }),
  });
  const { byKey } = readResults([blocked, cut].join('\n'), ['p0', 'p1']);
  expect(byKey.get('p0')).toMatchObject({ answer: { kind: 'blocked', reason: 'SAFETY' }, usage: { promptTokens: 8 } });
  expect(byKey.get('p1')).toMatchObject({ answer: { kind: 'cut-off', text: '{"ver' }, usage: { status: 'confirmed' } });
});

test('the key may stand in the metadata, as in inline jobs', () => {
  const { byKey } = readResults(line({ response: response('x'), metadata: { key: 'p0' } }), ['p0']);
  expect(byKey.get('p0')).toMatchObject(answer('x'));
});

test('byte order marks, CRLF, blank lines and line separators inside texts are no obstacle', () => {
  const text = 'one\u2028two';
  const { byKey, problems } = readResults(`\ufeff${good('p0', text)}\r\n\r\n${good('p1')}\r\n`, ['p0', 'p1']);
  expect(problems).toEqual([]);
  expect(byKey.get('p0')).toMatchObject(answer(text));
});

test('an empty file brings nothing but problems', () => {
  expect(readResults('', ['p0', 'p1'])).toEqual({ byKey: new Map(), problems: ['key p0: no line', 'key p1: no line'] });
});
