import type { AddressInfo } from 'node:net';
import type { Journal } from '../core/journal.ts';
import type { LineSimulator } from '../line/simulator.ts';
import { buildPhoneApp } from './app.ts';
import type { PhoneLink } from './phone.ts';

/**
 * Starts the phone page: a chat with the bot in the browser, beside the live journal.
 *
 * @param options.port port on 127.0.0.1; 0 takes a free one.
 * @param options.links shown beside the journal, e.g. Temporal's Web UI.
 * @throws when the port is taken.
 */
export async function startPhone(options: {
  port: number;
  line: LineSimulator;
  journal: Journal;
  links?: PhoneLink[];
}): Promise<{ url: string; close(): Promise<void> }> {
  const app = await buildPhoneApp({ line: options.line, journal: options.journal, links: options.links ?? [] });
  await app.listen({ host: '127.0.0.1', port: options.port });
  return { url: `http://127.0.0.1:${portOf(app.server.address(), options.port)}`, close: async () => app.close() };
}

function portOf(address: AddressInfo | string | null, asked: number): number {
  return typeof address === 'object' && address !== null ? address.port : asked;
}
