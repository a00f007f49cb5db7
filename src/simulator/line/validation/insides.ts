import { z } from 'zod';
import type { LineSettings } from '../state/settings.ts';
import { flexContainerSchema } from './flex.ts';
import type { CountingMode } from './lengths.ts';
import { pointer } from './problems.ts';
import { unlistedSticker } from './stickers.ts';
import { templateSchema } from './template.ts';
import { textV2Schema } from './text-v2.ts';
import { also, type Leniency } from './values.ts';

/** How the inside of one kind of message is judged and where LINE says its problems are. */
export type Inside = {
  schema: z.ZodType;
  content: (message: Record<string, unknown>) => unknown;
  property: (path: readonly PropertyKey[]) => string;
};

const whole = (message: Record<string, unknown>) => message;
const joined = (path: readonly PropertyKey[]) => path.map(String).join('/');

/** The rules for what LINE reports as "A message (messages[i]) in the request body is invalid", by type of message. */
export function insideSchemas(
  mode: CountingMode,
  allowed: { stickers: LineSettings['stickers']; mentions: boolean; leniency: Leniency },
): Record<string, Inside> {
  const rules = { mode, family: 'message', leniency: allowed.leniency } as const;
  return {
    flex: { schema: flexContainerSchema(rules), content: (message) => message.contents, property: pointer },
    template: {
      schema: templateSchema(rules),
      content: (message) => message.template,
      property: (path) => joined(['template', ...path]),
    },
    textV2: { schema: textV2Schema(rules, allowed.mentions), content: whole, property: joined },
    ...(allowed.stickers === 'any' ? {} : { sticker: { schema: listedSticker, content: whole, property: joined } }),
  };
}

const listedSticker = also(z.looseObject({}), ({ packageId, stickerId }, add) => {
  const wrong = unlistedSticker(packageId, stickerId);
  if (wrong) add('invalid property', wrong);
});
