const clockFormat = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** @param {number} atMs */
export const clockTime = (atMs) => clockFormat.format(atMs);

/**
 * A length of time in a few letters, e.g. `48 s`, `2 min 5 s`, `3 h 10 min`.
 *
 * @param {number} lengthMs
 */
export function shortLength(lengthMs) {
  const seconds = Math.max(0, Math.round(lengthMs / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
