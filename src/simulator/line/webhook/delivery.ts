import type { LineContext } from '../context.ts';
import type { WebhookDelivery } from '../simulator.ts';
import type { WebhookEvent } from './events.ts';
import { type Attempt, postEvents, type SignatureFault } from './sender.ts';

/**
 * Delivers an event to the bot and, where redelivery is on, again at the set gaps until it is taken ("Receive messages
 * (webhook)": the redelivered event differs in `isRedelivery` alone). Resolves after the last attempt.
 */
export async function deliver(
  context: LineContext,
  event: WebhookEvent,
  signatureFault?: SignatureFault,
): Promise<WebhookDelivery> {
  const { webhookEventId } = event;
  const first = attempt(context, event, signatureFault);
  if (context.faults.takeBehaviour('webhook', 'duplicate-webhook')) await attempt(context, event, signatureFault);
  let last = await first;
  let attempts = last.reason === 'not_sent' ? 0 : 1;
  for (const gapMs of context.redeliveryGapsMs) {
    if (last.reason === 'ok' || last.reason === 'not_sent') break;
    const again = { ...event, deliveryContext: { ...event.deliveryContext, isRedelivery: true } };
    const next = await later(context, gapMs, async () => attempt(context, again, signatureFault));
    if (!next) break;
    last = next;
    attempts += 1;
  }
  return { webhookEventId, status: last.status, reason: last.reason, attempts };
}

async function attempt(context: LineContext, event: WebhookEvent, fault?: SignatureFault): Promise<Attempt> {
  const { url } = context.webhook;
  if (url === undefined) return { status: undefined, reason: 'not_sent', detail: '' };
  if (event.replyToken !== undefined) context.state.replyTokens.delivered(event.replyToken);
  const signatureFault = context.faults.takeBehaviour('webhook', 'wrong-signature') ? 'wrong' : fault;
  return postEvents(context, url, [event], signatureFault);
}

/** Runs an attempt after a gap of simulated time; resolves with undefined when the simulator is reset or closed before. */
function later(context: LineContext, gapMs: number, run: () => Promise<Attempt>): Promise<Attempt | undefined> {
  return new Promise((resolve) => {
    const takeBack = context.clock.schedule(context.clock.nowMs() + gapMs, async () => {
      context.pendingRedeliveries.delete(giveUp);
      resolve(await run());
    });
    const giveUp = () => {
      takeBack();
      resolve(undefined);
    };
    context.pendingRedeliveries.add(giveUp);
  });
}
