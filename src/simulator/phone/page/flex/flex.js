/**
 * @import { Tap } from '../chat/action-button.js'
 * @import { Json } from '../json.js'
 */
import { makeTappable } from '../chat/action-button.js';
import { carousel } from '../chat/carousel.js';
import { el } from '../dom.js';
import { isObject, objectOf, objectsOf, textOf } from '../json.js';
import { flexBlock, flexBox } from './box.js';
import { bubbleWidthPx, color, style } from './units.js';

const blocks = ['header', 'hero', 'body', 'footer'];

/**
 * A Flex message: a bubble, or a carousel of bubbles. Follows "Flex Message elements" and "Flex Message layout".
 *
 * @param {Json} message
 * @param {Tap} tap
 * @returns {HTMLElement}
 */
export function flexMessage(message, tap) {
  const contents = objectOf(message.contents);
  const label = textOf(message.altText) ?? 'Flex message';
  if (contents.type !== 'carousel') {
    return el('div', { class: 'flex', attributes: { role: 'group', 'aria-label': label } }, bubble(contents, tap));
  }
  const bubbles = objectsOf(contents.contents).map((content) => bubble(content, tap));
  return carousel('flex', label, bubbles);
}

/**
 * @param {Json} content
 * @param {Tap} tap
 */
function bubble(content, tap) {
  const size = textOf(content.size) ?? 'mega';
  const root = el('article', { class: `fx-bubble fx-size-${size}` });
  root.style.width = `${bubbleWidthPx[size] ?? bubbleWidthPx.mega}px`;
  if (content.direction === 'rtl') root.dir = 'rtl';
  const styles = objectOf(content.styles);
  for (const name of blocks) {
    const component = content[name];
    if (isObject(component)) root.append(block(name, component, objectOf(styles[name]), tap));
  }
  makeTappable(root, content.action, tap);
  return root;
}

/**
 * @param {string} name
 * @param {Json} component
 * @param {Json} blockStyle
 * @param {Tap} tap
 */
function block(name, component, blockStyle, tap) {
  const content = component.type === 'box' ? flexBox(component, tap) : flexBlock(component, tap);
  const root = el('div', { class: `fx-block fx-${name}` }, content);
  style(root, 'background-color', color(blockStyle.backgroundColor));
  if (blockStyle.separator === true) {
    root.classList.add('fx-ruled');
    style(root, 'border-top-color', color(blockStyle.separatorColor));
  }
  return root;
}
