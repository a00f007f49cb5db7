import type { SimulatorClock } from '../../core/clock.ts';
import { randomText, seededRandom } from '../../core/random.ts';

const hex = '0123456789abcdef';
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const urlSafe = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Makes every id that LINE gives out; one seed and one course of the clock give one run of ids. */
export type Ids = {
  userId: () => string;
  groupId: () => string;
  roomId: () => string;
  /** A decimal string of 18 digits that grows with time. */
  messageId: () => string;
  /** A ULID. */
  webhookEventId: () => string;
  replyToken: () => string;
  quoteToken: () => string;
  markAsReadToken: () => string;
  /** A UUID, for `x-line-request-id`. */
  requestId: () => string;
  richMenuId: () => string;
  accessToken: () => string;
  noticeId: () => string;
};

/** Makes the ids of one run; each kind has its own stream, so that more of one kind does not change another. */
export function createIds(seed: number, clock: SimulatorClock): Ids {
  let lastMessageId = 0n;
  let notices = 0;
  const events = seededRandom(seed, 'line-events');
  const messages = seededRandom(seed, 'line-messages');

  return {
    userId: prefixed(seed, 'U'),
    groupId: prefixed(seed, 'C'),
    roomId: prefixed(seed, 'R'),
    messageId() {
      const fromClock = 600_000_000_000_000_000n + BigInt(Math.max(0, Math.floor(clock.nowMs()))) * 10_000n;
      const step = BigInt(1 + Math.floor(messages() * 97));
      lastMessageId = (fromClock > lastMessageId ? fromClock : lastMessageId) + step;
      return lastMessageId.toString();
    },
    webhookEventId: () => ulidTime(clock.nowMs()) + randomText(events, 16, crockford),
    replyToken: stream(seed, 'line-reply-tokens', 32, hex),
    quoteToken: stream(seed, 'line-quote-tokens', 60, urlSafe),
    markAsReadToken: stream(seed, 'line-read-tokens', 43, urlSafe),
    requestId: uuids(seed),
    richMenuId: prefixed(seed, 'richmenu-'),
    accessToken: stream(seed, 'line-access-tokens', 120, urlSafe),
    noticeId: () => `notice-${++notices}`,
  };
}

function stream(seed: number, name: string, length: number, alphabet: string): () => string {
  const random = seededRandom(seed, name);
  return () => randomText(random, length, alphabet);
}

function prefixed(seed: number, prefix: string): () => string {
  const next = stream(seed, `line-${prefix}`, 32, hex);
  return () => prefix + next();
}

function uuids(seed: number): () => string {
  const next = stream(seed, 'line-request-ids', 32, hex);
  return () => {
    const digits = next();
    return [
      digits.slice(0, 8),
      digits.slice(8, 12),
      `4${digits.slice(13, 16)}`,
      `a${digits.slice(17, 20)}`,
      digits.slice(20),
    ].join('-');
  };
}

function ulidTime(nowMs: number): string {
  let rest = Math.max(0, Math.floor(nowMs));
  let text = '';
  for (let i = 0; i < 10; i++) {
    text = (crockford[rest % 32] ?? '0') + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
