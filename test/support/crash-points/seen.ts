import { z } from 'zod';
import type { JournalEntry } from '../../../src/simulator/core/journal.ts';
import { type Person, until } from '../person.ts';
import type { MortalStack } from './mortal-stack.ts';
import type { Attempt, DeathPoint } from './mortal-worker.ts';
import type { Story } from './stories.ts';

/** What is left behind by a story, from the moment on at which it became interesting. */
export type Seen = {
  status: string;
  /** The bot's messages, by how they came and their type. */
  says: string[];
  /** Statuses of the vendors' answers, by route; 0 for a connection that broke. */
  calls: Record<string, number[]>;
  /** Number of charges, by kind. */
  billed: Record<string, number>;
  ledger: string[];
  /** States of the batch jobs, those of the story's beginning too. */
  jobs: string[];
  /** Uploaded files that are still there, with the hours that Google keeps them. */
  filesLeft: number[];
  attempts: Attempt[];
  /** Simulated times of the calls of a route, milliseconds. */
  timesOf: (route: string) => number[];
};

/** Ascending. */
export const byNumber = (a: number, b: number) => a - b;

const ledgerMemo = z.object({ ledger: z.array(z.object({ call: z.string(), status: z.string() })) });

/** Plays a story, with a death in it or without, and looks at everything that it leaves behind. */
export async function play(stack: MortalStack, story: Story, point?: DeathPoint): Promise<Seen> {
  const { simulator, gemini, mortal } = stack;
  await stack.syncClock();
  const jobsBefore = gemini.batches().length;
  const { person, go } = await story.begin(stack);
  const filesBefore = new Set((await listFiles(stack)).map(({ name }) => name));
  const before = {
    seq: simulator.journal.entries().at(-1)?.seq ?? 0,
    shown: person.received().length,
    bill: gemini.bill().length,
    attempts: mortal.attempts().length,
  };
  if (point) mortal.dieAt(point);
  const handle = await go().finally(mortal.spare);
  await untilAllIsSaid(stack, person, before.shown + story.says.length);
  const entries = simulator.journal.entries().filter((entry) => entry.seq > before.seq && isCallOfRun(entry));
  const byRoute = Object.groupBy(entries, ({ route = 'none' }) => route);
  const run = await handle.describe();
  return {
    status: run.status.name,
    says: person
      .received()
      .slice(before.shown)
      .map(({ via, message }) => `${via} ${message.type}`)
      .toSorted(),
    calls: Object.fromEntries(
      Object.entries(byRoute).map(([route, of = []]) => [route, of.map(({ status = 0 }) => status).toSorted(byNumber)]),
    ),
    billed: countsOf(
      gemini
        .bill()
        .slice(before.bill)
        .map(({ kind }) => kind),
    ),
    ledger: ledgerMemo
      .parse(run.memo)
      .ledger.map(({ call, status }) => `${call} ${status}`)
      .toSorted(),
    jobs: gemini
      .batches()
      .slice(jobsBefore)
      .map(({ state }) => state)
      .toSorted(),
    filesLeft: (await listFiles(stack)).filter(({ name }) => !filesBefore.has(name)).map(({ keptHours }) => keptHours),
    attempts: mortal.attempts().slice(before.attempts),
    timesOf: (route) => entries.filter((entry) => entry.route === route).map(({ atMs }) => atMs),
  };
}

/** The API asks Gemini for the keys of its webhooks, once. */
function isCallOfRun({ side, route }: JournalEntry): boolean {
  return !side.endsWith('webhook') && route !== 'jwks';
}

/** What the API says beside the run may come after its end, and the journal learns of it last. */
async function untilAllIsSaid({ simulator: { journal } }: MortalStack, person: Person, count: number): Promise<void> {
  const shown = await person.untilReceived(count);
  const ids = shown.map(({ id }) => id);
  const noted = () => journal.entries().map(({ responseBody }) => JSON.stringify(responseBody) ?? '');
  await until('every message is in the journal', journal.subscribe, () => {
    const bodies = noted().join();
    return ids.every((id) => bodies.includes(id));
  });
}

const fileList = z.object({
  files: z.array(z.object({ name: z.string(), createTime: z.string(), expirationTime: z.string() })).default([]),
});

async function listFiles({ gemini }: MortalStack): Promise<{ name: string; keptHours: number }[]> {
  const response = await fetch(`${gemini.url}/v1beta/files?pageSize=100&key=${gemini.geminiApiKey}`);
  const { files } = fileList.parse(await response.json());
  return files.map(({ name, createTime, expirationTime }) => ({
    name,
    keptHours: (Date.parse(expirationTime) - Date.parse(createTime)) / 3_600_000,
  }));
}

function countsOf(words: string[]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(Object.groupBy(words, (word) => word)).map(([word, of]) => [word, of?.length ?? 0]),
  );
}
