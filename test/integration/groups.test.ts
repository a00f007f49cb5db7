import type { LineSimulator, UserAction } from '../../src/simulator/line/simulator.ts';
import { buttonFor, textOf, until } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startDevServer, type TestTemporal } from '../support/temporal.ts';

let temporal: TestTemporal;
let off: Stack;
let on: Stack;

beforeAll(async () => {
  temporal = await startDevServer();
  off = await startStack(temporal, { settings: { defaultLanguage: 'en' } });
  on = await startStack(temporal, { settings: { groups: true, defaultLanguage: 'en' } });
});

afterAll(async () => {
  await off.stop();
  await on.stop();
  await temporal.stop();
  await shutDownRuntime();
});

/** A group of one person and the bot, which has not been invited yet. */
function createGroup(line: LineSimulator) {
  const { userId } = line.addUser({ displayName: 'Member', language: 'en', friendship: 'friend' });
  const { groupId } = line.addGroup({ kind: 'group', name: 'Lunch', memberIds: [userId], botIsIn: false });
  const received = () => line.chat(groupId).items.filter((item) => item.from === 'bot');
  return {
    act: (
      action:
        | Omit<Extract<UserAction, { type: 'text' }>, 'userId'>
        | { type: 'join' }
        | { type: 'postback'; data: string },
    ) => line.act({ ...action, userId, chatId: groupId }),
    received,
    async untilReceived(count: number) {
      await until(`${count} messages in the group`, line.subscribe, () => received().length >= count);
      return received();
    },
  };
}

test('groups are off: the bot says once where it answers, and is silent from then on', async () => {
  const group = createGroup(off.line);
  await group.act({ type: 'join' });
  const [greeting] = await group.untilReceived(1);
  expect(greeting && textOf(greeting)).toContain('only answer in one-to-one chats');
  await group.act({ type: 'text', text: '@Hyoban Shibuya Station' });
  await group.act({ type: 'text', text: 'help' });
  expect(group.received().length).toBe(1);
});

test('groups are on: the bot answers only when it is asked, and its buttons work for the group', async () => {
  const group = createGroup(on.line);
  await group.act({ type: 'join' });
  await group.untilReceived(1);
  await group.act({ type: 'text', text: 'shall we eat?' });
  await group.act({ type: 'text', text: '@Hyoban Shibuya Station' });
  const [, choices] = await group.untilReceived(2);
  if (!choices) throw new Error('unreachable');
  expect(choices.via).toBe('reply');
  await group.act({ type: 'postback', data: buttonFor(choices, 'analyse') });
  expect((await group.untilReceived(4)).map(({ via }) => via)).toEqual(['reply', 'reply', 'reply', 'push']);
});
