import type { Answer } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import { invalidParameter, notFound } from '../errors.ts';

/** The bot's own data and a person's profile ("Get profile", "Get bot info"). */
export function profileEndpoints(context: LineContext): Endpoint[] {
  return [
    {
      name: 'info',
      method: 'GET',
      pattern: /^\/v2\/bot\/info$/,
      handle() {
        const { botUserId, basicId, displayName } = context.channel;
        const body = { userId: botUserId, basicId, displayName, chatMode: 'bot', markAsReadMode: 'auto' };
        return { status: 200, body };
      },
    },
    {
      name: 'profile',
      method: 'GET',
      pattern: /^\/v2\/bot\/profile\/(?<userId>[^/]+)$/,
      handle: ({ call }) => profile(context, call.params.userId ?? ''),
    },
  ];
}

function profile(context: LineContext, userId: string): Answer {
  if (!/^U[0-9a-f]{32}$/.test(userId)) return invalidParameter('userId');
  const user = context.state.users.get(userId);
  if (!user) return notFound();
  const { displayName, friendship, language, lastWroteAtMs } = user;
  const isKnown = friendship === 'friend' || (friendship === 'never-friend' && lastWroteAtMs !== undefined);
  if (!isKnown) return notFound();
  const withLanguage = language !== undefined && !context.faults.takeBehaviour('profile', 'no-language');
  return { status: 200, body: { userId, displayName, ...(withLanguage ? { language } : {}) } };
}
