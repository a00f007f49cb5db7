import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { LineBotClient, type messagingApi, validateSignature, type webhook } from '@line/bot-sdk';
import { createClock } from '../../../src/simulator/core/clock.ts';
import { createJournal } from '../../../src/simulator/core/journal.ts';
import type { LineSimulator } from '../../../src/simulator/line/simulator.ts';
import { startLineSimulator } from '../../../src/simulator/line/start.ts';
import { startPhone } from '../../../src/simulator/phone/start.ts';

const fruits: messagingApi.TextMessage = {
  type: 'text',
  text: 'Which fruit?',
  quickReply: {
    items: [
      { type: 'action', action: { type: 'postback', label: 'Apple', data: 'apple', displayText: 'An apple, please' } },
      { type: 'action', action: { type: 'location', label: 'Where I am' } },
    ],
  },
};

/** A bubble about an apple, with a button and a link. */
export const card: messagingApi.FlexMessage = {
  type: 'flex',
  altText: 'An apple',
  contents: {
    type: 'bubble',
    body: {
      type: 'box',
      layout: 'vertical',
      contents: [
        { type: 'text', text: 'Apple', weight: 'bold', size: 'xl', color: '#aa0000', wrap: true },
        { type: 'text', text: '<img src=x onerror=alert(1)>', wrap: true },
      ],
    },
    footer: {
      type: 'box',
      layout: 'vertical',
      contents: [
        { type: 'button', style: 'primary', action: { type: 'postback', label: 'Eat', data: 'eat' } },
        { type: 'button', action: { type: 'uri', label: 'Read', uri: 'https://example.org/apple' } },
      ],
    },
  },
};

/** A carousel of five bubbles, each of which can be tapped, and has a button. */
export const carousel: messagingApi.FlexMessage = {
  type: 'flex',
  altText: 'Five apples',
  contents: {
    type: 'carousel',
    contents: [1, 2, 3, 4, 5].map((number) => ({
      type: 'bubble',
      size: 'kilo',
      action: { type: 'postback', label: `Apple ${number}`, data: 'eat' },
      body: { type: 'box', layout: 'vertical', contents: [{ type: 'text', text: `Apple ${number}`, size: 'xl' }] },
      footer: {
        type: 'box',
        layout: 'vertical',
        contents: [{ type: 'button', action: { type: 'postback', label: `Bite ${number}`, data: 'eat' } }],
      },
    })),
  },
};

/** LINE, its phone page, and a bot of a few lines: it answers a location only once `release` has been called. */
export type SmallBot = {
  line: LineSimulator;
  client: LineBotClient;
  server: Server;
  phoneUrl: string;
  release: () => void;
  stop: () => Promise<void>;
};

/** Starts them. */
export async function startSmallBot(): Promise<SmallBot> {
  const journal = createJournal();
  const line = await startLineSimulator({ port: 0, clock: createClock(), journal, seed: 1 });
  const client = LineBotClient.fromChannelAccessToken({
    channelAccessToken: line.channelAccessToken,
    apiBaseURL: line.url,
    dataApiBaseURL: line.url,
  });
  const gate = new EventEmitter();
  const released = once(gate, 'release');
  const server = await listen(line, (event) => answer(client, event, released));
  const phone = await startPhone({ port: 0, line, journal });
  return {
    ...{ line, client, server, phoneUrl: phone.url },
    release: () => void gate.emit('release'),
    async stop() {
      server.close();
      await phone.close();
      await line.close();
    },
  };
}

async function answer(client: LineBotClient, event: webhook.Event, released: Promise<unknown>): Promise<void> {
  if (event.type === 'postback' && event.replyToken) {
    const message = event.postback.data === 'apple' ? card : { type: 'text' as const, text: 'Eaten.' };
    await client.replyMessage({ replyToken: event.replyToken, messages: [message] });
  }
  if (event.type !== 'message' || !event.replyToken || event.source?.type !== 'user') return;
  if (event.message.type === 'text') await client.replyMessage({ replyToken: event.replyToken, messages: [fruits] });
  if (event.message.type !== 'location') return;
  await client.showLoadingAnimation({ chatId: event.source.userId ?? '', loadingSeconds: 60 });
  await released;
  const text = `You are at ${event.message.latitude}, ${event.message.longitude}.`;
  await client.pushMessage({ to: event.source.userId ?? '', messages: [{ type: 'text', text }] });
}

async function listen(line: LineSimulator, onEvent: (event: webhook.Event) => Promise<void>): Promise<Server> {
  const server = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request);
      const isGenuine = validateSignature(body, line.channelSecret, String(request.headers['x-line-signature']));
      response.writeHead(isGenuine ? 200 : 401).end();
      const callback: webhook.CallbackRequest = JSON.parse(body.toString());
      if (isGenuine) for (const event of callback.events) await onEvent(event);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  line.setWebhookUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`);
  return server;
}
