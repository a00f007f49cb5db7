import { z } from 'zod';
import { imagemapFields, withSomethingToTap } from './imagemap.ts';
import { quickReplySchema } from './quick-reply.ts';
import { type AddProblem, also, isRecord, list, mediaUrl, type TextRules, text } from './values.ts';

const trackingId = /^[a-zA-Z0-9\-.=,+*()%$&;:@{}!?<>[\]]{1,100}$/;

/** The schema of a message object without what Flex, template and textV2 hold inside ("Message objects" of the reference). */
export function messageSchema(rules: TextRules): z.ZodType {
  const url = mediaUrl(rules);
  const altText = text(rules, { max: 1500 });
  const quoteToken = z.string().optional();
  const common = {
    quickReply: quickReplySchema(rules).optional(),
    sender: z.looseObject({ name: z.string().optional(), iconUrl: url.optional() }).optional(),
  };
  const ids = text(rules, { max: 20 });
  const emoji = z.looseObject({ index: z.int().min(0), productId: z.string().min(1), emojiId: z.string().min(1) });

  return z.discriminatedUnion('type', [
    also(
      z.looseObject({
        ...common,
        type: z.literal('text'),
        text: text(rules, { max: 5000 }),
        emojis: list(emoji, 0, 20).optional(),
        quoteToken,
      }),
      emojiPlaceholders,
    ),
    z.looseObject({ ...common, type: z.literal('textV2'), quoteToken }),
    z.looseObject({ ...common, type: z.literal('sticker'), packageId: ids, stickerId: ids, quoteToken }),
    z.looseObject({ ...common, type: z.literal('image'), originalContentUrl: url, previewImageUrl: url }),
    z.looseObject({
      ...common,
      type: z.literal('video'),
      originalContentUrl: url,
      previewImageUrl: url,
      trackingId: z.string().regex(trackingId, { error: 'invalid trackingId' }).optional(),
    }),
    z.looseObject({
      ...common,
      type: z.literal('audio'),
      originalContentUrl: url,
      duration: z.number().min(1, { error: 'Must be 1 or more' }),
    }),
    z.looseObject({
      ...common,
      type: z.literal('location'),
      title: text(rules, { max: 100 }),
      address: text(rules, { max: 100 }),
      latitude: within(90),
      longitude: within(180),
    }),
    withSomethingToTap(z.looseObject({ ...common, type: z.literal('imagemap'), ...imagemapFields(rules) })),
    z.looseObject({ ...common, type: z.literal('template'), altText, template: z.looseObject({}) }),
    z.looseObject({ ...common, type: z.literal('flex'), altText, contents: z.looseObject({}) }),
  ]);
}

function within(degrees: number) {
  const error = `Must be between -${degrees} and ${degrees}`;
  return z.number().min(-degrees, { error }).max(degrees, { error });
}

/** Each LINE emoji must stand on a `$` of the text. */
function emojiPlaceholders(message: Record<string, unknown>, add: AddProblem): void {
  if (typeof message.text !== 'string' || !Array.isArray(message.emojis)) return;
  for (const [at, emoji] of message.emojis.entries()) {
    if (isRecord(emoji) && typeof emoji.index === 'number' && message.text[emoji.index] !== '$') {
      add('must point to a $ in the text', 'emojis', at, 'index');
    }
  }
}
