/**
 * @import { IconName } from '../icons.js'
 * @import { Deed } from './perform.js'
 */
import { el } from '../dom.js';
import { icon } from '../icons.js';

/**
 * The row with the input field: location, picture, text, sticker, send. Enter sends, Shift+Enter breaks the line.
 *
 * @param {object} parts
 * @param {(deed: Deed) => Promise<void>} parts.act
 * @param {() => void} parts.openLocation
 * @param {(error: unknown) => void} parts.onError
 */
export function createComposer({ act, openLocation, onError }) {
  const input = el('textarea', {
    attributes: { rows: '1', maxlength: '5000', placeholder: 'Aa', 'aria-label': 'Message', enterkeyhint: 'send' },
  });
  const form = el(
    'form',
    { class: 'composer' },
    iconButton('pin', 'Send a location', openLocation),
    iconButton('picture', 'Send a picture', () => void act({ type: 'image' }).catch(onError)),
    el(
      'div',
      { class: 'field' },
      input,
      iconButton('smile', 'Send a sticker', () => void act({ type: 'sticker' }).catch(onError)),
    ),
    el('button', { class: 'send', attributes: { type: 'submit', 'aria-label': 'Send' } }, icon('send')),
  );

  function fitHeight() {
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight, 120)}px`;
  }

  async function send() {
    const text = input.value;
    if (text.trim() === '') return;
    input.value = '';
    fitHeight();
    try {
      await act({ type: 'text', text });
    } catch (error) {
      input.value = text;
      fitHeight();
      onError(error);
    }
  }

  input.addEventListener('input', fitHeight);
  input.addEventListener('keydown', (event) => {
    // Enter also ends the composition of Japanese and Chinese text: that one must not send.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send();
  });

  /** @param {string} text */
  const fillIn = (text) => {
    input.value = text;
    fitHeight();
    input.focus();
  };

  return { element: form, fillIn };
}

/**
 * @param {IconName} name
 * @param {string} label
 * @param {() => void} onClick
 */
function iconButton(name, label, onClick) {
  const attributes = { type: 'button', 'aria-label': label, title: label };
  return el('button', { class: 'icon-button', attributes, on: { click: onClick } }, icon(name));
}
