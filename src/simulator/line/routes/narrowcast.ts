import type { Answer } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import type { Endpoint, LineRequest } from '../endpoint.ts';
import { invalidParameter, notFound } from '../errors.ts';
import { rateLimits } from '../state/rate-limits.ts';
import { accept } from './send.ts';

/** Narrowcast and its progress ("Send narrowcast message"): every friend is in the audience, and all is sent at once. */
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
      handle: ({ call }) => progress(context, call.query.get('requestId')),
    },
  ];
}

function narrowcast(context: LineContext, request: LineRequest): Answer {
  const checked = context.validate(request.body, {});
  if (!checked.ok) return checked.answer;
  const friends = context.state.users.list().filter((user) => user.friendship === 'friend');
  const to = friends.map((user) => user.userId);
  const refused = accept(context, request, 'narrowcast', to, checked.messages);
  if (refused) return refused;
  context.state.narrowcasts.set(request.requestId, { atMs: context.clock.nowMs(), recipients: to.length });
  return { status: 202, body: {} };
}

function progress(context: LineContext, requestId: string | null): Answer {
  if (!requestId) return invalidParameter('requestId');
  const sent = context.state.narrowcasts.get(requestId);
  if (!sent) return notFound();
  const at = new Date(sent.atMs).toISOString();
  const { recipients } = sent;
  return {
    status: 200,
    body: {
      phase: 'succeeded',
      successCount: recipients,
      failureCount: 0,
      targetCount: recipients,
      acceptedTime: at,
      completedTime: at,
    },
  };
}
