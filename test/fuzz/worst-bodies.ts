import type { Dice } from './random.ts';

type Worst = (bytes: number) => string;

const user = { type: 'user', userId: `U${'0'.repeat(32)}` };
const event = (own: object) => ({
  type: 'message',
  mode: 'active',
  timestamp: 1,
  webhookEventId: '01WORST',
  source: user,
  ...own,
});
const lineBody = (...events: object[]) => JSON.stringify({ destination: 'U0', events });
const times = <T>(count: number, item: T) => Array.from({ length: Math.max(1, Math.floor(count)) }, () => item);
const text = (content: string, more: object = {}) =>
  lineBody(event({ message: { id: '1', type: 'text', text: content, ...more } }));

/** Bodies that cost the most for each of their bytes; nothing that a mutation would come upon. */
const worst: { line: readonly [Worst, ...Worst[]]; gemini: readonly [Worst, ...Worst[]] } = {
  line: [
    (bytes) => `{"destination":"U0","events":[${times(bytes / 2, '7').join(',')}]}`,
    (bytes) => `{"destination":"U0","events":[${times(bytes / 3, '{}').join(',')}]}`,
    (bytes) => lineBody(...times(bytes / 220, event({ type: 'beacon' }))),
    // To sort combining marks into their order takes time that grows with the square of their number.
    (bytes) => text(`a${'\u0301\u0323'.repeat(bytes / 4)}`),
    (bytes) => text('\uFDFA'.repeat(bytes / 3)),
    (bytes) => {
      const mentionees = times(bytes / 100, { index: 1, length: 1, isSelf: true });
      return text('a'.repeat(bytes / 3), { mention: { mentionees } });
    },
    (bytes) => lineBody(event({ type: 'postback', postback: { data: '.'.repeat(bytes) } })),
    (bytes) => `{"destination":"U0","events":${'['.repeat(bytes / 2)}`,
  ],
  gemini: [
    (bytes) =>
      `{"type":"batch.x","data":{"user_metadata":{${times(bytes / 14, 0)
        .map((_, n) => `"${n}":"v"`)
        .join(',')}}}}`,
    (bytes) => JSON.stringify({ type: 'batch.x', data: { id: 'a/'.repeat(bytes / 2) } }),
    (bytes) =>
      JSON.stringify({ type: 'batch.x', data: { id: 'x', user_metadata: { hyoban: `k1.${'A'.repeat(bytes)}` } } }),
    (bytes) => `{"type":"batch.x","data":${'{"a":'.repeat(bytes / 5)}`,
  ],
};

/** One of them, of about so many bytes. */
export function worstBody(vendor: 'line' | 'gemini', dice: Dice, bytes: number): string {
  return dice.pick(worst[vendor])(Math.max(0, bytes - 1000));
}
