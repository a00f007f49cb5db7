import { el } from '../dom.js';

const withBot = [
  'Share a location on a phone, and tap a restaurant that comes back.',
  'Watch the steps go from lane to lane. While the workflow sleeps, nothing runs: no process, no thread.',
  'Now break it: kill the worker, lose the webhook, let Gemini answer 503. The report comes once all the same.',
];
const withoutBot = [
  'Point a bot at the simulated LINE and Gemini, and write something to it on a phone.',
  'Watch what it is told and what it asks for. The braces beside a step open the request.',
  'Now break it, and see what your bot makes of it.',
];

/**
 * What to try, as long as nothing has happened.
 *
 * @param {boolean} knowsBot
 */
export function createGuide(knowsBot) {
  return el('ol', { class: 'guide' }, ...(knowsBot ? withBot : withoutBot).map((idea) => el('li', {}, idea)));
}
