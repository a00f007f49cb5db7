/** @import { SimulatedUser } from '../../../line/simulator.ts' */
import { el } from '../dom.js';
import { createSheet } from '../sheet.js';

/**
 * Asks for a new group's name and members; the person whose phone it is belongs to it.
 *
 * @param {(group: { name: string, memberIds: string[] }) => Promise<void>} onAdd
 * @param {(error: unknown) => void} onError
 */
export function createGroupSheet(onAdd, onError) {
  const attributes = { type: 'text', value: '午餐 Lunch', maxlength: '40', required: '', autocomplete: 'off' };
  const name = el('input', { attributes });
  const members = el('fieldset', {});
  /** @type {HTMLInputElement[]} */
  let boxes = [];
  const form = el(
    'form',
    { class: 'form' },
    el('label', {}, 'Name of the group', name),
    members,
    el('button', { class: 'primary', attributes: { type: 'submit' } }, 'Create the group'),
  );
  const sheet = createSheet('New group', form);

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const memberIds = boxes.filter((box) => box.checked).map((box) => box.value);
    onAdd({ name: name.value.trim(), memberIds }).then(sheet.close).catch(onError);
  });

  return {
    element: sheet.element,
    /**
     * @param {readonly SimulatedUser[]} users
     * @param {string} ownerId
     */
    open(users, ownerId) {
      const legend = el('legend', {}, 'Who is in it (the bot is invited too)');
      const rows = users.map((user) => memberRow(user, user.userId === ownerId));
      boxes = rows.map(({ box }) => box);
      members.replaceChildren(legend, ...rows.map(({ row }) => row));
      sheet.open();
    },
  };
}

/**
 * @param {SimulatedUser} user
 * @param {boolean} isOwner
 */
function memberRow(user, isOwner) {
  const box = el('input', { attributes: { type: 'checkbox', value: user.userId } });
  box.checked = true;
  box.disabled = isOwner;
  return { box, row: el('label', { class: 'check' }, box, isOwner ? `${user.displayName} (you)` : user.displayName) };
}
