/**
 * @import { ChatItem } from '../../../line/simulator.ts'
 * @import { OpenChat } from '../users/owner.js'
 * @import { Tap } from './action-button.js'
 */
import { el } from '../dom.js';
import { objectOf, objectsOf, textOf } from '../json.js';
import { messageContent } from './message.js';

const timeFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const dayFormat = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'long' });

/**
 * @typedef {object} RowParts
 * @property {Tap} tap
 * @property {(messageId: string) => void} unsend
 */

/**
 * One row of the thread: a message of the person, one of the bot or of somebody else, or a grey line.
 *
 * @param {ChatItem} item
 * @param {RowParts} parts
 * @param {OpenChat} chat
 * @param {string} readBy what stands under a message of the person that has been read
 * @returns {HTMLElement}
 */
export function itemRow(item, parts, chat, readBy) {
  const isMine = item.from === 'user' && item.userId === chat.userId;
  if (item.unsent) return noticeRow(isMine ? 'You unsent a message.' : 'A message was unsent.');
  if (item.from === 'notice') {
    return noticeRow(textOf(item.message.text) ?? `[${item.message.type}]`, ...undelivered(item, parts));
  }
  return isMine ? ownRow(item, parts, readBy) : otherRow(item, parts, chat);
}

/**
 * The line between two days.
 *
 * @param {number} atMs
 */
export function dayRow(atMs) {
  return el('div', { class: 'row day' }, el('span', {}, dayFormat.format(atMs)));
}

/**
 * The three dots while the bot works.
 *
 * @param {string} botName
 */
export function loadingRow(botName) {
  const dots = el('span', { class: 'dots', attributes: { role: 'img', 'aria-label': `${botName} is working` } });
  dots.append(el('i'), el('i'), el('i'));
  return el(
    'div',
    { class: 'row from-bot loading' },
    avatar(botName.slice(0, 1), true),
    el('div', { class: 'column' }, dots),
  );
}

/**
 * @param {string} text
 * @param {...HTMLElement} below
 */
function noticeRow(text, ...below) {
  return el('div', { class: 'row notice' }, el('span', {}, text), ...below);
}

/**
 * The messages that a notice says were not delivered, faded and without working buttons.
 *
 * @param {ChatItem} item
 * @param {RowParts} parts
 */
function undelivered(item, parts) {
  return objectsOf(item.message.undelivered).map((message) =>
    el('div', { class: 'undelivered', attributes: { inert: '' } }, messageContent(message, parts.tap)),
  );
}

/**
 * @param {ChatItem} item
 * @param {RowParts} parts
 * @param {string} readBy
 */
function ownRow(item, parts, readBy) {
  const unsend = el(
    'button',
    {
      class: 'unsend',
      attributes: { type: 'button', 'aria-label': 'Unsend this message', title: 'Unsend' },
      on: { click: () => parts.unsend(item.id) },
    },
    '⌫',
  );
  const read = readBy ? el('span', { class: 'read' }, readBy) : undefined;
  const meta = el('div', { class: 'meta' }, unsend, read, timeOf(item));
  return el('div', { class: 'row from-user' }, meta, spoken('You: '), messageContent(item.message, parts.tap));
}

/**
 * @param {ChatItem} item
 * @param {RowParts} parts
 * @param {OpenChat} chat
 */
function otherRow(item, parts, chat) {
  const isBot = item.from === 'bot';
  const name = isBot ? (textOf(objectOf(item.message.sender).name) ?? chat.botName) : chat.nameOf(item.userId);
  const via = item.via
    ? el('span', { class: 'via', attributes: { title: `Sent as ${item.via}` } }, item.via)
    : undefined;
  const content = messageContent(item.message, parts.tap);
  return el(
    'div',
    { class: `row from-${isBot ? 'bot' : 'other'} type-${item.message.type}` },
    avatar((isBot ? chat.botName : name).slice(0, 1), isBot),
    el(
      'div',
      { class: 'column' },
      el('span', { class: 'name' }, name),
      el('div', { class: 'said' }, content, el('div', { class: 'meta' }, via, timeOf(item))),
    ),
  );
}

/**
 * @param {string} letter
 * @param {boolean} isBot
 */
function avatar(letter, isBot) {
  return el('span', { class: isBot ? 'avatar' : 'avatar person', attributes: { 'aria-hidden': 'true' } }, letter);
}

/** @param {string} text read aloud only */
function spoken(text) {
  return el('span', { class: 'spoken' }, text);
}

/** @param {ChatItem} item */
function timeOf(item) {
  const attributes = { datetime: new Date(item.atMs).toISOString(), title: new Date(item.atMs).toLocaleString() };
  return el('time', { attributes }, timeFormat.format(item.atMs));
}
