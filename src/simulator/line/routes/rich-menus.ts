import type { Answer, Call } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import { errorAnswer, notFound } from '../errors.ts';
import { rateLimits } from '../state/rate-limits.ts';
import { type RichMenu, richMenuSchema } from '../state/rich-menus.ts';
import { imageSizeOf } from '../validation/image-size.ts';
import { fieldsAnswer } from '../validation/messages.ts';
import { richMenuRequestSchema } from '../validation/rich-menu.ts';

const mostMenus = 1000;
const mostImageBytes = 1024 * 1024;
const one = String.raw`/v2/bot/richmenu/(?<richMenuId>[^/]+)`;

/** Making, reading and deleting rich menus and their images ("Rich menu" of the reference). */
export function richMenuEndpoints(context: LineContext): Endpoint[] {
  const schema = richMenuRequestSchema({ mode: context.countingMode, family: 'field' });
  const change = { limit: rateLimits.richMenuChange };
  const withMenu = (handle: (menu: RichMenu, call: Call) => Answer): Endpoint['handle'] => {
    return ({ call }) => {
      const menu = context.state.richMenus.menus.get(call.params.richMenuId ?? '');
      return menu ? handle(menu, call) : notFound();
    };
  };
  return [
    {
      name: 'create-rich-menu',
      method: 'POST',
      pattern: /^\/v2\/bot\/richmenu$/,
      body: 'json',
      ...change,
      handle: ({ body }) => fieldsAnswer(schema, body) ?? create(context, body),
    },
    {
      name: 'validate-rich-menu',
      method: 'POST',
      pattern: /^\/v2\/bot\/richmenu\/validate$/,
      body: 'json',
      handle: ({ body }) => fieldsAnswer(schema, body) ?? { status: 200, body: {} },
    },
    {
      name: 'list-rich-menus',
      method: 'GET',
      pattern: /^\/v2\/bot\/richmenu\/list$/,
      limit: rateLimits.richMenuList,
      handle: () => ({ status: 200, body: { richmenus: [...context.state.richMenus.menus.values()].map(shown) } }),
    },
    {
      name: 'get-rich-menu',
      method: 'GET',
      pattern: new RegExp(`^${one}$`),
      handle: withMenu((menu) => ({ status: 200, body: shown(menu) })),
    },
    {
      name: 'delete-rich-menu',
      method: 'DELETE',
      pattern: new RegExp(`^${one}$`),
      ...change,
      handle: withMenu((menu) => remove(context, menu)),
    },
    {
      name: 'set-rich-menu-image',
      method: 'POST',
      pattern: new RegExp(`^${one}/content$`),
      body: 'bytes',
      handle: withMenu(setImage),
    },
    {
      name: 'get-rich-menu-image',
      method: 'GET',
      pattern: new RegExp(`^${one}/content$`),
      handle: withMenu(({ image }) =>
        image ? { status: 200, bytes: image.bytes, headers: { 'content-type': image.contentType } } : notFound(),
      ),
    },
  ];
}

function shown(menu: RichMenu) {
  return { richMenuId: menu.richMenuId, ...menu.menu };
}

function create(context: LineContext, body: unknown): Answer {
  const { menus } = context.state.richMenus;
  if (menus.size >= mostMenus) return errorAnswer(400, 'The number of rich menus has reached the limit');
  const richMenuId = context.state.ids.richMenuId();
  menus.set(richMenuId, { richMenuId, menu: richMenuSchema.parse(body) });
  return { status: 200, body: { richMenuId } };
}

function remove(context: LineContext, menu: RichMenu): Answer {
  const { richMenus } = context.state;
  richMenus.menus.delete(menu.richMenuId);
  if (richMenus.defaultId === menu.richMenuId) richMenus.defaultId = undefined;
  for (const [userId, id] of richMenus.byUser) if (id === menu.richMenuId) richMenus.byUser.delete(userId);
  return { status: 200, body: {} };
}

function setImage(menu: RichMenu, call: Call): Answer {
  const contentType = call.headers['content-type'] ?? '';
  if (!['image/jpeg', 'image/png'].includes(contentType)) {
    return errorAnswer(415, `The content type, ${contentType}, is not supported`);
  }
  if (menu.image) return errorAnswer(400, 'An image has already been uploaded to the richmenu');
  if (!isAllowedImage(call.rawBody)) return errorAnswer(400, 'The image size is not allowed for richmenu');
  menu.image = { bytes: call.rawBody, contentType };
  return { status: 200, body: {} };
}

/** JPEG or PNG of at most 1 MB, in the measures of "Requirements for rich menu image". */
function isAllowedImage(bytes: Buffer): boolean {
  const size = imageSizeOf(bytes);
  if (!size || bytes.length > mostImageBytes) return false;
  return size.width >= 800 && size.width <= 2500 && size.height >= 250 && size.width / size.height >= 1.45;
}
