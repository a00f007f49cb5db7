import { z } from 'zod';
import type { Answer } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import { fieldErrors, invalidParameter, richMenuError } from '../errors.ts';
import { rateLimits } from '../state/rate-limits.ts';
import { fieldsAnswer } from '../validation/messages.ts';
import { isRichMenuId } from '../validation/rich-menu.ts';

const mostAliases = 1000;
const aliasId = z.string().regex(/^[a-z0-9_-]{1,32}$/);
const newAlias = z.looseObject({ richMenuAliasId: aliasId, richMenuId: z.string() });
const changedAlias = z.looseObject({ richMenuId: z.string() });

/** Names for rich menus, so that tabs can switch between them ("Rich menu alias" of the reference). */
export function richMenuAliasEndpoints(context: LineContext): Endpoint[] {
  const one = /^\/v2\/bot\/richmenu\/alias\/(?<aliasId>[^/]+)$/;
  const known = (handle: (id: string, body: unknown) => Answer): Endpoint['handle'] => {
    return ({ call, body }) => {
      const id = call.params.aliasId ?? '';
      if (!aliasId.safeParse(id).success) return invalidParameter('richMenuAliasId');
      return context.state.richMenus.aliases.has(id)
        ? handle(id, body)
        : richMenuError(404, 'richmenu alias not found');
    };
  };
  return [
    {
      name: 'create-rich-menu-alias',
      method: 'POST',
      pattern: /^\/v2\/bot\/richmenu\/alias$/,
      body: 'json',
      handle: ({ body }) => fieldsAnswer(newAlias, body) ?? create(context, body),
    },
    {
      name: 'list-rich-menu-aliases',
      method: 'GET',
      pattern: /^\/v2\/bot\/richmenu\/alias\/list$/,
      handle: () => ({ status: 200, body: { aliases: [...context.state.richMenus.aliases.entries()].map(shown) } }),
    },
    {
      name: 'update-rich-menu-alias',
      method: 'POST',
      pattern: one,
      body: 'json',
      handle: known((id, body) => {
        return fieldsAnswer(changedAlias, body) ?? point(context, id, changedAlias.parse(body).richMenuId);
      }),
    },
    {
      name: 'get-rich-menu-alias',
      method: 'GET',
      pattern: one,
      handle: known((id) => ({ status: 200, body: shown([id, context.state.richMenus.aliases.get(id) ?? '']) })),
    },
    {
      name: 'delete-rich-menu-alias',
      method: 'DELETE',
      pattern: one,
      limit: rateLimits.richMenuChange,
      handle: known((id) => {
        context.state.richMenus.aliases.delete(id);
        return { status: 200, body: {} };
      }),
    },
  ];
}

function shown([richMenuAliasId, richMenuId]: [string, string]) {
  return { richMenuAliasId, richMenuId };
}

function create(context: LineContext, body: unknown): Answer {
  const { richMenuAliasId, richMenuId } = newAlias.parse(body);
  const { aliases } = context.state.richMenus;
  if (aliases.has(richMenuAliasId)) return richMenuError(400, 'conflict richmenu alias id');
  if (aliases.size >= mostAliases) return richMenuError(400, 'The number of rich menu aliases has reached the limit');
  return point(context, richMenuAliasId, richMenuId);
}

function point(context: LineContext, id: string, richMenuId: string): Answer {
  const { aliases, menus } = context.state.richMenus;
  if (!isRichMenuId(richMenuId)) return fieldErrors([{ message: 'invalid richMenuId', property: 'richMenuId' }]);
  if (!menus.get(richMenuId)?.image) return richMenuError(400, 'richmenu not found');
  aliases.set(id, richMenuId);
  return { status: 200, body: {} };
}
