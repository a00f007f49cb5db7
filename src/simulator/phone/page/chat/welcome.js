import { el } from '../dom.js';
import { icon } from '../icons.js';

/**
 * What stands in an empty chat: the first thing to do.
 *
 * @param {string} botName
 * @param {() => void} openLocation
 */
export function createWelcome(botName, openLocation) {
  return el(
    'div',
    { class: 'welcome' },
    el('span', { class: 'welcome-avatar', attributes: { 'aria-hidden': 'true' } }, botName.slice(0, 1)),
    el('p', {}, `Share where you are, or write something to ${botName}.`),
    el(
      'button',
      { class: 'welcome-button', attributes: { type: 'button' }, on: { click: openLocation } },
      icon('pin'),
      'Share a location',
    ),
  );
}
