import type { Answer, Call } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import { invalidParameter, notFound } from '../errors.ts';
import type { Group } from '../state/groups.ts';

type Kind = Group['kind'];
const idPatterns = { group: /^C[0-9a-f]{32}$/, room: /^R[0-9a-f]{32}$/ };

/** Members, summary and leaving of groups and rooms. */
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
  return [
    {
      name: `${kind}-member`,
      method: 'GET',
      pattern: new RegExp(`^/v2/bot/${kind}/(?<id>[^/]+)/member/(?<userId>[^/]+)$`),
      handle: ({ call }) => inGroup(context, kind, call, (group) => member(context, group, call.params.userId ?? '')),
    },
    {
      name: `${kind}-members-count`,
      method: 'GET',
      pattern: new RegExp(`^/v2/bot/${kind}/(?<id>[^/]+)/members/count$`),
      handle: ({ call }) =>
        inGroup(context, kind, call, (group) => ({ status: 200, body: { count: group.memberIds.size } })),
    },
    {
      name: `${kind}-leave`,
      method: 'POST',
      pattern: new RegExp(`^/v2/bot/${kind}/(?<id>[^/]+)/leave$`),
      handle: ({ call }) => inGroup(context, kind, call, (group) => leave(context, group)),
    },
  ];
}

function inGroup(context: LineContext, kind: Kind, call: Call, answer: (group: Group) => Answer): Answer {
  const id = call.params.id ?? '';
  if (!idPatterns[kind].test(id)) return invalidParameter(`${kind}Id`);
  const group = context.state.groups.get(id);
  return group?.kind === kind && group.botIsIn ? answer(group) : notFound();
}

function member(context: LineContext, group: Group, userId: string): Answer {
  if (!/^U[0-9a-f]{32}$/.test(userId)) return invalidParameter('userId');
  const user = group.memberIds.has(userId) ? context.state.users.get(userId) : undefined;
  return user ? { status: 200, body: { userId, displayName: user.displayName } } : notFound();
}

function leave(context: LineContext, group: Group): Answer {
  group.botIsIn = false;
  context.state.chats.notice(group.groupId, 'The bot has left');
  return { status: 200, body: {} };
}
