import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A webhook as the simulated vendor sent it: path, headers that matter, bytes. */
export type Webhook = { path: string; headers: Record<string, string>; body: Buffer };

/** What to do with a webhook; the status is what the vendor gets to see. */
export type WebhookHandler = (webhook: Webhook) => Promise<number>;

/** Stands where the vendors believe the API to be, so that the benchmark decides when the API gets a webhook. */
export type Mailbox = {
  url: string;
  onLine: (handler: WebhookHandler) => void;
  onGemini: (handler: WebhookHandler) => void;
  close: () => Promise<void>;
};

const answersUnready: WebhookHandler = async () => 503;

/** Starts a mailbox that takes nothing until handlers are set. */
export async function startMailbox(): Promise<Mailbox> {
  let line = answersUnready;
  let gemini = answersUnready;
  const server = createServer((request, response) => {
    void readWebhook(request)
      .then(async (webhook) => (webhook.path.endsWith('/line') ? line : gemini)(webhook))
      .catch(() => 502)
      .then((status) => response.writeHead(status, { 'content-type': 'application/json' }).end('{}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    onLine(handler) {
      line = handler;
    },
    onGemini(handler) {
      gemini = handler;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const keptHeaders = /^(?:content-type|user-agent|x-line-.*|webhook-.*)$/;

async function readWebhook(request: IncomingMessage): Promise<Webhook> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = Object.entries(request.headers).filter(([name]) => keptHeaders.test(name));
  return {
    path: request.url ?? '/',
    headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
    body: Buffer.concat(chunks),
  };
}
