/**
 * @import { UserAction } from '../../../line/simulator.ts'
 * @import { Json } from '../json.js'
 * @import { Toasts } from '../toasts.js'
 */
import { textOf } from '../json.js';

/**
 * What a person can do in this chat, without saying who and where.
 *
 * @typedef {UserAction extends infer A ? A extends UserAction ? Omit<A, 'userId' | 'chatId'> : never : never} Deed
 */

/**
 * Makes what a tap on an action object does, as "Action objects" of the Messaging API reference says.
 *
 * @param {object} parts
 * @param {(deed: Deed) => Promise<void>} parts.act
 * @param {() => void} parts.openLocation
 * @param {(text: string) => void} parts.fillIn puts text into the input field
 * @param {Toasts} parts.toasts
 * @returns {(action: Json) => void}
 */
export function createTap({ act, openLocation, fillIn, toasts }) {
  /** @param {Json} action */
  async function perform(action) {
    switch (action.type) {
      case 'postback':
        await act({ type: 'postback', data: textOf(action.data) ?? '' });
        if (action.inputOption === 'openKeyboard') fillIn(textOf(action.fillInText) ?? '');
        return;
      case 'message':
        return act({ type: 'text', text: textOf(action.text) ?? '' });
      case 'location':
        return openLocation();
      case 'camera':
      case 'cameraRoll':
        return act({ type: 'image' });
      case 'clipboard':
        await navigator.clipboard.writeText(textOf(action.clipboardText) ?? '');
        return toasts.show('Copied.');
      default:
        return toasts.show(`This phone cannot do a ${String(action.type)} action.`);
    }
  }
  return (action) => void perform(action).catch(toasts.showError);
}
