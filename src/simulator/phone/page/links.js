/**
 * @import { Api } from './api.js'
 * @import { Toasts } from './toasts.js'
 */
import { externalLink } from './chat/external-link.js';
import { el } from './dom.js';

/**
 * The links beside the journal, e.g. Temporal's Web UI; hidden when there are none.
 *
 * @param {{ api: Api, toasts: Toasts }} parts
 */
export function createLinksPanel({ api, toasts }) {
  const root = el('nav', { class: 'links', attributes: { 'aria-label': 'Links', hidden: '' } });
  async function fill() {
    const links = await api.links();
    root.replaceChildren(...links.map((link) => externalLink(link.url, link.label)));
    root.hidden = links.length === 0;
  }
  fill().catch(toasts.showError);
  return root;
}
