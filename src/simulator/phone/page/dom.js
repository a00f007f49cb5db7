/**
 * @typedef {Node | string | undefined} Child
 * @typedef {{ class?: string, attributes?: Record<string, string>, on?: Record<string, (event: Event) => void> }} Setup
 */

/**
 * Makes an element. Strings become text nodes, so what a message says is never read as markup.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Setup} [setup]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, setup = {}, ...children) {
  const element = document.createElement(tag);
  prepare(element, setup, children);
  return element;
}

/**
 * Makes an SVG element.
 *
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Setup} [setup]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svg(tag, setup = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  prepare(element, setup, children);
  return element;
}

/**
 * @param {Element} element
 * @param {Setup} setup
 * @param {Child[]} children
 */
function prepare(element, setup, children) {
  if (setup.class) element.setAttribute('class', setup.class);
  for (const [name, value] of Object.entries(setup.attributes ?? {})) element.setAttribute(name, value);
  for (const [name, listener] of Object.entries(setup.on ?? {})) element.addEventListener(name, listener);
  element.append(...children.filter((child) => child !== undefined));
}

/**
 * The element of the page with this id.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
}

/**
 * Makes `wanted` the children of `parent` and touches only those that differ.
 *
 * @param {HTMLElement} parent
 * @param {readonly HTMLElement[]} wanted
 */
export function setChildren(parent, wanted) {
  /** @type {Set<Element>} */
  const keep = new Set(wanted);
  const gone = [...parent.children].filter((child) => !keep.has(child));
  for (const child of gone) child.remove();
  wanted.forEach((element, index) => {
    if (parent.children[index] !== element) parent.insertBefore(element, parent.children[index] ?? null);
  });
}
