import { z } from 'zod';
import type { Answer } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import type { Endpoint, LineRequest } from '../endpoint.ts';
import { fieldErrors, invalidParameter, malformedProperty, notFound, richMenuError } from '../errors.ts';
import { rateLimits } from '../state/rate-limits.ts';
import { fieldsAnswer } from '../validation/messages.ts';
import { isRichMenuId } from '../validation/rich-menu.ts';
import { list } from '../validation/values.ts';
import { linkUser, noImage } from './rich-menu-links.ts';
import { batchFields, judgeBatch, runBatch } from './rich-menu-operations.ts';

const keptMs = 14 * 24 * 60 * 60 * 1000;
const userIds = list(z.string(), 1, 500);
const linkFields = z.looseObject({ richMenuId: z.string(), userIds });
const unlinkFields = z.looseObject({ userIds });

/** Rich menus of many people at once ("Link rich menu to multiple users", "Replace or unlink the linked rich menus in batches"). */
export function richMenuBatchEndpoints(context: LineContext): Endpoint[] {
  const post = { method: 'POST', body: 'json' } as const;
  return [
    {
      ...post,
      name: 'bulk-link-rich-menu',
      pattern: /^\/v2\/bot\/richmenu\/bulk\/link$/,
      handle: ({ body }) => fieldsAnswer(linkFields, body) ?? bulkLink(context, linkFields.parse(body)),
    },
    {
      ...post,
      name: 'bulk-unlink-rich-menu',
      pattern: /^\/v2\/bot\/richmenu\/bulk\/unlink$/,
      handle: ({ body }) => fieldsAnswer(unlinkFields, body) ?? linkAll(context, unlinkFields.parse(body).userIds),
    },
    {
      ...post,
      name: 'rich-menu-batch',
      pattern: /^\/v2\/bot\/richmenu\/batch$/,
      limit: rateLimits.richMenuBatch,
      handle: (request) => judgedBatch(context, request) ?? batch(context, request),
    },
    {
      ...post,
      name: 'validate-rich-menu-batch',
      pattern: /^\/v2\/bot\/richmenu\/validate\/batch$/,
      handle: (request) => judgedBatch(context, request) ?? { status: 200, body: {} },
    },
    {
      name: 'rich-menu-batch-progress',
      method: 'GET',
      pattern: /^\/v2\/bot\/richmenu\/progress\/batch$/,
      limit: rateLimits.richMenuChange,
      handle: ({ call }) => progress(context, call.query.get('requestId') ?? ''),
    },
  ];
}

function bulkLink(context: LineContext, body: z.infer<typeof linkFields>): Answer {
  const { richMenuId } = body;
  if (!isRichMenuId(richMenuId)) return fieldErrors([{ message: 'invalid richMenuId', property: 'richMenuId' }]);
  const menu = context.state.richMenus.menus.get(richMenuId);
  if (!menu) return richMenuError(404, 'richmenu not found');
  return menu.image ? linkAll(context, body.userIds, richMenuId) : noImage();
}

function linkAll(context: LineContext, ids: readonly string[], richMenuId?: string): Answer {
  const wrong = ids.findIndex((id) => !/^U[0-9a-f]{32}$/.test(id));
  if (wrong !== -1) return malformedProperty(`'userIds[${wrong}]'`);
  for (const id of ids) linkUser(context, id, richMenuId);
  return { status: 202, body: {} };
}

function judgedBatch(context: LineContext, { body }: LineRequest): Answer | undefined {
  return fieldsAnswer(batchFields, body) ?? judgeBatch(context, batchFields.parse(body));
}

function batch(context: LineContext, { body, requestId }: LineRequest): Answer {
  runBatch(context, batchFields.parse(body));
  context.state.richMenus.batches.set(requestId, context.clock.nowMs());
  return { status: 200, body: {} };
}

function progress(context: LineContext, requestId: string): Answer {
  if (requestId === '') return invalidParameter('requestId');
  const atMs = context.state.richMenus.batches.get(requestId);
  if (atMs === undefined || context.clock.nowMs() - atMs >= keptMs) return notFound();
  const at = new Date(atMs).toISOString();
  return { status: 200, body: { phase: 'succeeded', acceptedTime: at, completedTime: at } };
}
