/**
 * @import { Tap } from './action-button.js'
 * @import { Json } from '../json.js'
 */
import { el } from '../dom.js';
import { flexMessage } from '../flex/flex.js';
import { numberOf, textOf } from '../json.js';
import { miniMap } from '../location/map.js';
import { externalLink } from './external-link.js';
import { picture } from './picture.js';
import { templateMessage } from './template.js';
import { textBubble } from './text.js';

/**
 * What a message object looks like, without avatar and time.
 *
 * @param {Json} message
 * @param {Tap} tap
 * @returns {HTMLElement}
 */
export function messageContent(message, tap) {
  switch (message.type) {
    case 'text':
    case 'textV2':
      return textBubble(textOf(message.text) ?? '');
    case 'flex':
      return flexMessage(message, tap);
    case 'template':
      return templateMessage(message, tap);
    case 'location':
      return locationCard(message);
    case 'sticker':
      return stickerMessage(message);
    case 'image':
      return imageMessage(message);
    default:
      return el('p', { class: 'bubble placeholder' }, `[${String(message.type)}]`);
  }
}

/** @param {Json} message */
function stickerMessage(message) {
  const ids = `sticker ${textOf(message.packageId) ?? '?'}/${textOf(message.stickerId) ?? '?'}`;
  return el(
    'div',
    { class: 'sticker', attributes: { role: 'img', 'aria-label': ids } },
    el('span', { class: 'sticker-face', attributes: { 'aria-hidden': 'true' } }, '🐻'),
    el('span', { class: 'sticker-ids' }, ids),
  );
}

/** @param {Json} message */
function imageMessage(message) {
  const preview = textOf(message.previewImageUrl);
  if (!preview) return el('p', { class: 'bubble placeholder' }, '🖼️ picture');
  const frame = picture(preview, 'sent-image', 'picture');
  return externalLink(textOf(message.originalContentUrl) ?? preview, frame);
}

/** @param {Json} message */
function locationCard(message) {
  const latitude = numberOf(message.latitude) ?? 0;
  const longitude = numberOf(message.longitude) ?? 0;
  const address = textOf(message.address);
  const coordinates = `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
  return el(
    'div',
    { class: 'location-card' },
    miniMap({ latitude, longitude }),
    el('strong', {}, textOf(message.title) ?? 'Location'),
    address ? el('span', {}, address) : undefined,
    externalLink(`https://www.google.com/maps?q=${latitude},${longitude}`, coordinates, 'coordinates'),
  );
}
