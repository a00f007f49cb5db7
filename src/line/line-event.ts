/** Where an event comes from. `userId` may be missing in groups and rooms. */
export type EventSource = { kind: 'user' | 'group' | 'room'; id: string; userId?: string };

/** What every active event carries. */
export type EventBase = {
  webhookEventId: string;
  /** When it happened, milliseconds since the epoch; the same on redelivery. */
  timestampMs: number;
  isRedelivery: boolean;
  /** Works once, for about a minute; missing when the event cannot be answered. */
  replyToken?: string;
  source: EventSource;
};

/** Why an event is of no use to the bot. */
export type IgnoredReason =
  | 'malformed'
  | 'standby'
  | 'bad-location'
  /** No source, or a source that is neither user, group nor room. */
  | 'unknown-source'
  /** Of a type that the bot does not know or need. */
  | 'unknown-type';

/** What a person did. */
export type EventContent =
  /** `messageId` is what an unsend names. */
  | { kind: 'location'; messageId: string; latitude: number; longitude: number }
  /** `text` without the mentions of the bot. */
  | { kind: 'text'; messageId: string; text: string; mentionsBot: boolean }
  | { kind: 'postback'; data: string }
  | { kind: 'follow' }
  /** The person has blocked the bot, or the group has removed it: nothing may be sent there any more. */
  | { kind: 'unfollow' }
  | { kind: 'join' }
  | { kind: 'unsend'; messageId: string }
  | { kind: 'other-message'; messageType: string };

/** One event of a webhook, as the bot sees it. */
export type LineEvent =
  | (EventBase & EventContent)
  | { kind: 'ignored'; reason: IgnoredReason; webhookEventId?: string };
