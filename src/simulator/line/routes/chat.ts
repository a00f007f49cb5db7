import { z } from 'zod';
import type { Answer } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import { errorAnswer } from '../errors.ts';
import { rateLimits } from '../state/rate-limits.ts';
import { fieldsAnswer } from '../validation/messages.ts';

const defaultLoadingSeconds = 20;

const loadingFields = z.looseObject({
  chatId: z.string().regex(/^U[0-9a-f]{32}$/, {
    error: 'Only user id is acceptable, please confirm if there are any group/room ids or illegal ids.',
  }),
  loadingSeconds: z
    .int()
    .superRefine((seconds, context) => {
      if (seconds < 5 || seconds > 60) context.addIssue({ code: 'custom', message: 'Must be between 5 and 60' });
      if (seconds % 5 !== 0) context.addIssue({ code: 'custom', message: 'must be a multiple of five' });
    })
    .optional(),
});

const readFields = z.looseObject({ markAsReadToken: z.string().min(1, { error: 'May not be empty' }) });

/** Loading animation and mark-as-read ("Display a loading animation", "Mark messages as read"). */
export function chatEndpoints(context: LineContext): Endpoint[] {
  const post = { method: 'POST', body: 'json' } as const;
  return [
    {
      ...post,
      name: 'loading',
      pattern: /^\/v2\/bot\/chat\/loading\/start$/,
      limit: rateLimits.loading,
      handle: ({ body }) => startLoading(context, body),
    },
    {
      ...post,
      name: 'mark-as-read',
      pattern: /^\/v2\/bot\/chat\/markAsRead$/,
      handle: ({ body }) => markAsRead(context, body),
    },
  ];
}

function startLoading(context: LineContext, body: unknown): Answer {
  const refused = fieldsAnswer(loadingFields, body);
  if (refused) return refused;
  const { chatId, loadingSeconds = defaultLoadingSeconds } = loadingFields.parse(body);
  if (context.state.users.get(chatId)?.friendship === 'friend') {
    context.state.chats.showLoading(chatId, context.clock.nowMs() + loadingSeconds * 1000);
  }
  return { status: 202, body: {} };
}

function markAsRead(context: LineContext, body: unknown): Answer {
  const refused = fieldsAnswer(readFields, body);
  if (refused) return refused;
  if (context.state.markAsReadTokens.has(readFields.parse(body).markAsReadToken)) return { status: 200, body: {} };
  return errorAnswer(400, 'Invalid markAsReadToken. Tokens must be used by the bot that received them via Webhook.');
}
