/**
 * Sizes of Flex keywords in pixels, close to how LINE for smartphones draws them.
 * Keywords follow the Messaging API reference, "Flex Message"; LINE does not publish the pixels.
 */

/** @type {Record<string, number>} */
export const bubbleWidthPx = { nano: 120, micro: 160, deca: 220, hecto: 241, kilo: 260, mega: 300, giga: 386 };

/** @type {Record<string, number>} */
export const buttonHeightPx = { sm: 40, md: 52 };

/** @type {Record<string, number>} */
const spacePx = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };

/** @type {Record<string, number>} */
const textPx = { xxs: 11, xs: 13, sm: 14, md: 16, lg: 19, xl: 22, xxl: 29, '3xl': 35, '4xl': 48, '5xl': 74 };

/** @type {Record<string, number>} */
const imagePx = { xxs: 40, xs: 60, sm: 80, md: 100, lg: 120, xl: 140, xxl: 160, '3xl': 180, '4xl': 200, '5xl': 220 };

/** @type {Record<string, number>} */
const borderPx = { none: 0, light: 0.5, normal: 1, medium: 2, 'semi-bold': 3, bold: 4 };

/**
 * A CSS length out of a keyword, `Npx` or `N%`; undefined for anything else.
 *
 * @param {unknown} value
 * @param {Record<string, number>} keywords
 * @returns {string | undefined}
 */
function length(value, keywords) {
  if (typeof value !== 'string') return undefined;
  const keyword = keywords[value];
  if (keyword !== undefined) return `${keyword}px`;
  return /^-?\d+(\.\d+)?(px|%)$/.test(value) ? value : undefined;
}

/** @param {unknown} value */
export const space = (value) => length(value, spacePx);

/** @param {unknown} value */
export const plainLength = (value) => length(value, {});

/** @param {unknown} value */
export const textSize = (value) => length(value, textPx);

/** @param {unknown} value */
export const imageSize = (value) => (value === 'full' ? '100%' : length(value, imagePx));

/** @param {unknown} value */
export const borderWidth = (value) => length(value, borderPx);

/**
 * A colour `#RRGGBB` or `#RRGGBBAA`; undefined for anything else.
 *
 * @param {unknown} value
 * @returns {string | undefined}
 */
export function color(value) {
  return typeof value === 'string' && /^#[0-9a-f]{6}([0-9a-f]{2})?$/i.test(value) ? value : undefined;
}

/**
 * Sets a CSS property when there is a value for it.
 *
 * @param {HTMLElement} element
 * @param {string} property
 * @param {string | undefined} value
 */
export function style(element, property, value) {
  if (value !== undefined) element.style.setProperty(property, value);
}
