import { z } from 'zod';

const px = String.raw`\d+(\.\d+)?px`;
const percent = String.raw`\d+(\.\d+)?%`;
const spacings = ['none', 'xs', 'sm', 'md', 'lg', 'xl', 'xxl'];
const fontSizes = ['xxs', 'xs', 'sm', 'md', 'lg', 'xl', 'xxl', '3xl', '4xl', '5xl'];

function oneOf(...patterns: string[]) {
  return z
    .string()
    .regex(new RegExp(`^(${patterns.join('|')})$`))
    .optional();
}

/** `W:H`, both 1 to 100000 and perhaps with decimals, H at most three times W. */
const aspectRatio = z.string().refine((ratio) => {
  const [, width = 0, height = 0] = /^(\d{1,6}(?:\.\d+)?):(\d{1,6}(?:\.\d+)?)$/.exec(ratio)?.map(Number) ?? [];
  const inRange = [width, height].every((length) => length >= 1 && length <= 100_000);
  return inRange && height <= width * 3;
}, 'invalid property');

/** Degrees from 0 up to, but not including, 360. */
const angle = z
  .string()
  .refine((text) => /^\d{1,3}(\.\d+)?deg$/.test(text) && Number.parseFloat(text) < 360, 'invalid property');

/** The kinds of values in Flex components ("Flex Message" of the reference); all are optional properties. */
export const flexValues = {
  spacing: oneOf(...spacings, px),
  padding: oneOf(...spacings, px, percent),
  offset: oneOf(...spacings, px, percent),
  cornerRadius: oneOf(...spacings, px),
  borderWidth: oneOf('none', 'light', 'normal', 'medium', 'semi-bold', 'bold', px),
  length: oneOf(px, percent),
  color: oneOf('#[0-9A-Fa-f]{6}', '#[0-9A-Fa-f]{8}'),
  fontSize: oneOf(...fontSizes, px),
  imageSize: oneOf(...fontSizes, 'full', px, percent),
  lineSpacing: oneOf(px),
  percent: oneOf(percent),
  angle,
  aspectRatio: aspectRatio.optional(),
  flex: z.number().min(0).optional(),
  maxLines: z.int().min(0).optional(),
  flag: z.boolean().optional(),
  position: z.enum(['relative', 'absolute']).optional(),
  align: z.enum(['start', 'end', 'center']).optional(),
  gravity: z.enum(['top', 'bottom', 'center']).optional(),
  adjustMode: z.literal('shrink-to-fit').optional(),
} as const;

/** Properties of everything that can be moved about in a box. */
export const placed = {
  margin: flexValues.spacing,
  position: flexValues.position,
  offsetTop: flexValues.offset,
  offsetBottom: flexValues.offset,
  offsetStart: flexValues.offset,
  offsetEnd: flexValues.offset,
} as const;

/** Properties of text and of span. */
export const lettering = {
  size: flexValues.fontSize,
  color: flexValues.color,
  weight: z.enum(['regular', 'bold']).optional(),
  style: z.enum(['normal', 'italic']).optional(),
  decoration: z.enum(['none', 'underline', 'line-through']).optional(),
} as const;
