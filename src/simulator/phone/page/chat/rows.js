/**
 * @import { ChatItem } from '../../../line/simulator.ts'
 * @import { Tap } from './action-button.js'
 */
import { el } from '../dom.js';
import { objectOf, objectsOf, textOf } from '../json.js';
import { messageContent } from './message.js';

const timeFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const dayFormat = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'long' });

/**
 * @typedef {object} RowParts
 * @property {string} botName
 * @property {Tap} tap
 * @property {(messageId: string) => void} unsend
 */

/**
 * One row of the thread: a message of the person, one of the bot, or a grey line.
 *
 * @param {ChatItem} item
 * @param {RowParts} parts
 * @returns {HTMLElement}
 */
export function itemRow(item, parts) {
  if (item.unsent) return noticeRow(item.from === 'user' ? 'You unsent a message.' : 'A message was unsent.');
  switch (item.from) {
    case 'notice':
      return noticeRow(textOf(item.message.text) ?? `[${item.message.type}]`, ...undelivered(item, parts));
    case 'user':
      return userRow(item, parts);
    case 'bot':
      return botRow(item, parts);
  }
}

/**
 * The line between two days.
 *
 * @param {number} atMs
 */
export function dayRow(atMs) {
  return el('li', { class: 'row day' }, el('span', {}, dayFormat.format(atMs)));
}

/** The three dots while the bot works. */
export function loadingRow(/** @type {string} */ botName) {
  const dots = el('span', { class: 'dots', attributes: { role: 'img', 'aria-label': `${botName} is working` } });
  dots.append(el('i'), el('i'), el('i'));
  return el('li', { class: 'row from-bot loading' }, avatar(), el('div', { class: 'column' }, dots));
}

/**
 * @param {string} text
 * @param {...HTMLElement} below
 */
function noticeRow(text, ...below) {
  return el('li', { class: 'row notice' }, el('span', {}, text), ...below);
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
 */
function userRow(item, parts) {
  const unsend = el(
    'button',
    {
      class: 'unsend',
      attributes: { type: 'button', 'aria-label': 'Unsend this message', title: 'Unsend' },
      on: { click: () => parts.unsend(item.id) },
    },
    '⌫',
  );
  const meta = el('div', { class: 'meta' }, unsend, timeOf(item));
  return el('li', { class: 'row from-user' }, meta, spoken('You: '), messageContent(item.message, parts.tap));
}

/**
 * @param {ChatItem} item
 * @param {RowParts} parts
 */
function botRow(item, parts) {
  const name = textOf(objectOf(item.message.sender).name) ?? parts.botName;
  const via = item.via
    ? el('span', { class: 'via', attributes: { title: `Sent as ${item.via}` } }, item.via)
    : undefined;
  return el(
    'li',
    { class: `row from-bot type-${item.message.type}` },
    avatar(),
    el(
      'div',
      { class: 'column' },
      el('span', { class: 'name' }, name),
      el(
        'div',
        { class: 'said' },
        messageContent(item.message, parts.tap),
        el('div', { class: 'meta' }, via, timeOf(item)),
      ),
    ),
  );
}

function avatar() {
  return el('span', { class: 'avatar', attributes: { 'aria-hidden': 'true' } }, '評');
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
