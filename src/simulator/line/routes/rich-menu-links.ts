import type { Answer, Call } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import { invalidParameter, notFound, richMenuError } from '../errors.ts';

type Target = {
  read: () => string | undefined;
  write: (richMenuId: string | undefined) => void;
  /** What is said when there is none. */
  none: string;
};

/** Which rich menu everybody or one person sees ("Rich menu" of the reference: default and per-user rich menus). */
export function richMenuLinkEndpoints(context: LineContext): Endpoint[] {
  return [
    ...linkEndpoints(context, 'default-rich-menu', 'all', () => everybody(context)),
    ...linkEndpoints(context, 'user-rich-menu', '(?<userId>[^/]+)', (call) => person(context, call)),
  ];
}

function everybody(context: LineContext): Target {
  const { richMenus } = context.state;
  return {
    none: 'no default richmenu',
    read: () => richMenus.defaultId,
    write: (richMenuId) => {
      richMenus.defaultId = richMenuId;
    },
  };
}

function person(context: LineContext, call: Call): Target | Answer {
  const userId = call.params.userId ?? '';
  if (!/^U[0-9a-f]{32}$/.test(userId)) return invalidParameter('userId');
  return {
    none: 'the user has no richmenu',
    read: () => (isFriend(context, userId) ? context.state.richMenus.byUser.get(userId) : undefined),
    write: (richMenuId) => linkUser(context, userId, richMenuId),
  };
}

/** Links or unlinks a friend's rich menu; for everybody else LINE answers 200 and does nothing ("Link rich menu to user"). */
export function linkUser(context: LineContext, userId: string, richMenuId: string | undefined): void {
  const { byUser } = context.state.richMenus;
  if (!isFriend(context, userId)) return;
  if (richMenuId === undefined) byUser.delete(userId);
  else byUser.set(userId, richMenuId);
}

function isFriend(context: LineContext, userId: string): boolean {
  return context.state.users.get(userId)?.friendship === 'friend';
}

function linkEndpoints(
  context: LineContext,
  name: string,
  who: string,
  targetOf: (call: Call) => Target | Answer,
): Endpoint[] {
  const on = (handle: (target: Target, call: Call) => Answer): Endpoint['handle'] => {
    return ({ call }) => {
      const target = targetOf(call);
      return 'read' in target ? handle(target, call) : target;
    };
  };
  const path = `^/v2/bot/user/${who}/richmenu`;
  return [
    {
      name: `set-${name}`,
      method: 'POST',
      pattern: new RegExp(`${path}/(?<richMenuId>[^/]+)$`),
      handle: on((target, call) => link(context, target, call.params.richMenuId ?? '')),
    },
    {
      name: `get-${name}`,
      method: 'GET',
      pattern: new RegExp(`${path}$`),
      handle: on((target) => {
        const richMenuId = target.read();
        return richMenuId === undefined ? richMenuError(404, target.none) : { status: 200, body: { richMenuId } };
      }),
    },
    {
      name: `clear-${name}`,
      method: 'DELETE',
      pattern: new RegExp(`${path}$`),
      handle: on((target) => {
        target.write(undefined);
        return { status: 200, body: {} };
      }),
    },
  ];
}

function link(context: LineContext, target: Target, richMenuId: string): Answer {
  const menu = context.state.richMenus.menus.get(richMenuId);
  if (!menu) return notFound();
  if (!menu.image) return noImage();
  target.write(richMenuId);
  return { status: 200, body: {} };
}

/** 400 for a rich menu that has no image yet. */
export function noImage(): Answer {
  return richMenuError(400, 'must upload richmenu image before applying it to user');
}
