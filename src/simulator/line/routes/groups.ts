import type { Answer, Call } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import { invalidParameter, notFound } from '../errors.ts';
import { type Group, presentMembers } from '../state/groups.ts';
import { deliver } from '../webhook/delivery.ts';
import { createEvent } from '../webhook/events.ts';
import { pictureOf } from './profiles.ts';
import { pageOf, userIdsAnswer } from './user-ids.ts';

type Kind = Group['kind'];
const idPatterns = { group: /^C[0-9a-f]{32}$/, room: /^R[0-9a-f]{32}$/ };
const mostMemberIds = 100;

/** Members, summary and leaving of groups and rooms ("Group chats", "Multi-person chats" of the reference). */
export function groupEndpoints(context: LineContext): Endpoint[] {
  return [...endpointsOf(context, 'group'), ...endpointsOf(context, 'room'), summaryEndpoint(context)];
}

function summaryEndpoint(context: LineContext): Endpoint {
  return {
    name: 'group-summary',
    method: 'GET',
    pattern: /^\/v2\/bot\/group\/(?<id>[^/]+)\/summary$/,
    handle: ({ call }) =>
      inGroup(context, 'group', call, ({ groupId, name }) => ({ status: 200, body: { groupId, groupName: name } })),
  };
}

function endpointsOf(context: LineContext, kind: Kind): Endpoint[] {
  const path = `^/v2/bot/${kind}/(?<id>[^/]+)`;
  return [
    {
      name: `${kind}-member`,
      method: 'GET',
      pattern: new RegExp(`${path}/member/(?<userId>[^/]+)$`),
      handle: ({ call }) => inGroup(context, kind, call, (group) => member(context, group, call.params.userId ?? '')),
    },
    {
      name: `${kind}-members-count`,
      method: 'GET',
      pattern: new RegExp(`${path}/members/count$`),
      handle: ({ call }) =>
        inGroup(context, kind, call, (group) => {
          return { status: 200, body: { count: presentMembers(group, context.state.users).length } };
        }),
    },
    {
      name: `${kind}-member-ids`,
      method: 'GET',
      pattern: new RegExp(`${path}/members/ids$`),
      handle: ({ call }) => inGroup(context, kind, call, (group) => memberIds(context, group, call)),
    },
    {
      name: `${kind}-leave`,
      method: 'POST',
      pattern: new RegExp(`${path}/leave$`),
      handle: ({ call }) => withGroup(context, kind, call, (group) => leave(context, group)),
    },
  ];
}

/** Answers for a group of this kind, whether the bot is in it or not. */
function withGroup(context: LineContext, kind: Kind, call: Call, answer: (group: Group) => Answer): Answer {
  const id = call.params.id ?? '';
  if (!idPatterns[kind].test(id)) return invalidParameter(`${kind}Id`);
  const group = context.state.groups.get(id);
  return group?.kind === kind ? answer(group) : notFound();
}

function inGroup(context: LineContext, kind: Kind, call: Call, answer: (group: Group) => Answer): Answer {
  return withGroup(context, kind, call, (group) => (group.botIsIn ? answer(group) : notFound()));
}

function member(context: LineContext, group: Group, userId: string): Answer {
  if (!/^U[0-9a-f]{32}$/.test(userId)) return invalidParameter('userId');
  const isPresent = presentMembers(group, context.state.users).includes(userId);
  const user = isPresent ? context.state.users.get(userId) : undefined;
  if (!user || user.profileConsent === false) return notFound();
  return { status: 200, body: { userId, displayName: user.displayName, ...pictureOf(user) } };
}

function memberIds(context: LineContext, group: Group, call: Call): Answer {
  const { users } = context.state;
  const ids = presentMembers(group, users).filter((id) => users.get(id)?.profileConsent !== false);
  const page = { ...pageOf(call, mostMemberIds, mostMemberIds), limit: null };
  return userIdsAnswer(context, ids, page, ({ ids: found, next }) => ({ memberIds: found, next }));
}

/** Takes the bot out and sends the leave event; a room may be left again, a group may not. */
function leave(context: LineContext, group: Group): Answer {
  if (!group.botIsIn) return group.kind === 'room' ? { status: 200, body: {} } : notFound();
  group.botIsIn = false;
  context.state.chats.notice(group.groupId, 'The bot has left');
  const event = createEvent(context, { type: 'leave', replyable: false }, '', group.groupId);
  delete event.source?.userId;
  void deliver(context, [event]);
  return { status: 200, body: {} };
}
