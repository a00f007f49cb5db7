/**
 * @import { ChatItem } from '../../../line/simulator.ts'
 * @import { ChatPage } from '../../routes/chat.ts'
 * @import { OpenChat } from '../users/owner.js'
 */

/**
 * What stands beside a message that has been read: `Read` in the 1:1 chat, `Read 2` in a group, nothing before.
 *
 * @param {ChatItem} item
 * @param {ChatPage} view
 * @param {OpenChat} chat
 */
export function readMark(item, { readUpToMs }, { userId, isGroup }) {
  if (item.from !== 'user' || item.userId !== userId) return '';
  const readers = Object.entries(readUpToMs).filter(
    ([reader, upToMs]) => reader !== userId && (reader === 'bot') === !isGroup && upToMs >= item.atMs,
  );
  if (readers.length === 0) return '';
  return isGroup ? `Read ${readers.length}` : 'Read';
}
