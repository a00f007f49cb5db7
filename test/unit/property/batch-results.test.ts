import * as fc from 'fast-check';
import { readResults } from '../../../src/gemini/results.ts';
import { isPolluted, nastyText, objectWords, unknownFields } from './arbitraries.ts';

const keys = ['p0', 'p1', '__proto__'];

/** A line of a result file, and what it says to somebody who reads it right. */
type Line = { text: string; says: { key: string; answer: string } | { key: string; failed: true } | 'nothing' };

const modelText = nastyText(12).map((text) => `${text.toWellFormed()} .`);
const response = (text: string) => ({
  candidates: [{ content: { role: 'model', parts: [{ text }] }, finishReason: 'STOP' }],
  usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 7 },
  modelVersion: 'gemini-3.5-flash',
});
const good = (key: fc.Arbitrary<string>, text: fc.Arbitrary<string>) =>
  fc.tuple(key, text, unknownFields, fc.boolean()).map(([name, answer, fields, isInline]): Line => {
    const where = isInline ? { metadata: { key: name } } : { key: name };
    return { text: JSON.stringify({ ...fields, response: response(answer), ...where }), says: { key: name, answer } };
  });
const failed = fc
  .tuple(fc.constantFrom(...keys), fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant({ code: 3, message: 'no' })))
  .map(([key, error]): Line => ({ text: JSON.stringify({ key, error }), says: { key, failed: true } }));
const junk = fc
  .oneof(
    fc.json({ maxDepth: 2 }).filter((text) => !/key|metadata/.test(text)),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('utf8')),
    fc.constantFrom('', '   ', '\t', '{', 'null', '7', '[]', '{"key":7}', '{"key":null,"response":{}}', '\uFFFD'),
    fc.constantFrom('[', '{"a":').map((open) => open.repeat(20_000)),
    fc.constantFrom(...objectWords).map((word) => JSON.stringify({ metadata: { [word]: 'p0' } })),
    fc.constant(JSON.stringify({ key: 'p0', response: response('huge'.repeat(100_000)) }).slice(0, -9)),
  )
  .map((text): Line => ({ text: text.replaceAll(/[\r\n]/g, ' '), says: 'nothing' }));
const foreign = good(fc.constantFrom('p9', 'P0', '', 'p0 ', 'constructor'), modelText).map(
  ({ text }): Line => ({ text, says: 'nothing' }),
);
const ours = good(fc.constantFrom(...keys), modelText);
const repeated = good(fc.constantFrom(...keys), fc.constantFrom('one answer', 'another answer'));
const anyLines = fc.array(fc.oneof(ours, repeated, failed, junk, foreign), { maxLength: 12 });

const fileOf = (lines: Line[], lineEnd: string, head: string) => head + lines.map(({ text }) => text).join(lineEnd);

test('each expected key gets exactly one verdict, whatever the lines are and however they end', () => {
  fc.assert(
    fc.property(
      anyLines,
      fc.constantFrom('\n', '\r\n', '\n\n'),
      fc.constantFrom('', '\uFEFF'),
      (lines, lineEnd, head) => {
        const { byKey, problems } = readResults(fileOf(lines, lineEnd, head), keys);
        for (const key of keys) {
          const verdicts =
            (byKey.has(key) ? 1 : 0) + problems.filter((problem) => problem === `key ${key}: no line`).length;
          expect([key, verdicts]).toEqual([key, 1]);
        }
        expect([...byKey.keys()].filter((key) => !keys.includes(key))).toEqual([]);
        expect(isPolluted()).toBe(false);
      },
    ),
    { numRuns: 80 },
  );
});

test('a key has the answer of its lines when they agree, else it has failed; other lines count for nothing', () => {
  fc.assert(
    fc.property(anyLines, (lines) => {
      const { byKey } = readResults(fileOf(lines, '\n', ''), keys);
      for (const key of keys) {
        const said = lines.flatMap(({ says }) => (says !== 'nothing' && says.key === key ? [says] : []));
        const result = byKey.get(key);
        const answers = new Set(said.map((line) => ('answer' in line ? line.answer : undefined)));
        const [only] = answers;
        if (said.length === 0) expect(result).toBeUndefined();
        else if (answers.size > 1 || only === undefined) expect(result).toHaveProperty('error');
        else expect(result).toMatchObject({ answer: { kind: 'text', text: only } });
      }
    }),
    { numRuns: 80 },
  );
});

const verdicts = (lines: Line[]) => {
  const { byKey } = readResults(fileOf(lines, '\n', ''), keys);
  return keys.map((key) => {
    const result = byKey.get(key);
    return result === undefined || 'error' in result ? typeof result : result.answer;
  });
};

test('the order of the lines does not matter', () => {
  const twoOrders = anyLines.chain((lines) =>
    fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length })),
  );
  fc.assert(
    fc.property(twoOrders, ([lines, shuffled]) => expect(verdicts(shuffled)).toEqual(verdicts(lines))),
    { numRuns: 60 },
  );
});

test('problems are told without what the lines hold', () => {
  const secret = 'Secret restaurant';
  const lines = anyLines.map((all) => all.map((line) => ({ ...line, text: line.text.replaceAll('answer', secret) })));
  fc.assert(
    fc.property(lines, (all) => expect(readResults(fileOf(all, '\n', ''), keys).problems.join()).not.toContain(secret)),
    { numRuns: 50 },
  );
});
