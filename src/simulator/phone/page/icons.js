import { svg } from './dom.js';

/** Strokes on a field of 24 by 24. */
const strokes = {
  pin: 'M12 21.5s-7-6.2-7-11.6a7 7 0 0 1 14 0c0 5.4-7 11.6-7 11.6ZM12 12.6a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4Z',
  picture:
    'M4.5 4.5h15a1.5 1.5 0 0 1 1.5 1.5v12a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 18V6a1.5 1.5 0 0 1 1.5-1.5ZM3.5 17l5-5 4 4 3-3 5 5M15.5 9.6h.01',
  smile: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8.4 14.2a4.4 4.4 0 0 0 7.2 0M9 9.6h.01M15 9.6h.01',
  send: 'M21 12 4 4.5 6.4 12 4 19.5 21 12ZM6.4 12H13',
  down: 'm6 9.5 6 6 6-6',
  left: 'm14.5 5.5-6.5 6.5 6.5 6.5',
  right: 'm9.5 5.5 6.5 6.5-6.5 6.5',
  close: 'M6 6l12 12M18 6 6 18',
  shield: 'M12 3.5 5 6v5.5c0 4.4 2.9 7.5 7 9 4.1-1.5 7-4.6 7-9V6l-7-2.5ZM9 12l2.2 2.2L15.2 10',
  external:
    'M14 4.5h5.5V10M19 5l-8.5 8.5M17.5 14v4a1.5 1.5 0 0 1-1.5 1.5H6A1.5 1.5 0 0 1 4.5 18V8A1.5 1.5 0 0 1 6 6.5h4',
  braces:
    'M9 4.5c-2.5 0-2 3-2 4.5S6.3 12 5 12c1.3 0 2 1.5 2 3s-.5 4.5 2 4.5M15 4.5c2.5 0 2 3 2 4.5s.7 3 2 3c-1.3 0-2 1.5-2 3s.5 4.5-2 4.5',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
};

/** @typedef {keyof typeof strokes} IconName */

/**
 * A small drawing; what it stands for is said beside it.
 *
 * @param {IconName} name
 */
export function icon(name) {
  const attributes = { viewBox: '0 0 24 24', 'aria-hidden': 'true' };
  return svg('svg', { class: `icon icon-${name}`, attributes }, svg('path', { attributes: { d: strokes[name] } }));
}
