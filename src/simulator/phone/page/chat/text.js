import { el } from '../dom.js';
import { externalLink } from './external-link.js';

const address = /(https?:\/\/[^\s<>"'、。）」]+)/;

/**
 * Text as LINE shows it: line breaks kept, web addresses as links, no other markup.
 *
 * @param {string} text
 */
export function textBubble(text) {
  const parts = text.split(address).map((part, index) => (index % 2 === 1 ? externalLink(part, part) : part));
  return el('p', { class: 'bubble' }, ...parts);
}
