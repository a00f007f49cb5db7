import { z } from 'zod';
import type { Answer } from '../../core/server.ts';
import { errorAnswer, fieldErrors, malformedProperty, messageErrors } from '../errors.ts';
import { flexContainerSchema } from './flex.ts';
import type { CountingMode } from './lengths.ts';
import { messageSchema } from './message-fields.ts';
import { details, fieldPath, type Problem, pointer, problemsOf } from './problems.ts';
import { templateSchema } from './template.ts';
import { textV2Schema } from './text-v2.ts';
import { isRecord, list } from './values.ts';

/** A message object that has passed validation. */
export type BotMessage = { type: string } & Record<string, unknown>;

/** Judges the body of a sending request; `fields` are the rules of its own fields beside `messages`. */
export type MessageValidator = (
  body: unknown,
  fields: z.ZodRawShape,
) => { ok: true; messages: BotMessage[] } | { ok: false; answer: Answer };

const messagesSchema = z.looseObject({ messages: z.array(z.looseObject({ type: z.string() })) });

/** Makes the validator: first all fields of the body, then the inside of each Flex, template and textV2 message. */
export function createMessageValidator(mode: CountingMode): MessageValidator {
  const messages = list(messageSchema({ mode, family: 'field' }), 1, 5);
  const insides = insideSchemas(mode);
  return (body, fields) => {
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

/** A name of 1 to 20 characters; longer ones have an error of their own. */
function senderName(body: unknown): Answer | undefined {
  const messages = isRecord(body) && Array.isArray(body.messages) ? body.messages : [];
  const wrong = messages.some((message) => {
    const name = isRecord(message) && isRecord(message.sender) ? message.sender.name : undefined;
    return typeof name === 'string' && (name.length === 0 || name.length > 20);
  });
  return wrong ? errorAnswer(400, 'sender.name length is invalid') : undefined;
}

type Inside = {
  schema: z.ZodType;
  content: (message: BotMessage) => unknown;
  property: (path: readonly PropertyKey[]) => string;
};

function insideSchemas(mode: CountingMode): Record<string, Inside> {
  const rules = { mode, family: 'message' } as const;
  return {
    flex: { schema: flexContainerSchema(rules), content: (message) => message.contents, property: pointer },
    template: {
      schema: templateSchema(rules),
      content: (message) => message.template,
      property: (path) => ['template', ...path].map(String).join('/'),
    },
    textV2: {
      schema: textV2Schema(rules),
      content: (message) => message,
      property: (path) => path.map(String).join('/'),
    },
  };
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
