/**
 * @import { SwitchView } from '../../switches/switch.ts'
 * @import { Api } from '../api.js'
 * @import { Events } from '../events.js'
 * @import { Toasts } from '../toasts.js'
 */
import { el } from '../dom.js';
import { latest } from '../latest.js';
import { createSwitch } from './switch.js';

const hint = 'Point at a choice to read what it does. Most strike once and go back by themselves.';

/**
 * What can be made to go wrong. The switches go back by themselves when their fault is used up.
 *
 * @param {{ api: Api, events: Events, toasts: Toasts }} parts
 * @returns {HTMLElement}
 */
export function createSwitchesPanel({ api, events, toasts }) {
  const grid = el('div', { class: 'switches-grid' });
  const armed = el('span', { class: 'switches-armed' });
  const explanation = el('p', { class: 'switches-explanation' }, hint);
  let broken = '';
  /** @type {Map<string, ReturnType<typeof createSwitch>>} */
  const switches = new Map();

  /** @param {readonly SwitchView[]} views */
  function render(views) {
    for (const view of views) {
      const made = switches.get(view.id) ?? createSwitch(view, { choose, point });
      if (!switches.has(view.id)) grid.append(made.element);
      switches.set(view.id, made);
      made.render(view);
    }
    const wrong = views.filter((view) => view.position !== view.positions[0].id);
    armed.textContent = wrong.map(({ label, remaining }) => (remaining ? `${label} (${remaining})` : label)).join(', ');
    armed.hidden = wrong.length === 0;
    const sentences = wrong.flatMap((view) => view.positions.find(({ id }) => id === view.position)?.explanation ?? []);
    if (sentences.join(' ') !== broken) explanation.textContent = sentences.join(' ') || hint;
    broken = sentences.join(' ');
  }

  /** @param {string | undefined} sentence of the choice that is pointed at */
  function point(sentence) {
    explanation.textContent = sentence ?? (broken || hint);
  }

  /**
   * @param {string} id
   * @param {string} position
   */
  function choose(id, position) {
    api
      .setSwitch(id, position)
      .then(render)
      .catch((error) => {
        toasts.showError(error);
        reload();
      });
  }

  const reload = latest(async () => render(await api.switches()), toasts.showError);
  events.onConnected(reload);
  events.onSwitches(render);

  return el(
    'details',
    { class: 'panel switches', attributes: { open: '' } },
    el('summary', {}, el('h2', {}, 'Break it'), armed),
    grid,
    explanation,
  );
}
