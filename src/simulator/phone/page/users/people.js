/**
 * @import { SimulatedUser } from '../../../line/simulator.ts'
 * @import { Api } from '../api.js'
 * @import { Deed } from '../chat/perform.js'
 * @import { Toasts } from '../toasts.js'
 */
import { el } from '../dom.js';
import { latest } from '../latest.js';
import { createPersonSheet } from './person-sheet.js';

const addOption = 'add';
const languageNames = new Intl.DisplayNames('en', { type: 'language' });

/**
 * Whose phone this is: a list of the people by language, and a way to add one.
 *
 * @param {{ api: Api, toasts: Toasts, onChange: () => void }} parts
 */
export function createPeople({ api, toasts, onChange }) {
  /** @type {SimulatedUser[]} */
  let users = [];
  let selectedId = '';
  const select = el('select', { attributes: { 'aria-label': 'Whose phone' } });
  const friend = el('button', { class: 'friend', attributes: { type: 'button', hidden: '' } });
  const sheet = createPersonSheet(async (person) => {
    const user = await api.addUser(person);
    selectedId = user.userId;
    refresh();
    onChange();
  }, toasts.showError);

  const refresh = latest(async () => {
    const before = selectedId;
    users = await api.users();
    selectedId = users.some((user) => user.userId === selectedId) ? selectedId : (users[0]?.userId ?? '');
    render();
    if (selectedId !== before) onChange();
  }, toasts.showError);

  function render() {
    const options = users.map((user) =>
      el('option', { attributes: { value: user.userId } }, `${user.displayName} · ${languageOf(user)}`),
    );
    select.replaceChildren(...options, el('option', { attributes: { value: addOption } }, 'Add a person…'));
    select.value = selectedId;
    const friendship = users.find((user) => user.userId === selectedId)?.friendship;
    friend.hidden = friendship === undefined || friendship === 'deleted';
    friend.textContent = friendship === 'friend' ? 'Block' : friendship === 'blocked' ? 'Unblock' : 'Add friend';
  }

  select.addEventListener('change', () => {
    if (select.value === addOption) {
      select.value = selectedId;
      sheet.open();
      return;
    }
    selectedId = select.value;
    render();
    onChange();
  });

  return {
    element: el('div', { class: 'people' }, select, sheet.element),
    selected: () => selectedId,
    refresh,
    /**
     * The button that blocks the bot or adds it as a friend.
     *
     * @param {(deed: Deed) => Promise<void>} act
     */
    friendButton(act) {
      friend.addEventListener('click', () => {
        const isFriend = users.find((user) => user.userId === selectedId)?.friendship === 'friend';
        act({ type: isFriend ? 'unfollow' : 'follow' })
          .catch(toasts.showError)
          .finally(refresh);
      });
      return friend;
    },
  };
}

/** @param {SimulatedUser} user */
function languageOf(user) {
  return user.language ? `${languageNames.of(user.language) ?? ''} (${user.language})` : 'no language';
}
