import { z } from 'zod';
import type { Answer } from '../../core/server.ts';
import { fieldErrors, malformedProperty, messageErrors } from '../errors.ts';
import type { SendKind } from '../state/quota.ts';
import type { LineSettings } from '../state/settings.ts';
import { type Inside, insideSchemas } from './insides.ts';
import type { CountingMode } from './lengths.ts';
import { messageSchema } from './message-fields.ts';
import { details, fieldPath, type Problem, problemsOf } from './problems.ts';
import { senderName } from './sender.ts';
import { type Leniency, list } from './values.ts';

/** A message object that has passed validation. */
export type BotMessage = { type: string } & Record<string, unknown>;

/**
 * Judges the body of a request that sends messages of a kind; `fields` are the rules of its own fields beside `messages`.
 * The kind matters for mentions, which replies and pushes alone may hold.
 */
export type MessageValidator = (
  body: unknown,
  fields: z.ZodRawShape,
  kind?: SendKind,
) => { ok: true; messages: BotMessage[] } | { ok: false; answer: Answer };

const messagesSchema = z.looseObject({ messages: z.array(z.looseObject({ type: z.string() })) });

/** Makes the validator, without a word the strictest: first all fields of the body, then what the messages hold inside. */
export function createMessageValidator(
  mode: CountingMode,
  { stickers = 'listed', ...leniency }: { stickers?: LineSettings['stickers'] } & Leniency = {},
): MessageValidator {
  const messages = list(messageSchema({ mode, family: 'field', leniency }), 1, 5);
  const direct = insideSchemas(mode, { stickers, mentions: true, leniency });
  const toMany = insideSchemas(mode, { stickers, mentions: false, leniency });
  return (body, fields, kind = 'push') => {
    const insides = kind === 'push' || kind === 'reply' ? direct : toMany;
    const problems = problemsOf(z.looseObject({ ...fields, messages }), body, 'field');
    const answer = malformed(problems) ?? senderName(body) ?? fieldAnswer(problems) ?? insideAnswer(body, insides);
    if (answer) return { ok: false, answer };
    return { ok: true, messages: messagesSchema.parse(body).messages };
  };
}

/** Judges fields of another request's body; undefined when they are right. */
export function fieldsAnswer(schema: z.ZodType, body: unknown): Answer | undefined {
  const problems = problemsOf(schema, body, 'field');
  return malformed(problems) ?? fieldAnswer(problems);
}

function malformed(problems: Problem[]): Answer | undefined {
  const first = problems.find((problem) => problem.malformed);
  return first && malformedProperty(`'${fieldPath(first.path)}'`);
}

function fieldAnswer(problems: Problem[]): Answer | undefined {
  return problems.length > 0 ? fieldErrors(details(problems, fieldPath)) : undefined;
}

function insideAnswer(body: unknown, insides: Record<string, Inside>): Answer | undefined {
  const { messages } = messagesSchema.parse(body);
  for (const [index, message] of messages.entries()) {
    const inside = insides[message.type];
    if (!inside) continue;
    const problems = problemsOf(inside.schema, inside.content(message), 'message');
    if (problems.length > 0) return messageErrors(index, details(problems, inside.property));
  }
  return undefined;
}
