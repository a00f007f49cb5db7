import { el } from './dom.js';

const shownForMs = 6000;

/**
 * Short notices at the edge of the page.
 *
 * @typedef {object} Toasts
 * @property {(text: string) => void} show
 * @property {(error: unknown) => void} showError
 */

/**
 * @param {HTMLElement} root a manual popover, so that it can stand above an open dialog
 * @returns {Toasts}
 */
export function createToasts(root) {
  /** @param {string} text */
  function show(text) {
    const toast = el('p', { class: 'toast' }, text);
    root.append(toast);
    root.hidePopover();
    root.showPopover();
    setTimeout(() => {
      toast.remove();
      if (root.children.length === 0) root.hidePopover();
    }, shownForMs);
  }
  return { show, showError: (error) => show(error instanceof Error ? error.message : String(error)) };
}
