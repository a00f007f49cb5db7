import { log } from '@temporalio/activity';
import type { LineClient } from '../line/client.ts';
import { classifyLineError, isRefusalOfMessage } from '../line/errors.ts';
import type { Message } from '../line/messages/message.ts';
import type { MessageForm, SendPlan } from '../workflows/contract.ts';
import type { ReplyOutcome } from '../workflows/decisions.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { messagesIn } from './message-form.ts';

/** Replies once with a stored plan and says how that ended. */
export async function replyPlan(
  { line }: ActivityDependencies,
  { replyToken, plan, form }: { replyToken: string; plan: SendPlan; form?: MessageForm },
): Promise<ReplyOutcome> {
  return replyOnce(line, { replyToken, messages: messagesIn(form, plan.messages) });
}

/** One reply; what an unclear end means is for the workflow to decide. */
export async function replyOnce(
  line: LineClient,
  reply: { replyToken: string; messages: Message[] },
): Promise<ReplyOutcome> {
  try {
    await line.reply(reply, { signal: attemptSignal() });
    return 'accepted';
  } catch (error) {
    const { kind, code, sent } = classifyLineError(error);
    log.warn('The reply was not accepted', { code });
    if (sent === false && kind === 'retryable') return 'not-sent';
    if (kind !== 'permanent') return 'unclear';
    return isRefusalOfMessage(code) ? 'message-refused' : 'refused';
  }
}
