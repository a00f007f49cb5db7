/**
 * @import { SimulatedUser } from '../../../line/simulator.ts'
 * @import { GroupView } from '../../routes/groups.ts'
 * @import { About } from '../../routes/timeline.ts'
 * @import { Api } from '../api.js'
 * @import { Deed } from '../chat/perform.js'
 * @import { Toasts } from '../toasts.js'
 */
import { el } from '../dom.js';
import { latest } from '../latest.js';
import { createGroupSheet } from './group-sheet.js';
import { createPersonSheet } from './person-sheet.js';
import { createRelationButton } from './relation.js';
import { createSelect } from './select.js';
import { createVacancy } from './vacancy.js';

/**
 * The chat that is open on a phone.
 *
 * @typedef {object} OpenChat
 * @property {string} userId whose phone it is
 * @property {string} chatId the person's own id for the 1:1 chat
 * @property {string} title
 * @property {boolean} isGroup
 * @property {number} memberCount with the bot, when it is in
 * @property {string} botName
 * @property {(userId: string | undefined) => string} nameOf
 */

/**
 * Whose phone this is, and which of the person's chats is open: two lists above the phone, with ways to add to them.
 *
 * @param {{ api: Api, about: About, toasts: Toasts, number: number, onChange: () => void, act: (deed: Deed) => Promise<void> }} parts
 */
export function createOwner({ api, about, toasts, number, onChange, act }) {
  const { botName } = about;
  /** @type {SimulatedUser[]} */
  let users = [];
  /** @type {GroupView[]} */
  let groups = [];
  let userId = '';
  let chatId = '';

  const personSheet = createPersonSheet(async (person) => {
    const user = await api.addUser(person);
    users = await api.users();
    open(user.userId, user.userId);
  }, toasts.showError);
  const groupSheet = createGroupSheet(async (group) => {
    const { groupId } = await api.addGroup(group);
    groups = await api.groups();
    open(userId, groupId);
  }, toasts.showError);
  const people = createSelect({ label: 'Whose phone', addLabel: 'Add a person…', onAdd: personSheet.open });
  const chats = createSelect({
    label: 'Chat',
    addLabel: 'New group…',
    onAdd: () =>
      void api
        .users()
        .then((everybody) => groupSheet.open(everybody, userId))
        .catch(toasts.showError),
  });
  const relation = createRelationButton(act, toasts.showError);
  const vacancy = createVacancy((person) => {
    if (!person) return personSheet.open();
    api
      .addUser(person)
      .then((user) => open(user.userId, user.userId))
      .then(refresh)
      .catch(toasts.showError);
  });

  const refresh = latest(async () => {
    [users, groups] = await Promise.all([api.users(), api.groups()]);
    render();
  }, toasts.showError);

  people.onChoose((chosen) => open(chosen, chosen));
  chats.onChoose((chosen) => open(userId, chosen));

  /**
   * @param {string} whose
   * @param {string} which
   */
  function open(whose, which) {
    userId = whose;
    chatId = which;
    render();
    onChange();
  }

  function render() {
    const before = `${userId} ${chatId}`;
    if (!users.some((user) => user.userId === userId)) userId = users[number - 1]?.userId ?? '';
    const mine = groups.filter((group) => group.memberIds.includes(userId));
    if (!mine.some((group) => group.groupId === chatId)) chatId = userId;
    people.render(
      users.map((user) => ({ value: user.userId, text: `${user.displayName} · ${user.language ?? 'no language'}` })),
      userId,
    );
    chats.render(
      [{ value: userId, text: botName }, ...mine.map(({ groupId, name }) => ({ value: groupId, text: name }))],
      chatId,
    );
    relation.render(
      users.find((user) => user.userId === userId),
      mine.find((group) => group.groupId === chatId),
    );
    chats.element.hidden = userId === '';
    vacancy.hidden = userId !== '' || users.length === 0;
    if (`${userId} ${chatId}` !== before) onChange();
  }

  /** @returns {OpenChat | undefined} */
  function chat() {
    if (userId === '') return undefined;
    const group = groups.find((candidate) => candidate.groupId === chatId);
    return {
      userId,
      chatId,
      title: group?.name ?? botName,
      isGroup: group !== undefined,
      memberCount: group ? group.memberIds.length + (group.botIsIn ? 1 : 0) : 2,
      botName,
      nameOf: (id) => users.find((user) => user.userId === id)?.displayName ?? 'Somebody',
    };
  }

  return {
    element: el(
      'div',
      { class: 'owner' },
      people.element,
      chats.element,
      relation.element,
      vacancy,
      personSheet.element,
      groupSheet.element,
    ),
    chat,
    refresh,
  };
}
