import { setTimeout as sleep } from 'node:timers/promises';
import { placeOf } from '../../../bench/support/people.ts';
import type { GeminiSimulator } from '../../../src/simulator/gemini/simulator.ts';
import type { LineSimulator } from '../../../src/simulator/line/simulator.ts';
import { buttonsOf } from '../../../test/support/person.ts';

/** The people of a load run. */
export type People = {
  startSeating: (wish: { count: number; atOnce: number }) => void;
  startTapping: (wish: { atOnce: number }) => void;
  progress: () => { seated: number; tapped: number; failures: number };
};

type Person = { userId: string; button: string };

const seatedWithinMs = 120_000;

/** Makes people who speak Chinese, each at one of 1,600 points in Taipei. */
export function createPeople(line: LineSimulator, gemini: GeminiSimulator): People {
  let wave: Person[] = [];
  let seated = 0;
  let tapped = 0;
  let failures = 0;
  let made = 0;

  async function seat(): Promise<void> {
    const { userId } = line.addUser({ displayName: 'Test', language: 'zh-TW', friendship: 'friend' });
    await line.act({ userId, type: 'location', ...placeOf(made++) });
    const button = await analyseButton(line, userId);
    if (!button) failures += 1;
    else wave.push({ userId, button });
    seated += 1;
  }

  async function tap({ userId, button }: Person): Promise<void> {
    const { reason } = await line.act({ userId, type: 'postback', data: button });
    if (reason !== 'ok') failures += 1;
    tapped += 1;
  }

  return {
    startSeating({ count, atOnce }) {
      wave = [];
      seated = 0;
      void inLanes(Array.from({ length: count }), atOnce, seat);
    },
    startTapping({ atOnce }) {
      tapped = 0;
      const jobsBefore = gemini.batches().length;
      void inLanes(wave, 16, async (person) => {
        // A lane goes on when what was tapped has become jobs, so that Temporal is busy but not flooded.
        while (tapped - (gemini.batches().length - jobsBefore) > atOnce) await sleep(20);
        await tap(person);
      });
    },
    progress: () => ({ seated, tapped, failures }),
  };
}

/** The first "analyse" button of what the bot sends within two minutes. */
async function analyseButton(line: LineSimulator, userId: string): Promise<string | undefined> {
  const look = () =>
    line
      .chat(userId)
      .items.flatMap(({ message }) => buttonsOf(message))
      .find(({ data }) => data.startsWith('v1.analyse.'))?.data;
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const check = () => {
    const data = look();
    if (data) resolve(data);
  };
  const unsubscribe = line.subscribe((chatId) => chatId === userId && check());
  const timer = setTimeout(() => resolve(undefined), seatedWithinMs);
  check();
  return promise.finally(() => {
    clearTimeout(timer);
    unsubscribe();
  });
}

async function inLanes<T>(items: readonly T[], lanes: number, run: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) await run(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
