import { createClock, type SimulatorClock } from './core/clock.ts';
import { createJournal, type Journal } from './core/journal.ts';
import type { GeminiSimulator } from './gemini/simulator.ts';
import { startGeminiSimulator } from './gemini/start.ts';
import type { LineSimulator } from './line/simulator.ts';
import { startLineSimulator } from './line/start.ts';

/** How both sides are set up; port 0 takes any free one. */
export type SimulatorOptions = {
  linePort: number;
  geminiPort: number;
  seed: number;
  batchSeconds?: number;
  /** Address of the bot; its webhook path is added. */
  botUrl?: string;
  /** Which sides run; the default is both. */
  sides?: { line: boolean; gemini: boolean };
  clock?: SimulatorClock;
  /** Adds to Gemini's answers what curl samples of the vendor's pages read and the API does not send. */
  docsCompat?: boolean;
  /** Time that webhook signatures carry, milliseconds; default: the simulator's clock. */
  signatureTimeMs?: () => number;
};

/** The vendors on this machine: one clock, one journal. */
export type Simulator = {
  line: LineSimulator | undefined;
  gemini: GeminiSimulator | undefined;
  clock: SimulatorClock;
  journal: Journal;
  close: () => Promise<void>;
};

/** Starts LINE and Gemini on loopback ports. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { seed, batchSeconds, docsCompat, signatureTimeMs, clock = createClock() } = options;
  const { sides = { line: true, gemini: true } } = options;
  const journal = createJournal();
  const webhookUrl = options.botUrl ? lineWebhookUrl(options.botUrl) : undefined;
  const line = sides.line
    ? await startLineSimulator({ port: options.linePort, clock, journal, seed, webhookUrl })
    : undefined;
  const gemini = sides.gemini
    ? await startGeminiSimulator({
        port: options.geminiPort,
        clock,
        journal,
        seed,
        batchSeconds,
        docsCompat,
        signatureTimeMs,
      })
    : undefined;
  return {
    line,
    gemini,
    clock,
    journal,
    async close() {
      await Promise.all([line?.close(), gemini?.close()]);
    },
  };
}

/** Where a bot of ours takes LINE's webhooks. */
export const lineWebhookUrl = (botUrl: string) => `${botUrl}/webhooks/line`;
