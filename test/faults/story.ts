import { type Dice, dice } from './random.ts';

/** What a person does next; buttons are looked for on the screen when the time has come. */
export type Action =
  | { kind: 'location' }
  | { kind: 'place' }
  | { kind: 'tap'; choice: 0 | 1 | 2 | 'all'; taps: 1 | 2 }
  | { kind: 'button'; button: 'status' | 'now' | 'cancel' | 'again' | 'analyse' }
  | { kind: 'type'; word: 'status' | 'cancel' | 'help' }
  /** LINE delivers an earlier event of this chat again, `back` events ago. */
  | { kind: 'redelivery'; back: number }
  | { kind: 'sticker' }
  | { kind: 'unfollow' }
  | { kind: 'follow' }
  /** Somebody sends the bot an event of Gemini that is forged, about a foreign job, or long past. */
  | { kind: 'odd-webhook'; oddity: 'foreign' | 'wrong-signature' | 'too-old' | 'again' };

/** One step, so long after the step before it. */
type Step = { afterMs: number; action: Action };

/** One person's part. */
export type ChatStory = {
  /** Unlike any other text, so that it can be looked for where it must not be. */
  displayName: string;
  userId: string;
  language: string | undefined;
  latitude: number;
  longitude: number;
  typedPlace: string;
  steps: Step[];
};

/** Which of the API's settings the story runs under. */
export type SettingsName = 'usual' | 'impatient' | 'no-ordinary-call' | 'redelivery';

/** What happens in one seed, but for the faults. */
export type Story = {
  seed: number;
  settings: SettingsName;
  /** LINE's monthly quota lets so many pushes through; the month turns so many days after the start. */
  quota: { pushes: number; daysBeforeTurn: number } | undefined;
  chats: ChatStory[];
};

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

type Point = readonly [latitude: number, longitude: number];

/** Places on land, so the simulator knows restaurants there. */
const areas: readonly [Point, ...Point[]] = [
  [25.0339, 121.5645],
  [35.6938, 139.7034],
  [34.6687, 135.5013],
  [51.5123, -0.1311],
];

/** The story of a seed: a pure function. */
export function storyOf(seed: number): Story {
  const d = dice(seed, 'story');
  const count = d.weighted([
    [50, 1],
    [28, 2],
    [13, 3],
    [6, 4],
    [3, 5],
  ]);
  const settings = d.weighted<SettingsName>([
    [60, 'usual'],
    [20, 'impatient'],
    [10, 'no-ordinary-call'],
    [10, 'redelivery'],
  ]);
  const quota = d.chance(0.07) ? { pushes: d.between(0, 2), daysBeforeTurn: d.between(1, 12) } : undefined;
  const chats = Array.from({ length: count }, (_, chat) => chatOf(seed, chat, quota !== undefined));
  return { seed, settings, quota, chats };
}

function chatOf(seed: number, chat: number, asksLater: boolean): ChatStory {
  const d = dice(seed, `chat-${chat}`);
  const hex = (length: number) => Array.from({ length }, () => d.between(0, 15).toString(16)).join('');
  const [latitude, longitude] = d.pick(areas);
  return {
    displayName: `Person-${hex(10)}`,
    userId: `U${hex(32)}`,
    language: d.pick(['zh-TW', 'ja', 'en', undefined]),
    latitude: latitude + d.between(1, 999) / 1e6,
    longitude: longitude + d.between(1, 999) / 1e6,
    typedPlace: `ramen near Gate ${hex(6)}`,
    steps: [...stepsOf(d), ...(asksLater ? askingLater(d) : [])],
  };
}

function stepsOf(d: Dice): Step[] {
  const steps: Step[] = [
    {
      afterMs: d.between(0, 5 * minuteMs),
      action: d.chance(0.8) ? { kind: 'location' } : { kind: 'place' },
    },
    { afterMs: firstTapAfter(d), action: tap(d) },
  ];
  const more = d.weighted([
    [30, 0],
    [30, 1],
    [20, 2],
    [12, 3],
    [8, 5],
  ]);
  for (let i = 0; i < more; i++) steps.push({ afterMs: pauseOf(d), action: laterAction(d) });
  return steps;
}

/** What people do who wait for a report that LINE does not take now. */
function askingLater(d: Dice): Step[] {
  const afterMs = d.pick([10 * minuteMs, 3 * hourMs, 30 * hourMs, 6 * 24 * hourMs]);
  return [
    { afterMs, action: d.pick([{ kind: 'type', word: 'status' }, tap(d), { kind: 'button', button: 'status' }]) },
  ];
}

const firstTapAfter = (d: Dice) =>
  d.weighted([
    [70, d.between(20, 75) * secondMs],
    [20, d.between(90, 400) * secondMs],
    [10, d.between(1, 3) * hourMs],
  ]);

const pauseOf = (d: Dice) =>
  d.weighted([
    [25, d.between(50, 3000)],
    [25, d.between(5, 90) * secondMs],
    [30, d.between(2, 20) * minuteMs],
    [14, d.between(1, 5) * hourMs],
    [6, 25 * hourMs],
  ]);

function tap(d: Dice): Action {
  return {
    kind: 'tap',
    choice: d.weighted<0 | 1 | 2 | 'all'>([
      [60, 0],
      [15, 1],
      [10, 2],
      [15, 'all'],
    ]),
    taps: d.chance(0.25) ? 2 : 1,
  };
}

function laterAction(d: Dice): Action {
  return d.weighted<() => Action>([
    [20, () => tap(d)],
    [10, () => ({ kind: 'button', button: 'status' })],
    [12, () => ({ kind: 'button', button: 'now' })],
    [14, () => ({ kind: 'button', button: 'cancel' })],
    [8, () => ({ kind: 'button', button: 'again' })],
    [6, () => ({ kind: 'button', button: 'analyse' })],
    [4, () => ({ kind: 'type', word: 'status' })],
    [6, () => ({ kind: 'type', word: 'cancel' })],
    [1, () => ({ kind: 'type', word: 'help' })],
    [1, () => ({ kind: 'sticker' })],
    [8, () => ({ kind: 'redelivery', back: d.between(0, 2) })],
    [4, () => ({ kind: 'location' })],
    [3, () => ({ kind: 'unfollow' })],
    [2, () => ({ kind: 'follow' })],
    [6, () => ({ kind: 'odd-webhook', oddity: d.pick(['foreign', 'wrong-signature', 'too-old', 'again']) })],
  ])();
}
