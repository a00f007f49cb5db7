import { toUSVString } from 'node:util';
import { z } from 'zod';
import type { EventContent, IgnoredReason } from './line-event.ts';

const messageSchema = z.looseObject({ type: z.string(), id: z.string().catch('') });

const locationSchema = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});

/** LINE allows 20 in a message; each one taken out copies the text. */
const mostMentions = 20;

const mentioneeSchema = z.object({
  index: z.int().nonnegative(),
  length: z.int().positive(),
  isSelf: z.boolean().optional().catch(undefined),
});
const textSchema = z.object({
  text: z.string(),
  mention: z
    .object({ mentionees: z.array(mentioneeSchema.nullable().catch(null)) })
    .optional()
    .catch(undefined),
});

/** Reads the `message` of a message event; see "Message event" in the Messaging API reference. */
export function messageContent(raw: unknown): EventContent | IgnoredReason {
  const message = messageSchema.safeParse(raw);
  if (!message.success) return 'malformed';
  switch (message.data.type) {
    case 'text':
      return textContent(message.data, message.data.id);
    case 'location': {
      const point = locationSchema.safeParse(message.data);
      return point.success ? { kind: 'location', messageId: message.data.id, ...point.data } : 'bad-location';
    }
    default:
      return { kind: 'other-message', messageType: message.data.type };
  }
}

function textContent(raw: unknown, messageId: string): EventContent | IgnoredReason {
  const message = textSchema.safeParse(raw);
  if (!message.success) return 'malformed';
  const { text, mention } = message.data;
  const mentionees = (mention?.mentionees ?? []).slice(0, mostMentions);
  const selves = mentionees.filter((mentionee) => mentionee !== null).filter(({ isSelf }) => isSelf);
  return { kind: 'text', messageId, text: withoutMentions(text, selves), mentionsBot: selves.length > 0 };
}

/** Mentions count in UTF-16 units; the last goes first so that the other indices stay true. */
function withoutMentions(text: string, mentions: { index: number; length: number }[]): string {
  const rest = mentions
    .toSorted((a, b) => b.index - a.index)
    .reduce((left, { index, length }) => left.slice(0, index) + left.slice(index + length), text);
  return toUSVString(rest).trim();
}
