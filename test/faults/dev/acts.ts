import { begin, buttonOnScreen, doAction } from '../acts.ts';
import type { People } from '../people.ts';
import type { Stage } from '../stage.ts';
import type { Action } from '../story.ts';
import type { DevAction, DevStory } from './story.ts';

/** Where an action takes place. */
export type DevScene = { stage: Stage; story: DevStory; people: People; chat: number };

/** What people do; operators' deeds are elsewhere. */
export type PersonAction = Exclude<DevAction, { kind: 'reset' | 'terminate' | 'cancel-outside' | 'delete' | 'sweep' }>;

/** Does one step of a person and says what it was; what the person cannot do is not done, and that is said too. */
export async function actAsPerson(scene: DevScene, action: PersonAction): Promise<string> {
  try {
    return await act(scene, action);
  } catch (error) {
    return `could not: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function act(scene: DevScene, action: PersonAction): Promise<string> {
  const { stage, story, chat } = scene;
  const [person, part] = [story.chats[chat], story.parts[chat]];
  if (!person || !part) throw new Error(`The story has no chat ${chat}`);
  const [userId = person.userId, other = userId] = part.members;
  const { userId: chatId } = person;
  const isGroup = part.members.length > 0;
  const say = async (text: string) => {
    await begin(stage.line.act({ userId, chatId, type: 'text', text }));
    return `types "${text}"`;
  };
  switch (action.kind) {
    case 'forget-me':
      return say(action.word);
    case 'chatter':
      return say(action.text);
    case 'mention':
      return say(`@${stage.line.botName} ${person.typedPlace}`);
    case 'unsend': {
      const sent = stage.line
        .chat(chatId)
        .items.find(({ from, userId: by }) => from === 'user' && (!isGroup || by === userId));
      if (!sent) return 'has nothing to take back';
      await begin(stage.line.act({ userId, chatId, type: 'unsend', messageId: sent.id }));
      return `takes back message ${sent.id}`;
    }
    default:
      return isGroup
        ? actInGroup(scene, action, { chatId, userId, other })
        : doAction({ stage, story, people: scene.people, chat, person }, action);
  }
}

/** In a group any member may tap; the others' words and places are none of the bot's business. */
async function actInGroup(
  scene: DevScene,
  action: Action,
  { chatId, userId, other }: { chatId: string; userId: string; other: string },
): Promise<string> {
  const { line } = scene.stage;
  switch (action.kind) {
    case 'location':
      await begin(line.act({ userId: other, chatId, type: 'location', latitude: 25.0339, longitude: 121.5645 }));
      return 'another member shares a location';
    case 'type':
      await begin(line.act({ userId, chatId, type: 'text', text: action.word }));
      return `types "${action.word}"`;
    case 'tap':
    case 'button': {
      const [start, within] =
        action.kind === 'tap' ? ['v1.analyse.', `.${action.choice}.`] : [`v1.${action.button}.`, ''];
      const data = buttonOnScreen(line.chat(chatId), start, within);
      if (!data) return `finds no button "${start}"`;
      await begin(line.act({ userId: other, chatId, type: 'postback', data }));
      return `another member taps ${data}`;
    }
    case 'unfollow':
    case 'follow':
      await begin(line.act({ userId, chatId, type: action.kind === 'follow' ? 'join' : 'leave' }));
      return action.kind === 'follow' ? 'invites the bot again' : 'blocks the bot';
    case 'place':
    case 'sticker':
    case 'redelivery':
    case 'odd-webhook':
      return 'does nothing';
  }
}
