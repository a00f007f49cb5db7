import { validateSignature } from '@line/bot-sdk';
import { startLine, startWebhook } from './line-simulator.ts';

type Line = Awaited<ReturnType<typeof startLine>>;
type Webhook = Awaited<ReturnType<typeof startWebhook>>;
const open: { close: () => Promise<void> }[] = [];

/** LINE's simulator and a bot that notes what it gets; the bot answers these statuses first, then 200, 0 being no answer. */
export async function startWithWebhook(statuses: number[] = [], options: Parameters<typeof startLine>[0] = {}) {
  const webhook = await startWebhook(statuses);
  const sim = await startLine({ webhookUrl: webhook.url, ...options });
  open.push(webhook, sim.line);
  return { webhook, sim };
}

/** Closes all that `startWithWebhook` started. */
export async function closeWebhooks(): Promise<void> {
  for (const each of open.splice(0)) await each.close();
}

/** Whether the bot's n-th request, from 0, was signed as the official SDK wants it. */
export function signatureIsRight(sim: Line, webhook: Webhook, at = 0): boolean {
  const { headers, body } = webhook.received[at] ?? { headers: {}, body: '' };
  return validateSignature(body, sim.line.channelSecret, String(headers['x-line-signature']));
}
