/**
 * @import { About } from '../../routes/timeline.ts'
 * @import { Api } from '../api.js'
 * @import { Events } from '../events.js'
 * @import { Toasts } from '../toasts.js'
 * @import { Deed } from './perform.js'
 */
import { el } from '../dom.js';
import { latest } from '../latest.js';
import { createLocationSheet } from '../location/sheet.js';
import { createOwner } from '../users/owner.js';
import { createComposer } from './composer.js';
import { deliveryTrouble } from './delivery.js';
import { createPhoneHeader } from './header.js';
import { createTap } from './perform.js';
import { createQuickReplies } from './quick-replies.js';
import { createThread } from './thread.js';

/**
 * One phone: a person's chats with the bot, alone or in a group. Several of them can stand on one page.
 *
 * @param {{ api: Api, about: About, events: Events, toasts: Toasts, tabs: { markNews: (view: 'chat-1' | 'chat-2') => void }, number: 1 | 2 }} parts
 * @returns {HTMLElement}
 */
export function createPhone({ api, about, events, toasts, tabs, number }) {
  const owner = createOwner({ api, about, toasts, number, onChange: () => refresh(), act });
  const header = createPhoneHeader();
  const sheet = createLocationSheet({
    onSend: (location) => void act({ type: 'location', ...location }).catch(toasts.showError),
    onWrite: (text) => void act({ type: 'text', text }).catch(toasts.showError),
  });
  const composer = createComposer({ act, openLocation: sheet.open, onError: toasts.showError });
  const tap = createTap({ act, openLocation: sheet.open, fillIn: composer.fillIn, toasts });
  const unsend = (/** @type {string} */ messageId) => void act({ type: 'unsend', messageId }).catch(toasts.showError);
  const thread = createThread({ tap, unsend, openLocation: sheet.open, botName: about.botName });
  const quickReplies = createQuickReplies(tap);

  const refresh = latest(async () => {
    const chat = owner.chat();
    phone.hidden = chat === undefined;
    if (!chat) return;
    const view = await api.chat(chat.chatId);
    const now = owner.chat();
    if (!now || now.chatId !== chat.chatId || now.userId !== chat.userId) return;
    header.render(now);
    thread.render(view, now);
    quickReplies.render(view.quickReplies);
    markAsRead(view.items.at(-1)?.atMs);
  }, toasts.showError);

  /**
   * Others in a group see who has it on screen.
   *
   * @param {number | undefined} upToMs
   */
  function markAsRead(upToMs) {
    const chat = owner.chat();
    if (!chat?.isGroup || upToMs === undefined || phone.offsetParent === null) return;
    const { chatId, userId } = chat;
    api.read({ chatId, userId, upToMs }).catch(toasts.showError);
  }

  /** @param {Deed} deed */
  async function act(deed) {
    const chat = owner.chat();
    if (!chat) return;
    const { userId, chatId } = chat;
    const trouble = deliveryTrouble(await api.act({ userId, chatId, ...deed }));
    if (trouble) toasts.show(trouble);
  }

  events.onConnected(() => {
    owner.refresh();
    refresh();
  });
  events.onPeople(owner.refresh);
  events.onChat((chatId) => {
    const chat = owner.chat();
    // A friendship, or the bot's place in a group, may have changed with it.
    owner.refresh();
    if (chatId !== chat?.chatId) return;
    tabs.markNews(`chat-${number}`);
    refresh();
  });

  const phone = el(
    'div',
    { class: 'phone' },
    header.element,
    thread.element,
    quickReplies.element,
    composer.element,
    sheet.element,
  );
  return el(
    'section',
    { class: 'phone-column', attributes: { id: `phone-${number}`, 'aria-label': `Phone ${number}` } },
    owner.element,
    phone,
  );
}
