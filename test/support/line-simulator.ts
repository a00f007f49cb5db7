import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HTTPFetchError, LineBotClient } from '@line/bot-sdk';
import { createClock } from '../../src/simulator/core/clock.ts';
import { createJournal } from '../../src/simulator/core/journal.ts';
import { type LineSimulatorOptions, startLineSimulator } from '../../src/simulator/line/start.ts';

const startMs = 1_780_000_000_000;

/** LINE with a standing clock, and the official SDK that talks to it. */
export async function startLine(options: Partial<LineSimulatorOptions> = {}) {
  const clock = createClock(() => startMs);
  const journal = createJournal();
  const line = await startLineSimulator({ port: 0, clock, journal, seed: 7, ...options });
  const bot = clientOf(line.url, line.channelAccessToken);
  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${line.url}/_sim/${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
  return { line, bot, clock, journal, control };
}

export function clientOf(url: string, channelAccessToken: string): LineBotClient {
  return LineBotClient.fromChannelAccessToken({ channelAccessToken, apiBaseURL: url, dataApiBaseURL: url });
}

type Received = { headers: IncomingHttpHeaders; body: string };

/** A bot's webhook that keeps what it gets and answers with the next of `statuses`, then 200; 0 never answers. */
export async function startWebhook(statuses: number[] = []) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      const status = statuses.shift() ?? 200;
      if (status !== 0) response.writeHead(status, { connection: 'close', location: '/elsewhere' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
    received,
    events: () => received.flatMap(({ body }) => JSON.parse(body).events),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The answer to a refused call, as the SDK gives it. */
export async function refusal(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof HTTPFetchError)) throw new Error(`expected an HTTPFetchError, got ${String(error)}`);
  return { status: error.status, headers: error.headers, body: JSON.parse(error.body) };
}

export const text = (content: string) => ({ type: 'text' as const, text: content });

/** A text with one postback quick reply. */
export const withButton = (data: string, displayText?: string) => ({
  ...text('Which one?'),
  quickReply: {
    items: [
      {
        type: 'action' as const,
        action: { type: 'postback' as const, label: 'This', data, ...(displayText ? { displayText } : {}) },
      },
    ],
  },
});
