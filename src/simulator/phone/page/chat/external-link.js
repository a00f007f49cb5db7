import { el } from '../dom.js';

/** Schemes that LINE allows in a URI action; anything else, such as `javascript:`, is shown as text. */
const allowedSchemes = ['http:', 'https:', 'line:', 'tel:'];

/**
 * The address when a link may go there.
 *
 * @param {string} address
 * @returns {string | undefined}
 */
export function safeAddress(address) {
  return URL.canParse(address) && allowedSchemes.includes(new URL(address).protocol) ? address : undefined;
}

/**
 * A link to another site in a new tab, which learns nothing of this page; plain text when the address is not allowed.
 *
 * @param {string} address
 * @param {import('../dom.js').Child} content
 * @param {string} [className]
 */
export function externalLink(address, content, className = '') {
  const href = safeAddress(address);
  if (!href) return el('span', { class: className }, content);
  return el('a', { class: className, attributes: { href, target: '_blank', rel: 'noopener noreferrer' } }, content);
}
