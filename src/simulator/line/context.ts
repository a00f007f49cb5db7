import type { SimulatorClock } from '../core/clock.ts';
import type { Faults } from '../core/faults.ts';
import type { Journal } from '../core/journal.ts';
import { randomText, seededRandom } from '../core/random.ts';
import type { SimulatedUser } from './simulator.ts';
import { type AccessTokens, createAccessTokens } from './state/access-tokens.ts';
import type { AssertionKeys } from './state/assertion-keys.ts';
import { type Chats, createChats } from './state/chats.ts';
import { createGroups, type Groups } from './state/groups.ts';
import { createIds, type Ids, residentIds } from './state/ids.ts';
import { createQuota, type Quota } from './state/quota.ts';
import { createQuoteTokens, type QuoteTokens } from './state/quote-tokens.ts';
import { createRateLimiter, type RateLimiter } from './state/rate-limits.ts';
import { createReplyTokens, type ReplyTokens } from './state/reply-tokens.ts';
import { createRetryKeys, type RetryKeys } from './state/retry-keys.ts';
import { createRichMenus, type RichMenus } from './state/rich-menus.ts';
import type { LineSettings } from './state/settings.ts';
import { createUsers, type Users } from './state/users.ts';
import type { CountingMode } from './validation/lengths.ts';
import type { MessageValidator } from './validation/messages.ts';

/** The bot's channel; the same for one seed. */
export type Channel = {
  channelId: string;
  channelSecret: string;
  channelAccessToken: string;
  botUserId: string;
  basicId: string;
  displayName: string;
};

/** A narrowcast that was accepted; `userIds` are those who got it, none when it failed with an `errorCode`. */
export type Narrowcast = { atMs: number; userIds: string[]; targetCount: number; errorCode?: 2 | 5 };

/** Everything that a reset makes anew. */
export type LineState = {
  ids: Ids;
  users: Users;
  groups: Groups;
  chats: Chats;
  replyTokens: ReplyTokens;
  retryKeys: RetryKeys;
  quota: Quota;
  withinRate: RateLimiter;
  accessTokens: AccessTokens;
  quoteTokens: QuoteTokens;
  markAsReadTokens: Set<string>;
  richMenus: RichMenus;
  /** Narrowcasts by the id of the request that was accepted. */
  narrowcasts: Map<string, Narrowcast>;
  /** A friend of the bot who exists from the start. */
  firstUserId: string;
};

/** What the routes and the webhook sender share. */
export type LineContext = {
  clock: SimulatorClock;
  journal: Journal;
  faults: Faults;
  channel: Channel;
  assertionKeys: AssertionKeys;
  webhook: { url: string | undefined };
  redeliveryGapsMs: readonly number[];
  /** Aborted on reset and close: what is under way gives up its redeliveries. */
  life: AbortController;
  countingMode: CountingMode;
  settings: LineSettings;
  validate: MessageValidator;
  state: LineState;
  /** Tells the subscribers that a chat has changed. */
  changed: (chatId: string) => void;
};

/** Makes the channel's ids, and its secrets unless they are given, from the seed. */
export function createChannel(
  seed: number,
  displayName: string,
  secrets?: Pick<Channel, 'channelSecret' | 'channelAccessToken'>,
): Channel {
  const random = seededRandom(seed, 'line-channel');
  const hex = '0123456789abcdef';
  const channel = {
    channelId: `2${randomText(random, 9, '0123456789')}`,
    channelSecret: randomText(random, 32, hex),
    channelAccessToken: `${randomText(random, 170)}=`,
    botUserId: `U${randomText(random, 32, hex)}`,
    basicId: `@${randomText(random, 3, '0123456789')}${randomText(random, 5)}`,
    displayName,
  };
  if (!secrets) return channel;
  const { channelSecret, channelAccessToken } = secrets;
  return { ...channel, channelSecret, channelAccessToken };
}

/** Makes a fresh state with the people who exist from the start, one friend of the bot at least. */
export function createState(options: {
  seed: number;
  idSeed: number | undefined;
  /** Who exists from the start beside the first friend. */
  people: readonly Partial<SimulatedUser>[];
  clock: SimulatorClock;
  channel: Channel;
  replyTokenLifeMs: number;
  changed: (chatId: string) => void;
}): LineState {
  const { seed, clock, people } = options;
  const ids = createIds(options.idSeed, clock);
  const residentId = residentIds(seed);
  const users = createUsers(ids, clock);
  const firstUser = users.add({ userId: residentId(), displayName: 'Alex', language: 'en' });
  for (const person of people) users.add({ userId: residentId(), ...person });
  return {
    ids,
    users,
    groups: createGroups(ids),
    chats: createChats(clock, ids, options.changed),
    replyTokens: createReplyTokens(clock, options.replyTokenLifeMs),
    retryKeys: createRetryKeys(clock),
    quota: createQuota(clock),
    withinRate: createRateLimiter(clock),
    accessTokens: createAccessTokens(clock, options.channel.channelAccessToken),
    quoteTokens: createQuoteTokens(ids),
    markAsReadTokens: new Set(),
    richMenus: createRichMenus(),
    narrowcasts: new Map(),
    firstUserId: firstUser.userId,
  };
}
