/**
 * @import { Tap } from '../chat/action-button.js'
 * @import { Json } from '../json.js'
 */
import { makeTappable } from '../chat/action-button.js';
import { el } from '../dom.js';
import { numberOf, objectsOf, textOf } from '../json.js';
import { color, space, style, textSize } from './units.js';

const verticalAlign = new Map([
  ['center', 'center'],
  ['bottom', 'flex-end'],
]);

/**
 * A text component: one text, or spans.
 *
 * @param {Json} component
 * @param {Tap} tap
 */
export function flexText(component, tap) {
  const spans = objectsOf(component.contents);
  const line = el('p', {}, ...(spans.length > 0 ? spans.map(flexSpan) : [textOf(component.text) ?? '']));
  const box = el('div', { class: component.wrap === true ? 'fx-text fx-wrap' : 'fx-text' }, line);
  letter(line, component);
  const align = textOf(component.align);
  if (align && ['start', 'center', 'end'].includes(align)) line.style.textAlign = align;
  const spacing = space(component.lineSpacing);
  if (spacing) line.style.lineHeight = `calc(1.4em + ${spacing})`;
  const maxLines = numberOf(component.maxLines) ?? 0;
  if (maxLines > 0 && component.wrap === true) {
    line.classList.add('fx-clamp');
    line.style.setProperty('-webkit-line-clamp', String(maxLines));
  }
  style(box, 'justify-content', verticalAlign.get(String(component.gravity)));
  makeTappable(box, component.action, tap);
  return box;
}

/** @param {Json} component */
function flexSpan(component) {
  const span = el('span', {}, textOf(component.text) ?? '');
  letter(span, component);
  return span;
}

/**
 * Size, weight, colour and the like, which texts and spans share.
 *
 * @param {HTMLElement} element
 * @param {Json} component
 */
function letter(element, component) {
  style(element, 'font-size', textSize(component.size));
  style(element, 'color', color(component.color));
  if (component.weight === 'bold' || component.weight === 'regular') {
    element.style.fontWeight = component.weight === 'bold' ? '700' : '400';
  }
  if (component.style === 'italic' || component.style === 'normal') element.style.fontStyle = component.style;
  if (component.decoration === 'underline' || component.decoration === 'line-through') {
    element.style.textDecoration = component.decoration;
  }
}
