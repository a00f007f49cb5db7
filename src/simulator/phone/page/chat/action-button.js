/**
 * @import { Child } from '../dom.js'
 * @import { Json } from '../json.js'
 */
import { el } from '../dom.js';
import { objectOf, textOf } from '../json.js';
import { externalLink, safeAddress } from './external-link.js';

/**
 * What happens when an action object is tapped.
 *
 * @typedef {(action: Json) => void} Tap
 */

/**
 * The address that a URI action opens in a browser; `altUri.desktop` wins there, as on LINE for PC.
 *
 * @param {Json} action
 */
function addressOf(action) {
  return textOf(objectOf(action.altUri).desktop) ?? textOf(action.uri) ?? '';
}

/**
 * A button for an action object: a real link for a URI action, a button for all others.
 *
 * @param {unknown} actionObject
 * @param {Tap} tap
 * @param {string} className
 * @param {...Child} children shown instead of the label
 * @returns {HTMLElement}
 */
export function actionButton(actionObject, tap, className, ...children) {
  const action = objectOf(actionObject);
  const label = textOf(action.label) ?? textOf(action.text) ?? 'Open';
  const content = el('span', { class: 'action-label' }, ...(children.length > 0 ? children : [label]));
  if (action.type === 'uri') return externalLink(addressOf(action), content, className);
  return el('button', { class: className, attributes: { type: 'button' }, on: { click: () => tap(action) } }, content);
}

const tappable = '.tappable, a, button';

/**
 * Makes a box, text or image of a Flex message tappable by pointer and keyboard, with all that is in it and cannot be tapped
 * itself; does nothing without an action.
 *
 * @param {HTMLElement} element
 * @param {unknown} actionObject
 * @param {Tap} tap
 */
export function makeTappable(element, actionObject, tap) {
  const action = objectOf(actionObject);
  const address = action.type === 'uri' ? safeAddress(addressOf(action)) : undefined;
  if (!textOf(action.type) || (action.type === 'uri' && !address)) return;
  const run = () => (address ? window.open(address, '_blank', 'noopener,noreferrer') : tap(action));
  // For a reader of screens nothing in a button or a link can be tapped.
  const role = element.querySelector(tappable) ? 'group' : address ? 'link' : 'button';
  element.tabIndex = 0;
  element.classList.add('tappable');
  element.setAttribute('role', role);
  const label = textOf(action.label);
  if (label) element.setAttribute('aria-label', label);
  element.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest(tappable) === element) run();
  });
  element.addEventListener('keydown', (event) => {
    if (event.target !== element || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    run();
  });
}
