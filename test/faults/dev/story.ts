import { type Dice, dice } from '../random.ts';
import { type Action, type ChatStory, type SettingsName, type Story, storyOf } from '../story.ts';

/** What people and operators do here besides the usual actions; operators mean the newest analysis of the chat. */
export type DevAction =
  | Action
  | { kind: 'forget-me'; word: string }
  /** Takes back the message that asked for the first search. */
  | { kind: 'unsend' }
  /** In a group: names the bot and a place, or talks of something else. */
  | { kind: 'mention' }
  | { kind: 'chatter'; text: string }
  /** To the workflow task so far into the history, from 0 to 1. */
  | { kind: 'reset'; part: number }
  | { kind: 'terminate' }
  | { kind: 'cancel-outside' }
  | { kind: 'delete' }
  | { kind: 'sweep' };

/** What a step waits for, some seconds at most; then it comes all the same. */
type Moment = 'now' | 'choices' | 'started' | 'ended';

/** One step: so long after the moment has come. */
export type DevStep = { moment: Moment; afterMs: number; action: DevAction };

/** One chat's part; a group has its members' ids. */
export type DevChat = { members: string[]; steps: DevStep[] };

/** A story for a real server. The chats of `story` are those of `chats`; a group has its own id for a user id. */
export type DevStory = Story & { parts: DevChat[] };

/** Every wording that is tried; the bot knows more. */
const forgetWords = [
  'forget me',
  'Forget me!',
  'delete my data',
  '忘記我',
  '删除我的资料',
  '忘れて',
  'データを削除',
] as const;
const chats = ['shall we eat?', 'Hyoban is a bot', 'status please', '好的', 'そうだね'] as const;

/** The story of a seed: a pure function. */
export function devStoryOf(seed: number): DevStory {
  const d = dice(seed, 'dev-story');
  const count = d.weighted([
    [45, 1],
    [35, 2],
    [20, 3],
  ]);
  const settings = d.weighted<SettingsName>([
    [60, 'usual'],
    [15, 'impatient'],
    [10, 'no-ordinary-call'],
    [15, 'redelivery'],
  ]);
  const quota = d.chance(0.06) ? { pushes: d.between(0, 1), daysBeforeTurn: 12 } : undefined;
  const both = Array.from({ length: count }, (_, chat) => chatOf(seed, chat, quota !== undefined));
  return { seed, settings, quota, chats: both.map(({ chat }) => chat), parts: both.map(({ part }) => part) };
}

function chatOf(seed: number, chat: number, asksLater: boolean): { chat: ChatStory; part: DevChat } {
  const d = dice(seed, `dev-chat-${chat}`);
  const hex = (length: number) => Array.from({ length }, () => d.between(0, 15).toString(16)).join('');
  const isGroup = d.chance(0.2);
  const person = {
    ...placeOf(seed),
    displayName: `Person-${hex(10)}`,
    userId: `${isGroup ? 'C' : 'U'}${hex(32)}`,
    language: d.pick(['zh-TW', 'ja', 'en', undefined]),
    typedPlace: `ramen near Gate ${hex(6)}`,
    steps: [],
  };
  const members = isGroup ? [`U${hex(32)}`, `U${hex(32)}`] : [];
  const steps = [...(isGroup ? groupBeginning(d) : beginning(d)), ...twists(d, isGroup)];
  if (asksLater) steps.push({ moment: 'now', afterMs: 1500, action: { kind: 'type', word: 'status' } });
  return { chat: person, part: { members, steps } };
}

/** Where the first person of the other set is in this seed. */
function placeOf(seed: number): Pick<ChatStory, 'latitude' | 'longitude'> {
  const [{ latitude, longitude } = { latitude: 25.0339, longitude: 121.5645 }] = storyOf(seed).chats;
  return { latitude, longitude };
}

const step = (moment: Moment, afterMs: number, action: DevAction): DevStep => ({ moment, afterMs, action });

function beginning(d: Dice): DevStep[] {
  return [
    step('now', d.between(0, 300), d.chance(0.8) ? { kind: 'location' } : { kind: 'place' }),
    step('choices', d.between(0, 200), tap(d)),
  ];
}

function groupBeginning(d: Dice): DevStep[] {
  return [
    step('now', d.between(0, 200), { kind: 'chatter', text: d.pick(chats) }),
    step('now', d.between(50, 200), { kind: 'mention' }),
    step('choices', d.between(0, 200), tap(d)),
    step('now', d.between(50, 500), d.chance(0.5) ? { kind: 'chatter', text: d.pick(chats) } : { kind: 'location' }),
  ];
}

function tap(d: Dice): Action {
  const choice = d.weighted<0 | 1 | 2 | 'all'>([
    [75, 0],
    [10, 1],
    [15, 'all'],
  ]);
  return { kind: 'tap', choice, taps: d.chance(0.25) ? 2 : 1 };
}

function twists(d: Dice, isGroup: boolean): DevStep[] {
  const more = d.weighted([
    [10, 0],
    [55, 1],
    [35, 2],
  ]);
  return Array.from({ length: more }, () => twist(d, isGroup)).flat();
}

/** Where in the life of an analysis something happens to it. */
const anywhere = (d: Dice) => step('started', d.between(0, 2200), { kind: 'sweep' });

function twist(d: Dice, isGroup: boolean): DevStep[] {
  const at = (action: DevAction) => ({ ...anywhere(d), action });
  const again = () => (d.chance(0.35) ? [step('now', d.between(100, 1500), tap(d))] : []);
  const reset = (): DevAction => ({ kind: 'reset', part: d.between(0, 99) / 100 });
  const forget = (): DevAction => ({ kind: 'forget-me', word: d.pick(forgetWords) });
  const searches = () => step('now', d.between(200, 2500), isGroup ? { kind: 'mention' } : { kind: 'location' });
  return d.weighted<() => DevStep[]>([
    [16, () => [step('ended', d.between(0, 300), reset()), ...again()]],
    [12, () => [at(reset()), ...again()]],
    [8, () => [at({ kind: 'terminate' }), ...again()]],
    [4, () => [at({ kind: 'terminate' }), step('now', d.between(50, 300), { kind: 'sweep' })]],
    [4, () => [at({ kind: 'terminate' }), step('now', d.between(50, 900), reset())]],
    [7, () => [at({ kind: 'cancel-outside' }), ...again()]],
    [4, () => [at({ kind: 'cancel-outside' }), step('ended', d.between(0, 300), reset())]],
    [7, () => [step('ended', d.between(0, 300), { kind: 'delete' }), ...again()]],
    [9, () => [at(forget()), ...(d.chance(0.4) ? [searches()] : [])]],
    [7, () => [step('ended', d.between(0, 300), forget()), ...(d.chance(0.4) ? [searches()] : [])]],
    [8, () => [at({ kind: 'unsend' })]],
    [6, () => [at({ kind: 'unfollow' }), ...(d.chance(0.7) ? [step('now', 300, { kind: 'follow' })] : [])]],
    [6, () => [at({ kind: 'button', button: 'cancel' })]],
    [3, () => [at({ kind: 'type', word: 'cancel' })]],
    [4, () => [at({ kind: 'button', button: 'now' })]],
    [4, () => [at({ kind: 'type', word: 'status' })]],
    [4, () => [at({ kind: 'redelivery', back: d.between(0, 2) })]],
    [6, () => [at({ kind: 'sweep' })]],
  ])();
}
