import { startLine } from '../support/line-simulator.ts';
import { behaviour } from './simulator-faults-support.ts';
import { closeLater, startStage } from './simulator-gemini-support.ts';

const status = { kind: 'status', status: 500 };

/** Side, a fault with a slip in it, and what the answer says of it. */
const slips: [string, unknown, RegExp][] = [
  [
    'line',
    { route: 'push', effect: { kind: 'earthquake' } },
    /effect.* must be one of status, delay, reset, lost-answer/,
  ],
  ['line', { route: 'push', effect: { kind: 'slow-body' } }, /effect\.durationMs is missing/],
  ['line', { route: 'push', effect: { ...status, stauts: 1 } }, /unknown field "stauts"/],
  ['line', { route: 'push', effect: status, time: 2 }, /unknown field "time"/],
  [
    'line',
    { route: 'pusch', effect: status },
    /no route "pusch" on LINE; there are \*, .*\bpush\b.*\bset-webhook-endpoint\b/,
  ],
  ['line', { route: 'generateContent', effect: status }, /no route "generateContent" on LINE/],
  ['line', { route: 'webhook', effect: status }, /route webhook is met by effects of the kind behaviour alone/],
  ['line', behaviour('push', 'rate-limit'), /no behaviour "rate-limit" on LINE; there are rate-limited, /],
  ['line', behaviour('push', 'safety'), /no behaviour "safety" on LINE/],
  ['line', behaviour('push', 'no-language'), /no-language strikes on profile, not on push/],
  ['line', behaviour('webhook', 'rate-limited'), /rate-limited strikes on .*push.*, not on webhook/],
  ['line', behaviour('webhook', 'standby', true), /standby has no value/],
  ['line', behaviour('webhook', 'late', 'soon'), /value of the behaviour late does not fit/],
  ['line', behaviour('webhook', 'toString'), /no behaviour "toString"/],
  [
    'gemini',
    { route: 'generatecontent', effect: status },
    /no route "generatecontent" on Gemini; .*\bgenerateContent\b/,
  ],
  ['gemini', { route: 'control', effect: status }, /no route "control" on Gemini/],
  [
    'gemini',
    { route: 'generateContent:maps', effect: status },
    /met by effects of the kind behaviour alone, not status/,
  ],
  [
    'gemini',
    { route: 'batchItem', effect: { kind: 'delay', delayMs: 1 } },
    /batchItem is met by effects of the kind behav/,
  ],
  ['gemini', behaviour('generateContent', 'job-failed'), /job-failed strikes on batch, .*, not on generateContent/],
  ['gemini', behaviour('batchItem', 'quota-429'), /quota-429 strikes on .*, not on batchItem/],
  ['gemini', behaviour('generateContent:mapz', 'safety'), /no route "generateContent:mapz"/],
  ['gemini', behaviour('batch', 'failed-items', 'two'), /value of the behaviour failed-items does not fit/],
  ['gemini', behaviour('*', 'max-tokens', 'emtpy'), /value of the behaviour max-tokens does not fit/],
];

async function startSide(side: string) {
  if (side === 'gemini') return (await startStage()).simulator;
  const { line } = await startLine();
  closeLater(line.close);
  return line;
}

test.each(slips)('on %s, %j is refused with a sentence', async (side, fault, sentence) => {
  const { url, faults } = await startSide(side);
  const answer = await fetch(`${url}/_sim/faults`, { method: 'POST', body: JSON.stringify(fault) });
  expect(answer.status).toBe(400);
  expect(JSON.parse(await answer.text()).message).toMatch(sentence);
  expect(faults.list()).toEqual([]);
});

test.each(['line', 'gemini'])('a program gets the same sentence thrown on %s', async (side) => {
  const { faults } = await startSide(side);
  expect(() => faults.add(behaviour('*', 'gremlin'))).toThrow(/There is no behaviour "gremlin" on \w+; there are /);
  expect(faults.list()).toEqual([]);
});

test.each(['line', 'gemini'])('every route that the sentence of %s names is taken', async (side) => {
  const { url, faults } = await startSide(side);
  const post = (fault: unknown) => fetch(`${url}/_sim/faults`, { method: 'POST', body: JSON.stringify(fault) });
  const { message } = JSON.parse(await (await post({ route: '?', effect: status })).text());
  const [, listed = ''] = /there are (.*)\./.exec(message) ?? [];
  const routes = listed.split(', ');
  expect(routes.length).toBeGreaterThan(25);
  const refused: string[] = [];
  for (const route of routes) {
    const isForBehaviours = /^webhook$|^batch$|^batchItem|:/.test(route);
    const taken = (await post({ route, effect: status })).status === 201;
    if (taken === isForBehaviours) refused.push(route);
  }
  expect(refused).toEqual([]);
  expect(faults.list().length).toBeGreaterThan(15);
});
