import { createClock } from '../../../src/simulator/core/clock.ts';
import { createJournal, type Journal } from '../../../src/simulator/core/journal.ts';
import type { GeminiSimulator } from '../../../src/simulator/gemini/simulator.ts';
import { startGeminiSimulator } from '../../../src/simulator/gemini/start.ts';
import type { LineSimulator } from '../../../src/simulator/line/simulator.ts';
import { startLineSimulator } from '../../../src/simulator/line/start.ts';
import type { VendorAddresses } from './environment.ts';

/** LINE and Gemini, which outlive every process of the bot. */
export type Vendors = {
  line: LineSimulator;
  gemini: GeminiSimulator;
  journal: Journal;
  close: () => Promise<void>;
};

/** How the vendors are set up. */
export type VendorsOptions = {
  seed: number;
  batchSeconds: number;
  /** Jobs that Gemini takes at once; the default is its real limit of 100. */
  maxConcurrentBatches?: number;
  /** Gaps between LINE's redeliveries; none: LINE delivers once. */
  redeliveryGapsMs?: number[];
};

/** What a bot needs to know of them. */
export const addressesOf = ({ line, gemini }: Vendors): VendorAddresses => ({
  lineUrl: line.url,
  channelSecret: line.channelSecret,
  channelAccessToken: line.channelAccessToken,
  geminiUrl: gemini.url,
  geminiApiKey: gemini.geminiApiKey,
});

const journalEntries = 200_000;

/** Starts both, without LINE's monthly quota. */
export async function startVendors(options: VendorsOptions): Promise<Vendors> {
  const { seed, batchSeconds, maxConcurrentBatches, redeliveryGapsMs } = options;
  const journal = createJournal(journalEntries);
  const common = { port: 0, clock: createClock(), journal, seed };
  const redelivery = redeliveryGapsMs ? { gapsMs: redeliveryGapsMs } : undefined;
  const line = await startLineSimulator({ ...common, redelivery });
  const gemini = await startGeminiSimulator({ ...common, batchSeconds, maxConcurrentBatches, shuffleResults: true });
  line.setQuota({ limit: undefined });
  return {
    line,
    gemini,
    journal,
    async close() {
      await Promise.all([line.close(), gemini.close()]);
    },
  };
}
