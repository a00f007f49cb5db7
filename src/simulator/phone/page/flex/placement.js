/** @import { Json } from '../json.js' */
import { numberOf } from '../json.js';
import { plainLength, space, style } from './units.js';

/**
 * The box around a component.
 *
 * @typedef {{ layout: 'vertical' | 'horizontal' | 'baseline', spacing: unknown }} Parent
 */

/** Components that take their natural width in a horizontal box unless they say otherwise. */
const narrowTypes = ['icon', 'separator'];

/**
 * Places a component in its box: its share of the width, the gap before it, offsets. Follows "Flex Message layout": the gap
 * before the first component is never drawn, a component's own `margin` wins over the box's `spacing`.
 *
 * @param {HTMLElement} element
 * @param {Json} component
 * @param {Parent} parent
 * @param {boolean} isFirst
 */
export function place(element, component, parent, isFirst) {
  const isVertical = parent.layout === 'vertical';
  element.style.flex = flexOf(component, isVertical);
  const gap = space(component.margin) ?? space(parent.spacing);
  if (!isFirst && component.position !== 'absolute')
    style(element, isVertical ? 'margin-top' : 'margin-inline-start', gap);
  element.style.position = component.position === 'absolute' ? 'absolute' : 'relative';
  style(element, 'top', space(component.offsetTop));
  style(element, 'bottom', space(component.offsetBottom));
  style(element, 'inset-inline-start', space(component.offsetStart));
  style(element, 'inset-inline-end', space(component.offsetEnd));
}

/**
 * @param {Json} component
 * @param {boolean} isVertical
 */
function flexOf(component, isVertical) {
  const share = numberOf(component.flex);
  const fixed = plainLength(isVertical ? component.height : component.width) !== undefined;
  if (share === 0 || (share === undefined && fixed)) return '0 0 auto';
  if (share !== undefined) return isVertical ? `${share} 0 auto` : `${share} 0 0px`;
  if (component.type === 'filler' || component.type === 'spacer') return '1 0 0px';
  return isVertical || narrowTypes.includes(String(component.type)) ? '0 0 auto' : '1 0 0px';
}
