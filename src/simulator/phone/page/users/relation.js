/**
 * @import { SimulatedUser } from '../../../line/simulator.ts'
 * @import { GroupView } from '../../routes/groups.ts'
 * @import { Deed } from '../chat/perform.js'
 */
import { el } from '../dom.js';

/**
 * The button that blocks the bot or adds it as a friend; in a group, that removes or invites it.
 *
 * @param {(deed: Deed) => Promise<void>} act
 * @param {(error: unknown) => void} onError
 */
export function createRelationButton(act, onError) {
  /** @type {Deed} */
  let deed = { type: 'follow' };
  const element = el('button', {
    class: 'relation',
    attributes: { type: 'button', hidden: '' },
    on: { click: () => void act(deed).catch(onError) },
  });

  /**
   * @param {Deed} next
   * @param {string} label
   * @param {string} hint
   */
  function offer(next, label, hint) {
    deed = next;
    element.textContent = label;
    element.title = hint;
  }

  return {
    element,
    /**
     * @param {SimulatedUser | undefined} user
     * @param {GroupView | undefined} group
     */
    render(user, group) {
      element.hidden = user === undefined || user.friendship === 'deleted';
      if (group?.botIsIn) offer({ type: 'leave' }, 'Remove', 'Remove the bot from the group');
      else if (group) offer({ type: 'join' }, 'Invite', 'Invite the bot into the group');
      else if (user?.friendship === 'friend') offer({ type: 'unfollow' }, 'Block', 'Block the bot');
      else offer({ type: 'follow' }, user?.friendship === 'blocked' ? 'Unblock' : 'Add', 'Be a friend of the bot');
    },
  };
}
