/**
 * @import { Tap } from '../chat/action-button.js'
 * @import { Json } from '../json.js'
 * @import { Parent } from './placement.js'
 */
import { makeTappable } from '../chat/action-button.js';
import { el } from '../dom.js';
import { objectOf, objectsOf, textOf } from '../json.js';
import { flexButton, flexIcon, flexImage, flexSeparator } from './components.js';
import { place } from './placement.js';
import { flexText } from './text.js';
import { borderWidth, color, plainLength, space, style } from './units.js';

const justify = ['center', 'flex-start', 'flex-end', 'space-between', 'space-around', 'space-evenly'];
const alignments = ['center', 'flex-start', 'flex-end'];

/**
 * A component of any type.
 *
 * @param {Json} component
 * @param {Parent} parent
 * @param {Tap} tap
 * @returns {HTMLElement}
 */
function flexComponent(component, parent, tap) {
  switch (component.type) {
    case 'box':
      return flexBox(component, tap);
    case 'text':
      return flexText(component, tap);
    case 'button':
      return flexButton(component, tap);
    case 'image':
    case 'video':
      return flexImage(component, tap);
    case 'icon':
      return flexIcon(component);
    case 'separator':
      return flexSeparator(component, parent);
    case 'filler':
    case 'spacer':
      return el('div');
    default:
      return el('div', { class: 'fx-unknown' }, `[${String(component.type)}]`);
  }
}

/**
 * A box with its components.
 *
 * @param {Json} component
 * @param {Tap} tap
 * @returns {HTMLElement}
 */
export function flexBox(component, tap) {
  /** @type {Parent} */
  const parent = { layout: layoutOf(component), spacing: component.spacing };
  const box = el('div', { class: `fx-box fx-${parent.layout}` });
  let isFirst = true;
  for (const child of objectsOf(component.contents)) {
    const element = flexComponent(child, parent, tap);
    place(element, child, parent, isFirst);
    box.append(element);
    if (child.position !== 'absolute') isFirst = false;
  }
  decorate(box, component);
  makeTappable(box, component.action, tap);
  return box;
}

/**
 * @param {Json} component
 * @returns {Parent['layout']}
 */
function layoutOf({ layout }) {
  return layout === 'horizontal' || layout === 'baseline' ? layout : 'vertical';
}

/**
 * A block of a bubble that is an image or video, outside any box.
 *
 * @param {Json} component
 * @param {Tap} tap
 */
export function flexBlock(component, tap) {
  return flexComponent(component, { layout: 'vertical', spacing: undefined }, tap);
}

/**
 * @param {HTMLElement} box
 * @param {Json} component
 */
function decorate(box, component) {
  style(box, 'padding', space(component.paddingAll));
  style(box, 'padding-top', space(component.paddingTop));
  style(box, 'padding-bottom', space(component.paddingBottom));
  style(box, 'padding-inline-start', space(component.paddingStart));
  style(box, 'padding-inline-end', space(component.paddingEnd));
  for (const property of ['width', 'height']) style(box, property, plainLength(component[property]));
  style(box, 'max-width', plainLength(component.maxWidth));
  style(box, 'max-height', plainLength(component.maxHeight));
  style(box, 'background-color', color(component.backgroundColor));
  style(box, 'border-radius', space(component.cornerRadius));
  style(box, 'border-width', borderWidth(component.borderWidth));
  style(box, 'border-color', color(component.borderColor));
  if (component.cornerRadius || component.height || component.maxHeight) box.style.overflow = 'hidden';
  const along = textOf(component.justifyContent);
  if (along && justify.includes(along)) box.style.justifyContent = along;
  const across = textOf(component.alignItems);
  if (across && alignments.includes(across)) box.style.alignItems = across;
  style(box, 'background-image', gradient(objectOf(component.background)));
}

/**
 * @param {Json} background
 * @returns {string | undefined}
 */
function gradient(background) {
  const start = color(background.startColor);
  const end = color(background.endColor);
  if (background.type !== 'linearGradient' || !start || !end) return undefined;
  const center = color(background.centerColor);
  const centerAt = textOf(background.centerPosition) ?? '50%';
  const degrees = Number.parseFloat(textOf(background.angle) ?? '') || 0;
  return `linear-gradient(${degrees}deg, ${start}, ${center ? `${center} ${centerAt}, ` : ''}${end})`;
}
