import { z } from 'zod';
import { actionSchema } from './actions.ts';
import { flexComponents } from './flex-components.ts';
import { flexValues as v } from './flex-values.ts';
import { bytesPerKilobyte } from './lengths.ts';
import { type AddProblem, also, isRecord, list, type TextRules } from './values.ts';

const bubbleSizes = ['nano', 'micro', 'deca', 'hecto', 'kilo', 'mega', 'giga'] as const;
const sizesWithVideo: readonly unknown[] = ['kilo', 'mega', 'giga', undefined];
const blocks = ['header', 'hero', 'body', 'footer'];
const mostAnimated = 10;
const mostKilobytes: Record<string, number> = { bubble: 30, carousel: 50 };

/** The schema of a Flex container: a bubble, or a carousel of at most 12 bubbles ("Flex Message" of the reference). */
export function flexContainerSchema(rules: TextRules): z.ZodType {
  const components = flexComponents(rules);
  const blockStyle = z
    .strictObject({ backgroundColor: v.color, separator: v.flag, separatorColor: v.color })
    .optional();
  const bubble = also(
    z.strictObject({
      type: z.literal('bubble'),
      size: z.enum(bubbleSizes).optional(),
      direction: z.enum(['ltr', 'rtl']).optional(),
      header: components.box.optional(),
      hero: z.discriminatedUnion('type', [components.box, components.image, components.video]).optional(),
      body: components.box.optional(),
      footer: components.box.optional(),
      styles: z.strictObject({ header: blockStyle, hero: blockStyle, body: blockStyle, footer: blockStyle }).optional(),
      action: actionSchema(rules, 'flex').optional(),
    }),
    (container, add) => {
      bubbleRules(container, add);
      sizeRule(rules, container, add);
    },
  );
  const carousel = also(
    z.strictObject({ type: z.literal('carousel'), contents: list(bubble, 1, 12) }),
    (container, add) => {
      carouselRules(container, add);
      sizeRule(rules, container, add);
    },
  );
  return also(z.discriminatedUnion('type', [bubble, carousel]), (container, add) => {
    if (animatedIn(container) > mostAnimated) add(`must not have more than ${mostAnimated} animated images`);
  });
}

function bubbleRules(bubble: Record<string, unknown>, add: AddProblem): void {
  if (!blocks.some((block) => bubble[block] !== undefined)) add('At least one block must be specified');
  if (hasVideo(bubble) && !sizesWithVideo.includes(bubble.size)) add('invalid property', 'hero');
}

function carouselRules(carousel: Record<string, unknown>, add: AddProblem): void {
  if (!Array.isArray(carousel.contents)) return;
  const bubbles = carousel.contents.map((bubble) => (isRecord(bubble) ? bubble : {}));
  for (const [index, bubble] of bubbles.entries()) {
    if (hasVideo(bubble)) add('invalid property', 'contents', index, 'hero');
    if ((bubble.size ?? 'mega') !== (bubbles[0]?.size ?? 'mega')) {
      add('must be the same size in all bubbles', 'contents', index, 'size');
    }
  }
}

function hasVideo(bubble: Record<string, unknown>): boolean {
  return isRecord(bubble.hero) && bubble.hero.type === 'video';
}

function sizeRule(rules: TextRules, container: Record<string, unknown>, add: AddProblem): void {
  const kilobytes = mostKilobytes[String(container.type)];
  if (kilobytes === undefined) return;
  if (Buffer.byteLength(JSON.stringify(container), 'utf8') > kilobytes * bytesPerKilobyte(rules.mode)) {
    add(`size must not be larger than ${kilobytes} KB`);
  }
}

/** How many images of a container play ("Image" of "Flex Message": `animated`). */
function animatedIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, inner) => sum + animatedIn(inner), 0);
  if (!isRecord(value)) return 0;
  const own = value.type === 'image' && value.animated === true ? 1 : 0;
  return own + animatedIn(Object.values(value));
}
