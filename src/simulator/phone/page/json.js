/**
 * Reading of message objects, whose properties are `unknown` until looked at.
 *
 * @typedef {Record<string, unknown>} Json
 */

/**
 * @param {unknown} value
 * @returns {value is Json}
 */
export function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * @param {unknown} value
 * @returns {Json}
 */
export function objectOf(value) {
  return isObject(value) ? value : {};
}

/**
 * @param {unknown} value
 * @returns {Json[]}
 */
export function objectsOf(value) {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/**
 * @param {unknown} value
 * @returns {string | undefined}
 */
export function textOf(value) {
  return typeof value === 'string' ? value : undefined;
}

/**
 * @param {unknown} value
 * @returns {number | undefined}
 */
export function numberOf(value) {
  return typeof value === 'number' ? value : undefined;
}
