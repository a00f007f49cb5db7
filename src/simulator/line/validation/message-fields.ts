import { z } from 'zod';
import { quickReplySchema } from './quick-reply.ts';
import { also, isRecord, list, mediaUrl, type TextRules, text, uri } from './values.ts';

/** The schema of a message object without what Flex, template and textV2 hold inside ("Message objects" of the reference). */
export function messageSchema(rules: TextRules): z.ZodType {
  const url = mediaUrl(rules);
  const altText = text(rules, { max: 1500 });
  const quoteToken = z.string().optional();
  const common = {
    quickReply: quickReplySchema(rules).optional(),
    sender: z.looseObject({ name: z.string().optional(), iconUrl: url.optional() }).optional(),
  };
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
    z.looseObject({
      ...common,
      type: z.literal('sticker'),
      packageId: text(rules, { max: 20 }),
      stickerId: text(rules, { max: 20 }),
      quoteToken,
    }),
    z.looseObject({ ...common, type: z.literal('image'), originalContentUrl: url, previewImageUrl: url }),
    z.looseObject({ ...common, type: z.literal('video'), originalContentUrl: url, previewImageUrl: url }),
    z.looseObject({ ...common, type: z.literal('audio'), originalContentUrl: url, duration: z.number().min(1) }),
    z.looseObject({
      ...common,
      type: z.literal('location'),
      title: text(rules, { max: 100 }),
      address: text(rules, { max: 100 }),
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
    }),
    z.looseObject({
      ...common,
      type: z.literal('imagemap'),
      baseUrl: uri(rules, ['https'], 2000),
      altText,
      baseSize: z.looseObject({ width: z.number(), height: z.number() }),
      actions: list(z.looseObject({ type: z.string() }), 1, 50),
    }),
    z.looseObject({ ...common, type: z.literal('template'), altText, template: z.looseObject({}) }),
    z.looseObject({ ...common, type: z.literal('flex'), altText, contents: z.looseObject({}) }),
  ]);
}

/** Each LINE emoji must stand on a `$` of the text. */
function emojiPlaceholders(
  message: Record<string, unknown>,
  add: (text: string, ...path: (string | number)[]) => void,
) {
  if (typeof message.text !== 'string' || !Array.isArray(message.emojis)) return;
  for (const [at, emoji] of message.emojis.entries()) {
    if (isRecord(emoji) && typeof emoji.index === 'number' && message.text[emoji.index] !== '$') {
      add('must point to a $ in the text', 'emojis', at, 'index');
    }
  }
}
