import { z } from 'zod';
import { offer } from '../../bench/support/remote.ts';
import { createClock } from '../../src/simulator/core/clock.ts';
import { createJournal } from '../../src/simulator/core/journal.ts';
import { startGeminiSimulator } from '../../src/simulator/gemini/start.ts';
import { startLineSimulator } from '../../src/simulator/line/start.ts';
import type { VendorAddresses } from '../processes/support/environment.ts';
import { createCounts } from './support/counts.ts';
import { createPeople } from './support/people.ts';

const optionsSchema = z.object({ batchSeconds: z.number(), maxConcurrentBatches: z.number(), botUrl: z.string() });

/** How the vendors are set up. */
export type LoadVendorsOptions = z.input<typeof optionsSchema>;
/** What the vendors' process does for a load run. */
export type LoadVendors = Awaited<ReturnType<typeof startVendors>>;

/** LINE redelivers for as long as a load run may overtax the bot. */
const redeliveryGapsMs = [1000, 2000, 4000, 8000, 15_000, 30_000, 60_000, 60_000];
const endStates = new Set(['SUCCEEDED', 'FAILED', 'EXPIRED', 'CANCELLED']);
/** Enough for a look at the last calls; what is counted is counted as it happens. */
const journalEntries = 2000;

/** Both simulators and the people, in a process of their own so that their memory and CPU can be told apart. */
async function startVendors({ batchSeconds, maxConcurrentBatches, botUrl }: z.output<typeof optionsSchema>) {
  const journal = createJournal(journalEntries);
  const common = { port: 0, clock: createClock(), journal, seed: 1 };
  const redelivery = { gapsMs: redeliveryGapsMs };
  const line = await startLineSimulator({ ...common, redelivery, webhookUrl: `${botUrl}/webhooks/line` });
  const gemini = await startGeminiSimulator({
    ...common,
    batchSeconds,
    maxConcurrentBatches,
    shuffleResults: true,
    maxEnqueuedTokens: Infinity,
  });
  line.setQuota({ limit: undefined });
  const counts = createCounts(journal);
  const people = createPeople(line, gemini);

  return {
    pid: async () => process.pid,
    addresses: async (): Promise<VendorAddresses> => ({
      lineUrl: line.url,
      channelSecret: line.channelSecret,
      channelAccessToken: line.channelAccessToken,
      geminiUrl: gemini.url,
      geminiApiKey: gemini.geminiApiKey,
    }),
    /** Jobs that are made from now on stay pending. */
    holdBatches: async () =>
      gemini.faults.add({
        route: 'batchGenerateContent',
        effect: { kind: 'behaviour', name: 'stuck-pending' },
        probability: 1,
      }),
    /** New people come and share their locations, some at a time. */
    startSeating: async (wish: { count: number; atOnce: number }) => people.startSeating(wish),
    /** Everybody who was seated by the last call taps the first restaurant. */
    startTapping: async (wish: { atOnce: number }) => people.startTapping(wish),
    progress: async () => {
      const batches = gemini.batches();
      return {
        ...people.progress(),
        ...counts.progress(),
        batches: batches.length,
        cancelledBatches: batches.filter(({ state }) => state === 'CANCELLED').length,
      };
    },
    /** Ends every job that lives, all their webhooks at one moment. */
    finishAll: async () => {
      const live = gemini.batches().filter(({ state }) => !endStates.has(state));
      const startedAtMs = Date.now();
      await Promise.all(live.map(async ({ name }) => gemini.setBatchState(name, 'SUCCEEDED')));
      return { jobs: live.length, startedAtMs, sentWithinMs: Date.now() - startedAtMs };
    },
    bill: async () => {
      const bill = gemini.bill();
      const count = (kind: string) => bill.filter((entry) => entry.kind === kind).length;
      return { calls: count('generateContent'), batchLines: count('batchLine') };
    },
  };
}

offer(await startVendors(optionsSchema.parse(JSON.parse(process.argv[2] ?? ''))));
