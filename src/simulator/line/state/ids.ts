import type { SimulatorClock } from '../../core/clock.ts';
import { idRandom } from '../../core/id-random.ts';
import { randomText } from '../../core/random.ts';

const hex = '0123456789abcdef';
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const urlSafe = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Makes every id that LINE gives out. */
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
  linkToken: () => string;
  /** A UUID, for `x-line-request-id`. */
  requestId: () => string;
  richMenuId: () => string;
  accessToken: () => string;
  noticeId: () => string;
};

/**
 * Starts the streams, one for each kind, so that more of one kind does not change another. Without `idSeed` no id repeats,
 * whatever was started before; with it, one course of the clock gives the same ids.
 */
export function createIds(idSeed: number | undefined, clock: SimulatorClock): Ids {
  let lastMessageId = 0n;
  let notices = 0;
  const events = idRandom(idSeed, 'line-events');
  const messages = idRandom(idSeed, 'line-messages');

  return {
    userId: prefixed(idSeed, 'U'),
    groupId: prefixed(idSeed, 'C'),
    roomId: prefixed(idSeed, 'R'),
    messageId() {
      const fromClock = 400_000_000_000_000_000n + BigInt(Math.max(0, Math.floor(clock.nowMs()))) * 100_000n;
      const isNewTime = fromClock > lastMessageId;
      const step = BigInt(1 + Math.floor(messages() * (isNewTime ? 50_000 : 97)));
      lastMessageId = (isNewTime ? fromClock : lastMessageId) + step;
      return lastMessageId.toString();
    },
    webhookEventId: () => ulidTime(clock.nowMs()) + randomText(events, 16, crockford),
    replyToken: stream(idSeed, 'line-reply-tokens', 32, hex),
    quoteToken: stream(idSeed, 'line-quote-tokens', 60, urlSafe),
    markAsReadToken: stream(idSeed, 'line-read-tokens', 43, urlSafe),
    linkToken: stream(idSeed, 'line-link-tokens', 32, urlSafe),
    requestId: uuids(idSeed),
    richMenuId: prefixed(idSeed, 'richmenu-'),
    accessToken: stream(idSeed, 'line-access-tokens', 120, urlSafe),
    noticeId: () => `notice-${++notices}`,
  };
}

/** The user ids of those who exist from the start; the same for one seed, because these are the same people. */
export const residentIds = (seed: number): (() => string) => prefixed(seed, 'U');

function stream(idSeed: number | undefined, name: string, length: number, alphabet: string): () => string {
  const random = idRandom(idSeed, name);
  return () => randomText(random, length, alphabet);
}

function prefixed(idSeed: number | undefined, prefix: string): () => string {
  const next = stream(idSeed, `line-${prefix}`, 32, hex);
  return () => prefix + next();
}

function uuids(idSeed: number | undefined): () => string {
  const next = stream(idSeed, 'line-request-ids', 32, hex);
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
