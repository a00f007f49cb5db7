import { z } from 'zod';
import { actionSchema } from './actions.ts';
import { list, type TextRules, text } from './values.ts';

/** The schema of a new rich menu ("Rich menu object" of the reference). */
export function richMenuRequestSchema(rules: TextRules): z.ZodType {
  const pixels = z.int().min(0).max(2500);
  return z.looseObject({
    size: z.looseObject({ width: z.int().min(800).max(2500), height: z.int().min(250) }),
    selected: z.boolean(),
    name: text(rules, { max: 300, unit: 'characters' }),
    chatBarText: text(rules, { max: 14, unit: 'characters' }),
    areas: list(
      z.looseObject({
        bounds: z.looseObject({ x: pixels, y: pixels, width: pixels, height: pixels }),
        action: actionSchema(rules, 'rich-menu'),
      }),
      0,
      20,
    ),
  });
}
