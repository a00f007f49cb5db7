import { z } from 'zod';
import { actionSchema } from './actions.ts';
import { lettering, placed, flexValues as v } from './flex-values.ts';
import { type AddProblem, also, isRecord, mediaUrl, type TextRules, text } from './values.ts';

const inBaseline = ['icon', 'text', 'filler', 'spacer'];
const inOtherBoxes = ['box', 'button', 'image', 'text', 'separator', 'filler', 'spacer'];

/** Gone from the reference; LINE's own examples still have it. */
const spacer = z.strictObject({ type: z.literal('spacer'), size: v.spacing });

/** Makes the schemas of the components that stand in a bubble's blocks ("Flex Message" of the reference); unknown properties are refused. */
export function flexComponents(rules: TextRules) {
  const action = actionSchema(rules, 'flex').optional();
  const url = mediaUrl(rules);
  const component: z.ZodType = z.lazy(() =>
    z.discriminatedUnion('type', [
      boxOf(component, action),
      image,
      textOf(rules, action),
      z.strictObject({
        type: z.literal('button'),
        action: actionSchema(rules, 'flex-button'),
        style: z.enum(['primary', 'secondary', 'link']).optional(),
        height: z.enum(['sm', 'md']).optional(),
        color: v.color,
        flex: v.flex,
        gravity: v.gravity,
        adjustMode: v.adjustMode,
        scaling: v.flag,
        ...placed,
      }),
      z.strictObject({
        type: z.literal('icon'),
        url,
        size: v.fontSize,
        aspectRatio: v.aspectRatio,
        scaling: v.flag,
        ...placed,
      }),
      z.strictObject({ type: z.literal('separator'), margin: v.spacing, color: v.color }),
      z.strictObject({ type: z.literal('filler'), flex: v.flex }),
      ...(rules.leniency?.flexSpacer === 'taken' ? [spacer] : []),
    ]),
  );

  const image = z.strictObject({
    type: z.literal('image'),
    url,
    flex: v.flex,
    align: v.align,
    gravity: v.gravity,
    size: v.imageSize,
    aspectRatio: v.aspectRatio,
    aspectMode: z.enum(['cover', 'fit']).optional(),
    backgroundColor: v.color,
    animated: v.flag,
    action,
    ...placed,
  });
  const box = boxOf(component, action);
  const video = z.strictObject({
    type: z.literal('video'),
    url,
    previewUrl: url,
    altContent: z.discriminatedUnion('type', [box, image]),
    aspectRatio: v.aspectRatio,
    action: actionSchema(rules, 'flex-video').optional(),
  });
  return { box, image, video };
}

function boxOf(component: z.ZodType, action: z.ZodType) {
  const box = z.strictObject({
    type: z.literal('box'),
    layout: z.enum(['horizontal', 'vertical', 'baseline']),
    contents: z.array(component),
    flex: v.flex,
    spacing: v.spacing,
    backgroundColor: v.color,
    borderColor: v.color,
    borderWidth: v.borderWidth,
    cornerRadius: v.cornerRadius,
    width: v.length,
    maxWidth: v.length,
    height: v.length,
    maxHeight: v.length,
    paddingAll: v.padding,
    paddingTop: v.padding,
    paddingBottom: v.padding,
    paddingStart: v.padding,
    paddingEnd: v.padding,
    justifyContent: z
      .enum(['center', 'flex-start', 'flex-end', 'space-between', 'space-around', 'space-evenly'])
      .optional(),
    alignItems: z.enum(['center', 'flex-start', 'flex-end']).optional(),
    background: z
      .strictObject({
        type: z.literal('linearGradient'),
        angle: v.angle,
        startColor: v.color.unwrap(),
        endColor: v.color.unwrap(),
        centerColor: v.color,
        centerPosition: v.percent,
      })
      .optional(),
    action,
    ...placed,
  });
  return also(box, onlyFittingContents);
}

function onlyFittingContents(box: Record<string, unknown>, add: AddProblem): void {
  if (!Array.isArray(box.contents)) return;
  const all = new Set([...inBaseline, ...inOtherBoxes]);
  const fitting = box.layout === 'baseline' ? inBaseline : inOtherBoxes;
  for (const [index, child] of box.contents.entries()) {
    const type = isRecord(child) ? child.type : undefined;
    if (typeof type === 'string' && all.has(type) && !fitting.includes(type))
      add('invalid property', 'contents', index);
  }
}

function textOf(rules: TextRules, action: z.ZodType) {
  const content = text(rules, { max: Infinity }).optional();
  const span = z.strictObject({ type: z.literal('span'), text: content, ...lettering });
  const schema = z.strictObject({
    type: z.literal('text'),
    text: content,
    contents: z.array(span).optional(),
    flex: v.flex,
    align: v.align,
    gravity: v.gravity,
    wrap: v.flag,
    lineSpacing: v.lineSpacing,
    maxLines: v.maxLines,
    adjustMode: v.adjustMode,
    scaling: v.flag,
    action,
    ...lettering,
    ...placed,
  });
  return also(schema, (component, add) => {
    const hasSpans = Array.isArray(component.contents) && component.contents.length > 0;
    if (component.text === undefined && !hasSpans) add('must be specified', 'text');
  });
}
