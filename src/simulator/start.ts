import { createClock, type SimulatorClock } from './core/clock.ts';
import type { Faults } from './core/faults.ts';
import { createJournal, type Journal } from './core/journal.ts';
import type { GeminiSimulator, GeminiSimulatorOptions } from './gemini/simulator.ts';
import { startGeminiSimulator } from './gemini/start.ts';
import type { LineSimulator } from './line/simulator.ts';
import { type LineSimulatorOptions, startLineSimulator } from './line/start.ts';
import type { SimulatorSecrets } from './secrets.ts';

/** What both sides take from `SimulatorOptions` itself. */
type Common = 'port' | 'clock' | 'journal' | 'seed' | 'secrets' | 'idSeed' | 'faults';

/** How both sides are set up; port 0 takes any free one. */
export type SimulatorOptions = {
  linePort: number;
  geminiPort: number;
  /** One seed gives the same content, people, keys and secrets. */
  seed: number;
  /** In place of those of the seed, which are no secret to anyone who knows it; Gemini's signing keys are random then. */
  secrets?: SimulatorSecrets;
  /** Gives the same ids at each start and after each reset, for tests that compare runs. Default: ids never repeat. */
  idSeed?: number;
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
  /** Faults of one's own in place of those that follow the seed, for each side. */
  faults?: { line?: Faults; gemini?: Faults };
  /** Entries that the journal keeps; default 10,000. */
  journalLimit?: number;
  /** What else can be set about LINE; its `webhookUrl` goes before `botUrl`. */
  line?: Omit<LineSimulatorOptions, Common>;
  /** What else can be set about Gemini. */
  gemini?: Omit<GeminiSimulatorOptions, Common | 'batchSeconds' | 'docsCompat' | 'signatureTimeMs'>;
};

/** The vendors on this machine: one clock, one journal. */
export type Simulator = {
  line: LineSimulator | undefined;
  gemini: GeminiSimulator | undefined;
  clock: SimulatorClock;
  journal: Journal;
  close: () => Promise<void>;
};

/**
 * Starts LINE and Gemini on loopback ports.
 *
 * @throws when a port is taken; nothing is left running then.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { sides = { line: true, gemini: true }, clock = createClock() } = options;
  const journal = createJournal(options.journalLimit);
  const { seed, secrets, idSeed } = options;
  const common = { clock, journal, seed, secrets, idSeed };
  const line = sides.line ? await startLineSimulator(lineOptions(options, common)) : undefined;
  try {
    const gemini = sides.gemini ? await startGeminiSimulator(geminiOptions(options, common)) : undefined;
    return {
      line,
      gemini,
      clock,
      journal,
      async close() {
        await Promise.all([line?.close(), gemini?.close()]);
      },
    };
  } catch (error) {
    await line?.close();
    throw error;
  }
}

type CommonOptions = { clock: SimulatorClock; journal: Journal } & Pick<
  SimulatorOptions,
  'seed' | 'secrets' | 'idSeed'
>;

function lineOptions(options: SimulatorOptions, common: CommonOptions): LineSimulatorOptions {
  const { linePort, botUrl, faults, line } = options;
  const botWebhookUrl = botUrl ? lineWebhookUrl(botUrl) : undefined;
  return { ...line, ...common, port: linePort, webhookUrl: line?.webhookUrl ?? botWebhookUrl, faults: faults?.line };
}

function geminiOptions(options: SimulatorOptions, common: CommonOptions): GeminiSimulatorOptions {
  const { geminiPort, batchSeconds, docsCompat, signatureTimeMs, faults, gemini } = options;
  const flat = { batchSeconds, docsCompat, signatureTimeMs, faults: faults?.gemini };
  return { ...gemini, ...common, ...flat, port: geminiPort };
}

/** Where a bot of ours takes LINE's webhooks. */
export const lineWebhookUrl = (botUrl: string) => `${botUrl.replace(/\/+$/, '')}/webhooks/line`;
