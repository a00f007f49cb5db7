import type { Answer } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import { invalidParameter, notFound } from '../errors.ts';
import type { SimulatedUser } from '../simulator.ts';
import { pageOf, userIdsAnswer } from './user-ids.ts';

/** The bot's own data, a person's profile, link tokens and the ids of friends ("Users", "Bot" of the reference). */
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
    {
      name: 'link-token',
      method: 'POST',
      pattern: /^\/v2\/bot\/user\/(?<userId>[^/]+)\/linkToken$/,
      handle: ({ call }) => linkToken(context, call.params.userId ?? ''),
    },
    {
      name: 'followers',
      method: 'GET',
      pattern: /^\/v2\/bot\/followers\/ids$/,
      handle({ call }) {
        const friends = context.state.users.friends().filter((user) => user.profileConsent !== false);
        const ids = friends.map((user) => user.userId);
        return userIdsAnswer(context, ids, pageOf(call, 300, 1000), ({ ids: userIds, next }) => ({ userIds, next }));
      },
    },
  ];
}

/** What a profile shows beside the name: nothing that the person does not have. */
export function pictureOf({ pictureUrl }: SimulatedUser): { pictureUrl?: string } {
  return pictureUrl === undefined ? {} : { pictureUrl };
}

/** A token for the account-link page, which is not here ("Issue link token"): any that is issued is as good as another. */
function linkToken(context: LineContext, userId: string): Answer {
  if (!/^U[0-9a-f]{32}$/.test(userId)) return invalidParameter('userId');
  if (!context.state.users.get(userId)) return notFound();
  return { status: 200, body: { linkToken: context.state.ids.linkToken() } };
}

function profile(context: LineContext, userId: string): Answer {
  if (!/^U[0-9a-f]{32}$/.test(userId)) return invalidParameter('userId');
  const user = context.state.users.get(userId);
  if (!user || user.profileConsent === false) return notFound();
  const { displayName, friendship, language, lastWroteAtMs, statusMessage } = user;
  const isKnown = friendship === 'friend' || (friendship === 'never-friend' && lastWroteAtMs !== undefined);
  if (!isKnown) return notFound();
  const withLanguage = language !== undefined && !context.faults.takeBehaviour('profile', 'no-language');
  return {
    status: 200,
    body: {
      userId,
      displayName,
      ...(withLanguage ? { language } : {}),
      ...pictureOf(user),
      ...(statusMessage === undefined ? {} : { statusMessage }),
    },
  };
}
