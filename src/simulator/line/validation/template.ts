import { z } from 'zod';
import { actionSchema } from './actions.ts';
import { type AddProblem, also, isRecord, list, mediaUrl, type TextRules, text } from './values.ts';

const color = z.string().regex(/^#[0-9A-Fa-f]{6}$/);

/** The schema of `template` in a template message ("Template messages" of the reference). */
export function templateSchema(rules: TextRules): z.ZodType {
  const action = actionSchema(rules, 'template');
  const picture = {
    thumbnailImageUrl: mediaUrl(rules).optional(),
    imageBackgroundColor: color.optional(),
    title: text(rules, { max: 40, unit: 'characters' }).optional(),
    defaultAction: actionSchema(rules, 'template-default').optional(),
  };
  const look = {
    imageAspectRatio: z.enum(['rectangle', 'square']).optional(),
    imageSize: z.enum(['cover', 'contain']).optional(),
  };
  const body = (max: number) => text(rules, { max, unit: 'characters' });

  const column = also(z.looseObject({ ...picture, text: body(120), actions: list(action, 1, 3) }), shortText(rules));
  return z.discriminatedUnion('type', [
    also(
      z.looseObject({ type: z.literal('buttons'), ...picture, ...look, text: body(160), actions: list(action, 1, 4) }),
      shortText(rules),
    ),
    z.looseObject({ type: z.literal('confirm'), text: body(240), actions: list(action, 2, 2) }),
    also(z.looseObject({ type: z.literal('carousel'), ...look, columns: list(column, 1, 10) }), alikeColumns),
    z.looseObject({
      type: z.literal('image_carousel'),
      columns: list(z.looseObject({ imageUrl: mediaUrl(rules), action: actionSchema(rules, 'image-carousel') }), 1, 10),
    }),
  ]);
}

/** With an image or a title the text may have 60 characters only. */
function shortText(rules: TextRules) {
  const shorter = text(rules, { max: 60, unit: 'characters' });
  return (part: Record<string, unknown>, add: AddProblem) => {
    if (part.thumbnailImageUrl === undefined && part.title === undefined) return;
    if (typeof part.text === 'string' && part.text !== '' && !shorter.safeParse(part.text).success) {
      add('must not be longer than 60 characters', 'text');
    }
  };
}

/** All columns have as many actions, and a picture and a title where one has them ("Column object for carousel"). */
function alikeColumns(template: Record<string, unknown>, add: AddProblem): void {
  if (!Array.isArray(template.columns)) return;
  const columns = template.columns.filter(isRecord);
  for (const key of ['thumbnailImageUrl', 'title']) {
    if (new Set(columns.map((column) => column[key] === undefined)).size > 1) {
      add(`${key} must be in all columns or in none`, 'columns');
    }
  }
  const counts = new Set(columns.map(({ actions }) => (Array.isArray(actions) ? actions.length : 0)));
  if (counts.size > 1) add('the number of actions must be the same in all columns', 'columns');
}
