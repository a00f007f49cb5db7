import { z } from 'zod';
import { also, list, mediaUrl, type TextRules, text, uri } from './values.ts';

const baseWidthPx = 1040;

/** The fields of an imagemap message beside `type` ("Imagemap message" of the reference). */
export function imagemapFields(rules: TextRules) {
  const url = mediaUrl(rules);
  const link = uri(rules, ['http', 'https', 'line', 'tel'], 1000);
  const area = z.looseObject({ x: atLeast(0), y: atLeast(0), width: atLeast(1), height: atLeast(1) });
  const common = { label: text(rules, { max: 100, min: 0 }).optional(), area };
  return {
    baseUrl: url,
    altText: text(rules, { max: 1500 }),
    baseSize: z.looseObject({
      width: z.int().refine((width) => width === baseWidthPx, { error: `Must be ${baseWidthPx}` }),
      height: atLeast(1),
    }),
    video: z
      .looseObject({
        originalContentUrl: url,
        previewImageUrl: url,
        area,
        externalLink: z.looseObject({ linkUri: link, label: text(rules, { max: 30 }) }).optional(),
      })
      .optional(),
    actions: list(
      z.discriminatedUnion('type', [
        z.looseObject({ type: z.literal('uri'), linkUri: link, ...common }),
        z.looseObject({ type: z.literal('message'), text: text(rules, { max: 400 }), ...common }),
        z.looseObject({ type: z.literal('clipboard'), clipboardText: text(rules, { max: 1000 }), ...common }),
      ]),
      0,
      50,
    ),
  };
}

/** Without a video there must be something to tap. */
export function withSomethingToTap<T extends z.ZodType>(message: T): T {
  return also(message, ({ actions, video }, add) => {
    if (Array.isArray(actions) && actions.length === 0 && video === undefined) {
      add('Size must be between 1 and 50', 'actions');
    }
  });
}

function atLeast(least: number) {
  return z.int().min(least, { error: `Must be ${least} or more` });
}
