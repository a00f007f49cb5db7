import type { Faults } from '../core/faults.ts';
import type { AssertionPublicKey } from './state/assertion-keys.ts';
import type { Group, NewGroup } from './state/groups.ts';

/** A person on the simulated LINE. */
export type SimulatedUser = {
  userId: string;
  displayName: string;
  /** BCP 47; absent until the person has consented, as on LINE. */
  language?: string;
  /** HTTPS; absent when the person has none. */
  pictureUrl?: string;
  /** Absent when the person has none. */
  statusMessage?: string;
  /** False: has not consented to bots getting the profile; the bot then gets neither profile nor id in groups. */
  profileConsent?: boolean;
  friendship: 'friend' | 'blocked' | 'never-friend' | 'deleted';
};

/** What a person does in a chat. `chatId` defaults to the 1:1 chat of `userId`; group and room ids are allowed. */
export type UserAction = { userId: string; chatId?: string } & (
  | { type: 'text'; text: string }
  | { type: 'location'; latitude: number; longitude: number; title?: string; address?: string }
  /** Taps a button that is on screen; refused when no shown quick reply or Flex button carries this data. */
  | {
      type: 'postback';
      data: string /** What a date picker gives: `date`, `time` or `datetime`. */;
      params?: Record<string, string>;
    }
  | { type: 'sticker'; packageId?: string; stickerId?: string }
  | { type: 'image' }
  | { type: 'video' | 'audio'; durationMs?: number }
  | { type: 'unsend'; messageId: string }
  | { type: 'follow' }
  | { type: 'unfollow' }
  | { type: 'join' }
  | { type: 'leave' }
);

/** How one webhook body went. */
export type BodyDelivery = {
  /** HTTP status of the last attempt; undefined when there was no answer. */
  status: number | undefined;
  reason: 'ok' | 'could_not_connect' | 'request_timeout' | 'error_status_code' | 'unclassified' | 'not_sent';
  attempts: number;
};

/** How the webhook of an action went. */
export type WebhookDelivery = BodyDelivery & { webhookEventId: string };

/** How the one webhook of several actions went. */
export type SharedWebhookDelivery = BodyDelivery & { webhookEventIds: string[] };

/** One thing that a person sees in a chat, oldest first. */
export type ChatItem = {
  /** LINE message id, or an id of our own for notices. */
  id: string;
  atMs: number;
  from: 'user' | 'bot' | 'notice';
  userId?: string;
  /** How the bot's message came. */
  via?: 'reply' | 'push' | 'multicast' | 'narrowcast' | 'broadcast';
  /** The message object as LINE knows it (text, flex, location, sticker, ...). */
  message: { type: string } & Record<string, unknown>;
  unsent?: boolean;
};

/** A chat as a person sees it now. */
export type ChatView = {
  chatId: string;
  items: ChatItem[];
  /** Buttons shown above the keyboard: those of the newest message, until one is tapped or a new message comes. */
  quickReplies: { imageUrl?: string; action: { type: string } & Record<string, unknown> }[];
  /** Simulated time at which the loading animation ends; undefined when none is shown. */
  loadingUntilMs?: number;
};

/** LINE on this machine. */
export type LineSimulator = {
  /** `http://127.0.0.1:port`, for both the API and the data host. */
  url: string;
  channelId: string;
  channelSecret: string;
  channelAccessToken: string;
  botUserId: string;
  /** `@` and what follows, by which people find the bot. */
  basicId: string;
  /** How the bot is called in its chats. */
  botName: string;
  /** A friend of the bot who exists from the start. */
  userId: string;
  users: () => SimulatedUser[];
  addUser: (user: Partial<SimulatedUser>) => SimulatedUser;
  /** Makes a group or room; an id in `R` or kind `room` makes a room. The bot is in it unless `botIsIn` is false. */
  addGroup: (group: NewGroup) => Group;
  groups: () => Group[];
  webhookUrl: () => string | undefined;
  setWebhookUrl: (url: string) => void;
  /** Does it and delivers the signed webhook; resolves after the last attempt. Throws when the person cannot do it. */
  act: (action: UserAction) => Promise<WebhookDelivery>;
  /**
   * Does them in order and delivers their events in one body; none make the empty body of the "Verify" button. When one
   * cannot be done, it throws after those before it have been delivered.
   */
  actAll: (actions: readonly UserAction[]) => Promise<SharedWebhookDelivery>;
  chat: (chatId: string) => ChatView;
  /** Called with the chat id whenever what a person sees has changed. */
  subscribe: (listener: (chatId: string) => void) => () => void;
  setQuota: (quota: { limit: number | undefined; used?: number }) => void;
  /** The month's messages; an undefined limit is none. */
  quota: () => { limit: number | undefined; used: number };
  /** Registers a public key for JWT assertions, as the console does, and gives its `kid`. */
  registerAssertionKey: (publicKey: AssertionPublicKey) => string;
  faults: Faults;
  /**
   * As after the start: users, chats, tokens, keys, quota, faults and redeliveries are forgotten, and the journal is
   * empty. Clock, webhook URL and the channel's secrets stay.
   */
  reset: () => void;
  close: () => Promise<void>;
};
