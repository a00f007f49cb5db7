import { el } from './dom.js';
import { icon } from './icons.js';

/**
 * A dialog with a title and a close button; Escape and a click beside it close it too.
 *
 * @param {string} title
 * @param {...HTMLElement} content
 */
export function createSheet(title, ...content) {
  const dialog = el('dialog', { class: 'sheet', attributes: { 'aria-label': title } });
  const close = () => dialog.close();
  const closeAttributes = { type: 'button', 'aria-label': 'Close' };
  dialog.append(
    el(
      'header',
      { class: 'sheet-header' },
      el('h2', {}, title),
      el('button', { class: 'sheet-close', attributes: closeAttributes, on: { click: close } }, icon('close')),
    ),
    ...content,
  );
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) close();
  });
  return { element: dialog, open: () => dialog.showModal(), close };
}
