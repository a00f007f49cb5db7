import type { Group } from '../state/groups.ts';
import type { Happening } from '../webhook/events.ts';
import type { Scene } from './messages.ts';
import { ActionRefused } from './refused.ts';

/** Adds the bot as a friend, or unblocks it. */
export function follow(scene: Scene): Happening {
  const { users, chats } = scene.context.state;
  const user = users.get(scene.userId);
  if (!user || user.friendship === 'friend') throw new ActionRefused('This person is a friend of the bot already.');
  const isUnblocked = user.friendship === 'blocked';
  user.friendship = 'friend';
  chats.notice(scene.chatId, isUnblocked ? 'Unblocked' : 'Added as a friend');
  return { type: 'follow', replyable: true, content: { follow: { isUnblocked } } };
}

/** Blocks the bot. */
export function unfollow(scene: Scene): Happening {
  const { users, chats } = scene.context.state;
  const user = users.get(scene.userId);
  if (user?.friendship !== 'friend') throw new ActionRefused('This person is not a friend of the bot.');
  user.friendship = 'blocked';
  chats.notice(scene.chatId, 'Blocked');
  return { type: 'unfollow', replyable: false };
}

/** Invites the bot into a group. */
export function join(scene: Scene): Happening {
  const group = groupOf(scene);
  if (group.botIsIn) throw new ActionRefused('The bot is in this group already.');
  group.botIsIn = true;
  scene.context.state.chats.notice(scene.chatId, 'The bot has joined');
  return { type: 'join', replyable: true };
}

/** Removes the bot from a group. */
export function leave(scene: Scene): Happening {
  const group = groupOf(scene);
  if (!group.botIsIn) throw new ActionRefused('The bot is not in this group.');
  group.botIsIn = false;
  scene.context.state.chats.notice(scene.chatId, 'The bot has left');
  return { type: 'leave', replyable: false };
}

function groupOf(scene: Scene): Group {
  const group = scene.context.state.groups.get(scene.chatId);
  if (!group) throw new ActionRefused('Only a group or a room can be joined or left: chatId must be one.');
  return group;
}
