import { z } from 'zod';
import type { Answer } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import type { Endpoint, LineRequest } from '../endpoint.ts';
import { errorAnswer, invalidReplyToken, malformedProperty, monthlyLimit } from '../errors.ts';
import { knowsChat, numbered, recipientsOf, type SentMessage, show } from '../sending.ts';
import type { SendKind } from '../state/quota.ts';
import { rateLimits } from '../state/rate-limits.ts';
import type { BotMessage } from '../validation/messages.ts';
import { list } from '../validation/values.ts';
import { chatRules } from './chat-rules.ts';

const notEmpty = z.string().min(1, { error: 'May not be empty' });
const notificationDisabled = z.boolean().optional();
const customAggregationUnits = list(z.string().regex(/^[a-zA-Z0-9_]{1,30}$/), 0, 1).optional();
const chatId = /^[UCR][0-9a-f]{32}$/;
const userId = /^U[0-9a-f]{32}$/;

const replyFields = { replyToken: notEmpty, notificationDisabled };
const pushFields = { to: notEmpty, notificationDisabled, customAggregationUnits };
const multicastFields = { to: list(z.string(), 1, 500), notificationDisabled, customAggregationUnits };
const broadcastFields = { notificationDisabled };

const replyBody = z.object({ replyToken: z.string() });
const pushBody = z.object({ to: z.string() });
const multicastBody = z.object({ to: z.array(z.string()) });

/** The endpoints that send: reply, push, multicast, broadcast. */
export function sendEndpoints(context: LineContext): Endpoint[] {
  const post = { method: 'POST', body: 'json' } as const;
  return [
    { ...post, name: 'reply', pattern: /^\/v2\/bot\/message\/reply$/, handle: (request) => reply(context, request) },
    {
      ...post,
      name: 'push',
      pattern: /^\/v2\/bot\/message\/push$/,
      retryKey: true,
      handle: (request) => push(context, request),
    },
    {
      ...post,
      name: 'multicast',
      pattern: /^\/v2\/bot\/message\/multicast$/,
      retryKey: true,
      limit: rateLimits.multicast,
      handle: (request) => multicast(context, request),
    },
    {
      ...post,
      name: 'broadcast',
      pattern: /^\/v2\/bot\/message\/broadcast$/,
      retryKey: true,
      limit: rateLimits.hourly,
      handle: (request) => broadcast(context, request),
    },
  ];
}

function reply(context: LineContext, request: LineRequest): Answer {
  const answer = sendReply(context, request);
  const given = replyBody.safeParse(request.body);
  if (answer.status !== 200 && given.success && context.settings.refusedReplyUsesToken) {
    context.state.replyTokens.use(given.data.replyToken);
  }
  return answer;
}

function sendReply(context: LineContext, request: LineRequest): Answer {
  const checked = context.validate(request.body, replyFields, 'reply');
  if (!checked.ok) return checked.answer;
  const { replyToken } = replyBody.parse(request.body);
  const chat = context.state.replyTokens.chatOf(replyToken);
  if (chat === undefined) return invalidReplyToken();
  const refused = chatRules(context, chat, checked.messages);
  if (refused) return refused;
  context.state.replyTokens.use(replyToken);
  const sentMessages = numbered(context, chat, checked.messages);
  context.state.quota.count('reply', recipientsOf(context, chat, 'reply'));
  show(context, chat, 'reply', checked.messages, sentMessages);
  return { status: 200, body: { sentMessages } };
}

function push(context: LineContext, request: LineRequest): Answer {
  const checked = context.validate(request.body, pushFields, 'push');
  if (!checked.ok) return checked.answer;
  const { to } = pushBody.parse(request.body);
  if (!chatId.test(to)) return malformedProperty("'to'");
  if (!knowsChat(context, to)) return errorAnswer(400, 'Failed to send messages');
  const unfit = chatRules(context, to, checked.messages);
  if (unfit) return unfit;
  const sentMessages = numbered(context, to, checked.messages);
  const refused = accept(context, request, 'push', [to], checked.messages, sentMessages);
  return refused ?? { status: 200, body: { sentMessages } };
}

function multicast(context: LineContext, request: LineRequest): Answer {
  const checked = context.validate(request.body, multicastFields, 'multicast');
  if (!checked.ok) return checked.answer;
  const unfit = chatRules(context, undefined, checked.messages);
  if (unfit) return unfit;
  const { to } = multicastBody.parse(request.body);
  const wrong = to.findIndex((id) => !userId.test(id));
  if (wrong !== -1) return malformedProperty(`to[${wrong}]`);
  const known = [...new Set(to)].filter((id) => context.state.users.get(id));
  return accept(context, request, 'multicast', known, checked.messages) ?? { status: 200, body: {} };
}

function broadcast(context: LineContext, request: LineRequest): Answer {
  const checked = context.validate(request.body, broadcastFields, 'broadcast');
  if (!checked.ok) return checked.answer;
  const unfit = chatRules(context, undefined, checked.messages);
  if (unfit) return unfit;
  const to = context.state.users.friends().map((user) => user.userId);
  return accept(context, request, 'broadcast', to, checked.messages) ?? { status: 200, body: {} };
}

/** Counts, remembers the retry key and shows the messages; answers 429 when the month's quota does not hold them. */
export function accept(
  context: LineContext,
  request: LineRequest,
  kind: SendKind,
  chatIds: readonly string[],
  messages: readonly BotMessage[],
  sentMessages?: SentMessage[],
): Answer | undefined {
  const { quota, retryKeys } = context.state;
  const recipients = chatIds.reduce((sum, id) => sum + recipientsOf(context, id, kind), 0);
  if (!quota.fits(recipients)) return monthlyLimit();
  quota.count(kind, recipients);
  if (request.retryKey !== undefined) {
    retryKeys.accept(request.retryKey, { requestId: request.requestId, sentMessages });
  }
  for (const id of chatIds) show(context, id, kind, messages, sentMessages ?? []);
  return undefined;
}
