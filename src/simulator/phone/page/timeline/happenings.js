/**
 * @import { About } from '../../routes/timeline.ts'
 * @import { Api } from '../api.js'
 * @import { Events } from '../events.js'
 * @import { Toasts } from '../toasts.js'
 */
import { el } from '../dom.js';
import { createJournal } from '../journal/journal.js';
import { createTimeline } from './timeline.js';

/**
 * What has happened: as a timeline in words, or as the journal of every request.
 *
 * @param {{ api: Api, about: About, events: Events, toasts: Toasts, tabs: { markNews: (view: 'timeline') => void } }} parts
 * @returns {HTMLElement}
 */
export function createHappenings(parts) {
  const detail = el('input', { attributes: { type: 'checkbox' } });
  const timeline = createTimeline(parts, () => detail.checked);
  const journal = createJournal(parts);
  const detailLabel = el('label', { class: 'every-detail' }, detail, 'every detail');
  const views = [
    { label: 'Timeline', element: timeline.element },
    { label: 'Journal', element: journal },
  ];
  const buttons = views.map(({ label }, index) =>
    el('button', { class: 'view-button', attributes: { type: 'button' }, on: { click: () => show(index) } }, label),
  );

  /** @param {number} shown */
  function show(shown) {
    views.forEach(({ element }, index) => {
      element.hidden = index !== shown;
      buttons[index]?.setAttribute('aria-pressed', String(index === shown));
    });
    detailLabel.hidden = shown !== 0;
    if (shown === 0) timeline.follow();
  }

  detail.addEventListener('change', timeline.render);
  show(0);
  return el(
    'section',
    { class: 'panel happenings', attributes: { 'aria-label': 'What happens' } },
    el('header', { class: 'happenings-header' }, ...buttons, detailLabel),
    timeline.element,
    journal,
  );
}
