import type { Call } from '../../src/simulator/core/call.ts';
import type { Digests } from '../../src/temporal/digests.ts';
import type { Caller } from './caller.ts';
import type { Story } from './story.ts';

/** A webhook of LINE as it went out. */
type SentEvent = { webhookEventId: string; replyToken: string | undefined; event: Record<string, unknown> };

/** Knows which chat of the story an id, a token or a workflow belongs to. */
export type People = {
  /** Looks at a request that no activity makes: LINE's webhooks tell event ids and reply tokens. */
  onRequest: (url: string, body: unknown) => void;
  callerOfWorkflow: (workflowId: string) => Caller;
  /** The API's call to LINE names its chat in its path or body. */
  apiCallerOf: (route: string, call: Call) => Caller;
  personOf: (userId: string) => Caller;
  /** What LINE has sent for a chat, oldest first, without repetitions. */
  sentEvents: (chat: number) => readonly SentEvent[];
};

/** Starts to watch the people of a story. */
export function watchPeople(story: Story, digests: Digests): People {
  const byUserId = new Map(story.chats.map(({ userId }, chat) => [userId, chat]));
  const byChatKey = new Map(story.chats.map(({ userId }, chat) => [digests.chatKey(userId), chat]));
  const byEvent = new Map<string, { chat: number; nth: number }>();
  const byToken = new Map<string, number>();
  const sent: SentEvent[][] = story.chats.map(() => []);
  const nobody: Caller = { label: 'nobody', chat: undefined };
  const callerFor = (chat: number | undefined, role: string): Caller =>
    chat === undefined ? nobody : { label: `chat${chat}/${role}`, chat };

  return {
    onRequest(_url, body) {
      for (const event of eventsIn(body)) {
        const chat = byUserId.get(event.source.groupId ?? event.source.userId);
        if (chat === undefined || byEvent.has(event.webhookEventId)) continue;
        const { webhookEventId, replyToken } = event;
        byEvent.set(webhookEventId, { chat, nth: sent[chat]?.length ?? 0 });
        if (replyToken !== undefined) byToken.set(replyToken, chat);
        sent[chat]?.push({ webhookEventId, replyToken, event });
      }
    },
    callerOfWorkflow(workflowId) {
      const [type = '', id = '', place = ''] = workflowId.split(':');
      const event = byEvent.get(id);
      if (event) return { label: `chat${event.chat}/${type}${event.nth}`, chat: event.chat };
      return callerFor(byChatKey.get(id), place ? `${type}:${place}` : type);
    },
    apiCallerOf: (_route, call) => callerFor(chatOfCall(call, byUserId, byToken), 'api'),
    personOf: (userId) => callerFor(byUserId.get(userId), 'person'),
    sentEvents: (chat) => sent[chat] ?? [],
  };
}

type LineEvent = {
  webhookEventId: string;
  replyToken: string | undefined;
  source: { userId: string; groupId?: string };
} & Record<string, unknown>;

function eventsIn(body: unknown): LineEvent[] {
  if (typeof body !== 'string' || !body.startsWith('{"destination"')) return [];
  return (JSON.parse(body) as { events: LineEvent[] }).events;
}

function chatOfCall(call: Call, byUserId: Map<string, number>, byToken: Map<string, number>): number | undefined {
  const text = `${call.path} ${call.rawBody.toString('utf8').slice(0, 300)}`;
  const [userId] = /[CU][0-9a-f]{32}/.exec(text) ?? [];
  if (userId !== undefined) return byUserId.get(userId);
  const [, token] = /"replyToken":"([^"]+)"/.exec(call.rawBody.toString('utf8')) ?? [];
  return token === undefined ? undefined : byToken.get(token);
}
