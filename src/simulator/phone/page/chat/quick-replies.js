/**
 * @import { ChatView } from '../../../line/simulator.ts'
 * @import { IconName } from '../icons.js'
 * @import { Tap } from './action-button.js'
 */
import { el } from '../dom.js';
import { icon } from '../icons.js';
import { textOf } from '../json.js';
import { actionButton } from './action-button.js';
import { picture } from './picture.js';

/**
 * LINE gives these actions an icon of its own.
 *
 * @type {Record<string, IconName>}
 */
const icons = { location: 'pin', camera: 'picture', cameraRoll: 'picture' };

/**
 * The buttons above the input field; the row is hidden when there are none.
 *
 * @param {Tap} tap
 */
export function createQuickReplies(tap) {
  const row = el('div', {
    class: 'quick-replies',
    attributes: { role: 'group', 'aria-label': 'Quick replies', hidden: '' },
  });
  let shown = '';

  /** @param {ChatView['quickReplies']} quickReplies */
  function render(quickReplies) {
    const state = JSON.stringify(quickReplies);
    if (state === shown) return;
    shown = state;
    row.hidden = quickReplies.length === 0;
    row.scrollLeft = 0;
    row.replaceChildren(
      ...quickReplies.map(({ imageUrl, action }) => {
        const name = icons[action.type];
        const sign = imageUrl ? picture(imageUrl, 'quick-icon') : name && icon(name);
        return actionButton(action, tap, 'quick-reply', sign, textOf(action.label) ?? action.type);
      }),
    );
  }

  return { element: row, render };
}
