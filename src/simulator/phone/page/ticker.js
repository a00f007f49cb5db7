/** @type {Set<() => void>} */
const listeners = new Set();
setInterval(() => {
  if (document.visibilityState === 'visible') for (const listener of listeners) listener();
}, 1000);

/**
 * Calls `listener` every second while the page is seen.
 *
 * @param {() => void} listener
 */
export function everySecond(listener) {
  listeners.add(listener);
}
