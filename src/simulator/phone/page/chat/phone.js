/**
 * @import { Api } from '../api.js'
 * @import { Events } from '../events.js'
 * @import { Toasts } from '../toasts.js'
 * @import { Deed } from './perform.js'
 */
import { el } from '../dom.js';
import { latest } from '../latest.js';
import { createLocationSheet } from '../location/sheet.js';
import { createPeople } from '../users/people.js';
import { createComposer } from './composer.js';
import { deliveryTrouble } from './delivery.js';
import { createTap } from './perform.js';
import { createQuickReplies } from './quick-replies.js';
import { createThread } from './thread.js';

const botName = '評判 Hyoban';

/**
 * One phone: a person's 1:1 chat with the bot. Several of them can stand on one page.
 *
 * @param {{ api: Api, events: Events, toasts: Toasts }} parts
 * @returns {HTMLElement}
 */
export function createPhone({ api, events, toasts }) {
  const people = createPeople({ api, toasts, onChange: () => refresh() });
  const sheet = createLocationSheet((location) => void act({ type: 'location', ...location }).catch(toasts.showError));
  const composer = createComposer({ act, openLocation: sheet.open, onError: toasts.showError });
  const tap = createTap({ act, openLocation: sheet.open, fillIn: composer.fillIn, toasts });
  const unsend = (/** @type {string} */ messageId) => void act({ type: 'unsend', messageId }).catch(toasts.showError);
  const thread = createThread({ botName, tap, unsend });
  const quickReplies = createQuickReplies(tap);

  const refresh = latest(async () => {
    const userId = people.selected();
    if (!userId) return;
    const view = await api.chat(userId);
    if (userId !== people.selected()) return;
    thread.render(view);
    quickReplies.render(view.quickReplies);
  }, toasts.showError);

  /** @param {Deed} deed */
  async function act(deed) {
    const userId = people.selected();
    if (!userId) return;
    const trouble = deliveryTrouble(await api.act({ userId, ...deed }));
    if (trouble) toasts.show(trouble);
  }

  events.onConnected(() => {
    people.refresh();
    refresh();
  });
  events.onChat((chatId) => {
    if (chatId !== people.selected()) return;
    people.refresh();
    refresh();
  });

  return el(
    'section',
    { class: 'phone', attributes: { 'aria-label': 'Phone' } },
    el(
      'header',
      { class: 'phone-header' },
      el('h1', {}, botName),
      el('div', { class: 'phone-person' }, people.element, people.friendButton(act)),
    ),
    thread.element,
    quickReplies.element,
    composer.element,
    sheet.element,
  );
}
