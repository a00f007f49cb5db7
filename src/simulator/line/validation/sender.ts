import type { Answer } from '../../core/server.ts';
import { errorAnswer } from '../errors.ts';
import { isRecord } from './values.ts';

const longestName = 20;
const forbiddenWord = /\bline\b/i;

/**
 * Judges the `sender.name`s of a body, which have an error of their own: 1 to 20 characters, and not with the word LINE
 * ("Customize icon and display name"; which other words are not taken is not documented).
 */
export function senderName(body: unknown): Answer | undefined {
  const names = namesIn(body);
  if (names.some((name) => name.length === 0 || name.length > longestName)) {
    return errorAnswer(400, 'sender.name length is invalid');
  }
  return names.some((name) => forbiddenWord.test(name)) ? errorAnswer(400, 'sender.name is invalid') : undefined;
}

function namesIn(body: unknown): string[] {
  const messages = isRecord(body) && Array.isArray(body.messages) ? body.messages : [];
  return messages.flatMap((message) => {
    const name = isRecord(message) && isRecord(message.sender) ? message.sender.name : undefined;
    return typeof name === 'string' ? [name] : [];
  });
}
