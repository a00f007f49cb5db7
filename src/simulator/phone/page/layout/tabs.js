import { el } from '../dom.js';

/** @typedef {'chat-1' | 'chat-2' | 'timeline' | 'break'} View */

/** @type {readonly { view: View, label: string }[]} */
const tabs = [
  { view: 'chat-1', label: 'Chat' },
  { view: 'chat-2', label: 'Chat 2' },
  { view: 'timeline', label: 'Timeline' },
  { view: 'break', label: 'Break it' },
];

/**
 * The bar that chooses what a small window shows; a wide one shows everything and no bar.
 *
 * @param {HTMLElement} bar
 */
export function createTabs(bar) {
  const buttons = tabs.map(({ view, label }) => {
    const news = el('span', { class: 'news', attributes: { hidden: '' } }, el('span', { class: 'spoken' }, 'news'));
    const button = el(
      'button',
      { class: `tab tab-${view}`, attributes: { type: 'button' }, on: { click: () => show(view) } },
      label,
      news,
    );
    return { view, button, news };
  });
  bar.append(...buttons.map(({ button }) => button));

  /** @param {View} view */
  function show(view) {
    document.body.dataset.view = view;
    for (const tab of buttons) {
      tab.button.setAttribute('aria-pressed', String(tab.view === view));
      if (tab.view === view) tab.news.hidden = true;
    }
  }

  show('chat-1');
  return {
    /**
     * Marks a tab that is not shown now.
     *
     * @param {View} view
     */
    markNews(view) {
      const tab = buttons.find((candidate) => candidate.view === view);
      if (tab && document.body.dataset.view !== view) tab.news.hidden = false;
    },
  };
}
