/**
 * @import { ChatView } from '../../../line/simulator.ts'
 * @import { Tap } from './action-button.js'
 */
import { el } from '../dom.js';
import { textOf } from '../json.js';
import { actionButton } from './action-button.js';
import { picture } from './picture.js';

/**
 * LINE gives these actions an icon of its own.
 *
 * @type {Record<string, string>}
 */
const icons = { location: '📍', camera: '📷', cameraRoll: '🖼️' };

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
        const icon = imageUrl ? picture(imageUrl, 'quick-icon') : icons[action.type];
        const label = textOf(action.label) ?? action.type;
        return actionButton(action, tap, 'quick-reply', icon, icon ? ' ' : '', label);
      }),
    );
  }

  return { element: row, render };
}
