import type { Answer } from '../../core/server.ts';
import type { LineContext, Narrowcast } from '../context.ts';
import type { Endpoint, LineRequest } from '../endpoint.ts';
import { invalidParameter, notFound } from '../errors.ts';
import { rateLimits } from '../state/rate-limits.ts';
import { chatRules } from './chat-rules.ts';
import { audienceFields, audienceOf } from './narrowcast-audience.ts';
import { accept } from './send.ts';

const keptMs = 14 * 24 * 60 * 60 * 1000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const failures = {
  2: 'There are not enough recipients',
  5: 'The number of recipients exceeds the maximum number of messages to send',
};

/** Narrowcast and its progress ("Send narrowcast message"): all is sent at once, nothing is ever waiting. */
export function narrowcastEndpoints(context: LineContext): Endpoint[] {
  return [
    {
      name: 'narrowcast',
      method: 'POST',
      pattern: /^\/v2\/bot\/message\/narrowcast$/,
      body: 'json',
      retryKey: true,
      limit: rateLimits.hourly,
      handle: (request) => narrowcast(context, request),
    },
    {
      name: 'narrowcast-progress',
      method: 'GET',
      pattern: /^\/v2\/bot\/message\/progress\/narrowcast$/,
      handle: ({ call }) => progress(context, call.query.get('requestId') ?? ''),
    },
  ];
}

function narrowcast(context: LineContext, request: LineRequest): Answer {
  const checked = context.validate(request.body, audienceFields, 'narrowcast');
  if (!checked.ok) return checked.answer;
  const unfit = chatRules(context, undefined, checked.messages);
  if (unfit) return unfit;
  const found = audienceOf(context, request.body);
  if ('answer' in found) return found.answer;
  const refused = accept(context, request, 'narrowcast', found.audience.userIds, checked.messages);
  if (refused) return refused;
  context.state.narrowcasts.set(request.requestId, { atMs: context.clock.nowMs(), ...found.audience });
  return { status: 202, body: {} };
}

function progress(context: LineContext, requestId: string): Answer {
  if (!uuid.test(requestId)) return invalidParameter('requestId');
  const sent = context.state.narrowcasts.get(requestId);
  if (!sent || context.clock.nowMs() - sent.atMs >= keptMs) return notFound();
  const at = new Date(sent.atMs).toISOString();
  return { status: 200, body: { ...outcomeOf(sent), acceptedTime: at, completedTime: at } };
}

function outcomeOf({ userIds, targetCount, errorCode }: Narrowcast): Record<string, unknown> {
  const counts = { successCount: userIds.length, failureCount: targetCount - userIds.length, targetCount };
  if (errorCode === undefined) return { phase: 'succeeded', ...counts };
  return { phase: 'failed', ...counts, failedDescription: failures[errorCode], errorCode };
}
