/**
 * @import { Tap } from './action-button.js'
 * @import { Json } from '../json.js'
 */
import { el } from '../dom.js';
import { objectOf, objectsOf, textOf } from '../json.js';
import { actionButton, makeTappable } from './action-button.js';
import { carousel } from './carousel.js';
import { picture } from './picture.js';

/**
 * A template message: buttons, confirm, carousel or image carousel.
 *
 * @param {Json} message
 * @param {Tap} tap
 */
export function templateMessage(message, tap) {
  const template = objectOf(message.template);
  const label = textOf(message.altText) ?? 'Template message';
  const columns = objectsOf(template.columns);
  switch (template.type) {
    case 'carousel':
      return carousel(
        'of-templates',
        label,
        columns.map((column) => card(column, tap)),
      );
    case 'image_carousel':
      return carousel(
        'of-pictures',
        label,
        columns.map((column) => imageCard(column, tap)),
      );
    default:
      return el('div', { attributes: { role: 'group', 'aria-label': label } }, card(template, tap));
  }
}

/**
 * @param {Json} template
 * @param {Tap} tap
 */
function card(template, tap) {
  const image = textOf(template.thumbnailImageUrl);
  const title = textOf(template.title);
  const text = el(
    'div',
    { class: 'template-text' },
    title ? el('strong', {}, title) : undefined,
    el('p', {}, textOf(template.text) ?? ''),
  );
  makeTappable(text, template.defaultAction, tap);
  return el(
    'div',
    { class: 'template' },
    image ? picture(image, 'template-image') : undefined,
    text,
    el(
      'div',
      { class: template.type === 'confirm' ? 'template-actions side-by-side' : 'template-actions' },
      ...objectsOf(template.actions).map((action) => actionButton(action, tap, 'template-action')),
    ),
  );
}

/**
 * @param {Json} column
 * @param {Tap} tap
 */
function imageCard(column, tap) {
  const frame = picture(textOf(column.imageUrl) ?? '', 'template-square');
  const label = textOf(objectOf(column.action).label);
  const root = el('div', { class: 'template-picture' }, frame, label ? el('span', {}, label) : undefined);
  makeTappable(root, column.action, tap);
  return root;
}
