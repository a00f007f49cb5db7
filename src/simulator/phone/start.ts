import type { AddressInfo } from 'node:net';
import { createClock, type SimulatorClock } from '../core/clock.ts';
import type { Journal } from '../core/journal.ts';
import type { GeminiSimulator } from '../gemini/simulator.ts';
import type { LineSimulator } from '../line/simulator.ts';
import { buildPhoneApp } from './app.ts';
import type { BotControls } from './bot.ts';
import type { PhoneLink } from './phone.ts';

/**
 * Starts the phone page: chats with the bot in the browser, beside a live timeline of what happens, with switches that
 * break things.
 *
 * @param options.port port on 127.0.0.1; 0 takes a free one.
 * @param options.gemini adds its jobs to the timeline, and switches for it.
 * @param options.clock the simulator's clock; the default is for one that was never moved.
 * @param options.links shown above the timeline, e.g. Temporal's Web UI.
 * @param options.bot what the bot's owner lets the page see and do.
 * @throws when the port is taken.
 */
export async function startPhone(options: {
  port: number;
  line: LineSimulator;
  journal: Journal;
  gemini?: GeminiSimulator;
  clock?: SimulatorClock;
  links?: PhoneLink[];
  bot?: BotControls;
}): Promise<{ url: string; close(): Promise<void> }> {
  const { line, journal, gemini, clock = createClock(), links = [], bot } = options;
  const app = await buildPhoneApp({ line, journal, gemini, clock, links, bot });
  await app.listen({ host: '127.0.0.1', port: options.port });
  return { url: `http://127.0.0.1:${portOf(app.server.address(), options.port)}`, close: async () => app.close() };
}

function portOf(address: AddressInfo | string | null, asked: number): number {
  return typeof address === 'object' && address !== null ? address.port : asked;
}
