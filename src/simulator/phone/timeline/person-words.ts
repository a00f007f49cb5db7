import { z } from 'zod';
import { quoted } from './words.ts';

const eventSchema = z.looseObject({
  type: z.string(),
  message: z
    .looseObject({
      type: z.string(),
      text: z.string().optional(),
      title: z.string().optional(),
      latitude: z.number().optional(),
      longitude: z.number().optional(),
    })
    .optional(),
});

/**
 * What a person did, out of the webhook event that tells of it.
 *
 * @param name the person, e.g. `Alex`.
 * @param tappedText what a tapped button put into the chat, where it did.
 */
export function personDid(name: string, event: unknown, tappedText: string | undefined): string {
  const parsed = eventSchema.safeParse(event).data;
  if (!parsed) return `${name} did something`;
  switch (parsed.type) {
    case 'message':
      return `${name} ${sent(parsed.message)}`;
    case 'postback':
      return tappedText ? `${name} tapped ${quoted(tappedText)}` : `${name} tapped a button`;
    case 'follow':
      return `${name} added the bot as a friend`;
    case 'unfollow':
      return `${name} blocked the bot`;
    case 'unsend':
      return `${name} unsent a message`;
    case 'join':
      return 'The bot was invited to a group';
    case 'leave':
      return 'The bot was removed from a group';
    default:
      return `${name}: ${parsed.type}`;
  }
}

function sent(message: z.infer<typeof eventSchema>['message']): string {
  switch (message?.type) {
    case 'text':
      return `wrote ${quoted(message.text ?? '')}`;
    case 'location':
      return `shared a location: ${message.title ?? `${message.latitude}, ${message.longitude}`}`;
    case 'sticker':
      return 'sent a sticker';
    case 'image':
      return 'sent a picture';
    default:
      return 'sent a message';
  }
}
