import { z } from 'zod';
import { actionSchema } from './actions.ts';
import { also, list, type TextRules, text } from './values.ts';

const leastRatio = 1.45;
const missing = 'must be specified';

/** Whether a text has the form of a rich menu id. */
export function isRichMenuId(id: string): boolean {
  return /^richmenu-[0-9a-f]{32}$/.test(id);
}

/** The schema of a new rich menu ("Rich menu object" of the reference). */
export function richMenuRequestSchema(rules: TextRules): z.ZodType {
  const place = z.int().min(0);
  const length = z.int().min(1);
  return z.looseObject({
    size: also(
      z.looseObject({ width: between(800, 2500), height: z.int().min(250, { error: 'Must be 250 or more' }) }),
      ({ width, height }, add) => {
        if (typeof width !== 'number' || typeof height !== 'number') return;
        if (width / height < leastRatio) add(`the aspect ratio must be ${leastRatio} or more`);
      },
    ),
    selected: z.boolean(),
    name: text(rules, { max: 300, unit: 'characters', missing }),
    chatBarText: text(rules, { max: 14, unit: 'characters', missing }),
    areas: list(
      z.looseObject({
        bounds: z.looseObject({ x: place, y: place, width: length, height: length }),
        action: actionSchema(rules, 'rich-menu'),
      }),
      0,
      20,
    ),
  });
}

function between(min: number, max: number) {
  const error = `Must be between ${min} and ${max}`;
  return z.int().min(min, { error }).max(max, { error });
}
