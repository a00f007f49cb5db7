import type { Answer } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import { type ErrorDetail, messageErrors } from '../errors.ts';
import type { BotMessage } from '../validation/messages.ts';
import { isRecord } from '../validation/values.ts';

/**
 * Judges what messages may hold in one chat, or, without a chat, to many people: quote tokens ("Get quote tokens"),
 * mentions ("Mention object") and the `trackingId` of a video ("Video message"). LINE's texts for these are not known.
 */
export function chatRules(
  context: LineContext,
  chatId: string | undefined,
  messages: readonly BotMessage[],
): Answer | undefined {
  for (const [index, message] of messages.entries()) {
    const problems = [
      ...quoteProblems(context, chatId, message),
      ...mentionProblems(context, chatId, message),
      ...trackingProblems(context, chatId, message),
    ];
    if (problems.length > 0) return messageErrors(index, problems);
  }
  return undefined;
}

function quoteProblems(context: LineContext, chatId: string | undefined, { quoteToken }: BotMessage): ErrorDetail[] {
  if (typeof quoteToken !== 'string') return [];
  if (chatId !== undefined && context.state.quoteTokens.isOf(quoteToken, chatId)) return [];
  return [{ message: 'invalid quoteToken', property: 'quoteToken' }];
}

function mentionProblems(context: LineContext, chatId: string | undefined, message: BotMessage): ErrorDetail[] {
  if (message.type !== 'textV2' || !isRecord(message.substitution)) return [];
  const group = context.state.groups.get(chatId ?? '');
  return Object.entries(message.substitution).flatMap(([key, value]) => {
    if (!isRecord(value) || value.type !== 'mention' || !isRecord(value.mentionee)) return [];
    const property = `substitution/${key}/mentionee`;
    if (!group) return [{ message: 'must be used in a group or room', property }];
    const { type, userId } = value.mentionee;
    const isMember = type === 'all' || (typeof userId === 'string' && group.memberIds.has(userId));
    return isMember ? [] : [{ message: 'must be a member of the group or room', property: `${property}/userId` }];
  });
}

function trackingProblems(context: LineContext, chatId: string | undefined, message: BotMessage): ErrorDetail[] {
  if (message.type !== 'video' || message.trackingId === undefined || !context.state.groups.get(chatId ?? ''))
    return [];
  return [{ message: 'must not be used in a group or room', property: 'trackingId' }];
}
