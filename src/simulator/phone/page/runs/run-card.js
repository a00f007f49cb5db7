/** @import { RunView } from '../../runs.ts' */
import { externalLink } from '../chat/external-link.js';
import { el } from '../dom.js';
import { shortLength } from '../time.js';

/** One run: what it is about, where it stands, how old it is, and when it wakes up by itself. */
export function createRunCard() {
  const title = el('strong', { class: 'run-title' });
  const standing = el('span', { class: 'run-standing' });
  const facts = el('span', { class: 'run-facts' });
  const timer = el('span', { class: 'run-timer' });
  const bar = el('span', { class: 'run-bar', attributes: { 'aria-hidden': 'true' } }, el('i'));
  const link = el('span', { class: 'run-link' });
  const element = el(
    'li',
    {},
    el('div', { class: 'run-line' }, title, standing),
    el('div', { class: 'run-line' }, facts, timer, link),
    bar,
  );
  /** @type {RunView | undefined} */
  let run;

  function tick() {
    if (!run) return;
    const now = Date.now();
    facts.textContent = [
      run.type,
      `${run.eventCount} events`,
      run.isRunning
        ? `for ${shortLength(now - run.startedAtMs)}`
        : `took ${shortLength((run.endedAtMs ?? now) - run.startedAtMs)}`,
    ].join(' · ');
    timer.hidden = bar.hidden = run.timer === undefined;
    if (!run.timer) return;
    const { label, setAtMs, firesAtMs } = run.timer;
    timer.textContent = firesAtMs > now ? `${label} in ${shortLength(firesAtMs - now)}` : `${label} is due`;
    const share = Math.min(1, (now - setAtMs) / Math.max(1, firesAtMs - setAtMs));
    bar.style.setProperty('--share', String(share));
  }

  return {
    element,
    tick,
    /**
     * @param {RunView} next
     * @param {boolean} hasWorker
     */
    render(next, hasWorker) {
      run = next;
      element.className = `run tone-${run.tone}${run.isRunning ? '' : ' closed'}${hasWorker ? '' : ' no-worker'}`;
      title.textContent = run.title;
      standing.textContent = run.standing;
      if (run.url && !link.firstChild) link.append(externalLink(run.url, 'Web UI ↗'));
      tick();
    },
  };
}
