/**
 * @import { Tap } from '../chat/action-button.js'
 * @import { Json } from '../json.js'
 * @import { Parent } from './placement.js'
 */
import { actionButton, makeTappable } from '../chat/action-button.js';
import { picture } from '../chat/picture.js';
import { el } from '../dom.js';
import { textOf } from '../json.js';
import { buttonHeightPx, color, imageSize, style, textSize } from './units.js';

const crossAxis = new Map([
  ['start', 'flex-start'],
  ['center', 'center'],
  ['end', 'flex-end'],
  ['top', 'flex-start'],
  ['bottom', 'flex-end'],
]);

/**
 * A button component; `color` is the background of a primary or secondary button and the letters of a link.
 *
 * @param {Json} component
 * @param {Tap} tap
 */
export function flexButton(component, tap) {
  const kind = component.style === 'primary' || component.style === 'secondary' ? component.style : 'link';
  const button = actionButton(component.action, tap, `fx-button fx-${kind}`);
  const heightPx = buttonHeightPx[textOf(component.height) ?? 'md'] ?? 52;
  button.style.minHeight = `${heightPx}px`;
  style(button, kind === 'link' ? 'color' : 'background-color', color(component.color));
  const box = el('div', { class: 'fx-button-box' }, button);
  style(box, 'justify-content', crossAxis.get(String(component.gravity)));
  return box;
}

/**
 * An image component; a video shows its preview picture only.
 *
 * @param {Json} component
 * @param {Tap} tap
 */
export function flexImage(component, tap) {
  const isVideo = component.type === 'video';
  const frame = picture(textOf(isVideo ? component.previewUrl : component.url) ?? '', 'fx-picture');
  const [width = '1', height = '1'] = (textOf(component.aspectRatio) ?? (isVideo ? '20:13' : '1:1')).split(':');
  frame.style.aspectRatio = `${Number(width) || 1} / ${Number(height) || 1}`;
  frame.style.width = isVideo ? '100%' : (imageSize(component.size ?? 'md') ?? '100px');
  frame.classList.toggle('fx-cover', component.aspectMode === 'cover');
  style(frame, 'background-color', color(component.backgroundColor));
  const box = el('div', { class: 'fx-image' }, frame);
  style(box, 'justify-content', crossAxis.get(String(component.align)) ?? 'center');
  style(box, 'align-items', crossAxis.get(String(component.gravity)));
  if (isVideo) frame.append(el('span', { class: 'fx-play', attributes: { 'aria-hidden': 'true' } }, '▶'));
  makeTappable(box, component.action, tap);
  return box;
}

/**
 * An icon, as high as a text of the same size keyword.
 *
 * @param {Json} component
 */
export function flexIcon(component) {
  const icon = picture(textOf(component.url) ?? '', 'fx-icon');
  const size = textSize(component.size ?? 'md') ?? '16px';
  const [width = '1', height = '1'] = (textOf(component.aspectRatio) ?? '1:1').split(':');
  icon.style.height = size;
  icon.style.width = `calc(${size} * ${(Number(width) || 1) / (Number(height) || 1)})`;
  return el('div', { class: 'fx-icon-box' }, icon);
}

/**
 * A line across the box.
 *
 * @param {Json} component
 * @param {Parent} parent
 */
export function flexSeparator(component, parent) {
  const line = el('div', { class: parent.layout === 'vertical' ? 'fx-separator' : 'fx-separator fx-upright' });
  style(line, 'background-color', color(component.color));
  return line;
}
