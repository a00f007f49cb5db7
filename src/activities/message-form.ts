import type { Message } from '../line/messages/message.ts';
import { plainForm } from '../line/messages/plain-form.ts';
import type { MessageForm } from '../workflows/contract.ts';

/** The messages of a plan in the form that is to be sent. */
export function messagesIn(form: MessageForm | undefined, messages: Message[]): Message[] {
  return form === 'plain' ? plainForm(messages) : messages;
}

/** What a retry key is made of besides the run: LINE takes one message under a key, so each form has its own. */
export function keyOf(kind: 'report' | 'apology' | 'choices', form: MessageForm | undefined): string {
  return form === 'plain' ? `${kind}-plain` : kind;
}
