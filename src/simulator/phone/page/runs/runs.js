/**
 * @import { BotView } from '../../live.ts'
 * @import { RunView } from '../../runs.ts'
 * @import { Api } from '../api.js'
 * @import { Events } from '../events.js'
 * @import { Toasts } from '../toasts.js'
 */
import { externalLink } from '../chat/external-link.js';
import { el, setChildren } from '../dom.js';
import { latest } from '../latest.js';
import { everySecond } from '../ticker.js';
import { createRunCard } from './run-card.js';

const closedShown = 2;

/** @type {Record<BotView['worker']['state'], string>} */
const workerWords = { running: 'Worker runs', starting: 'Worker starts …', down: 'Worker is dead' };

/**
 * What Temporal holds: the worker process, the open runs and the newest closed ones; hidden when nothing is known of the bot.
 *
 * @param {{ api: Api, events: Events, toasts: Toasts }} parts
 * @returns {HTMLElement}
 */
export function createRunsPanel({ api, events, toasts }) {
  const worker = el('span', { class: 'worker', attributes: { role: 'status' } });
  const links = el('nav', { class: 'links', attributes: { 'aria-label': 'Links' } });
  const list = el('ol', { class: 'runs-list', attributes: { 'aria-label': 'Workflow runs' } });
  /** @type {Map<string, ReturnType<typeof createRunCard>>} */
  const cards = new Map();
  const root = el(
    'section',
    { class: 'panel runs', attributes: { 'aria-labelledby': 'runs-title' } },
    el(
      'header',
      { class: 'runs-header' },
      el('h2', { class: 'panel-title', attributes: { id: 'runs-title' } }, 'Workflows in Temporal'),
      worker,
      links,
    ),
    list,
  );

  /** @param {BotView | null} bot */
  function render(bot) {
    root.hidden = bot === null && links.childElementCount === 0;
    if (!bot) return;
    const { state, pid } = bot.worker;
    worker.className = `worker worker-${state}`;
    worker.textContent = state === 'running' && pid ? `${workerWords.running} (process ${pid})` : workerWords[state];
    const shown = chosen(bot.runs);
    for (const run of shown) {
      const card = cards.get(run.runId) ?? createRunCard();
      cards.set(run.runId, card);
      card.render(run, state === 'running');
    }
    setChildren(
      list,
      shown.flatMap((run) => cards.get(run.runId)?.element ?? []),
    );
  }

  const reload = latest(async () => render(await api.bot()), toasts.showError);
  events.onConnected(reload);
  events.onBot(render);
  everySecond(() => {
    for (const card of cards.values()) card.tick();
  });
  api
    .links()
    .then((found) => links.replaceChildren(...found.map((link) => externalLink(link.url, `${link.label} ↗`))))
    .then(reload)
    .catch(toasts.showError);
  return root;
}

/** @param {readonly RunView[]} runs */
function chosen(runs) {
  const open = runs.filter((run) => run.isRunning);
  return [...open, ...runs.filter((run) => !run.isRunning).slice(0, closedShown)];
}
