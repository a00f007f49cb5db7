/** @import { OpenChat } from '../users/owner.js' */
import { el } from '../dom.js';
import { icon } from '../icons.js';

/** The bar of a chat: who is spoken with. */
export function createPhoneHeader() {
  const title = el('span', { class: 'chat-title' });
  const badge = el('span', { class: 'badge', attributes: { title: 'Verified account' } }, icon('shield'));
  return {
    element: el('header', { class: 'phone-header' }, icon('left'), badge, el('h2', {}, title)),
    /** @param {OpenChat} chat */
    render({ title: name, isGroup, memberCount }) {
      badge.hidden = isGroup;
      title.textContent = isGroup ? `${name} (${memberCount})` : name;
    },
  };
}
