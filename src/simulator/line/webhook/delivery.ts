import { behaviourMark } from '../../core/fault-marks.ts';
import type { LineContext } from '../context.ts';
import type { BodyDelivery } from '../simulator.ts';
import type { WebhookEvent } from './events.ts';
import { type Attempt, noteLost, postEvents, type SignatureFault } from './sender.ts';
import { type Outgoing, spoiltEvents, strike } from './spoilt-events.ts';

const notSent = { status: undefined, reason: 'not_sent' } as const;
const defaultLateSeconds = 60;

/**
 * Delivers events to the bot in one body and, where redelivery is on, again at the set gaps until they are taken
 * ("Receive messages (webhook)": the redelivered events differ in `isRedelivery` alone). No events make the body of the
 * "Verify" button, which is sent once. Resolves after the last attempt; at once, as not sent, for a body that a fault
 * loses or holds back.
 */
export async function deliver(
  context: LineContext,
  given: readonly WebhookEvent[],
  signatureFault?: SignatureFault,
): Promise<BodyDelivery> {
  const { url } = context.webhook;
  if (url === undefined) return { ...notSent, attempts: 0 };
  const body = spoiltEvents(context, given);
  if (strike(context, given, 'lost')) {
    noteLost(context, url, marked(body, 'lost'));
    return { ...notSent, attempts: 0 };
  }
  const late = strike(context, given, 'late');
  if (!late) return deliverNow(context, body, signatureFault);
  const lateSeconds = typeof late.value === 'number' ? late.value : defaultLateSeconds;
  void later(context, lateSeconds * 1000, () => deliverNow(context, marked(body, 'late'), signatureFault));
  return { ...notSent, attempts: 0 };
}

async function deliverNow(
  context: LineContext,
  given: Outgoing,
  signatureFault?: SignatureFault,
): Promise<BodyDelivery> {
  const { signal } = context.life;
  const doubled = strike(context, given.events, 'duplicate-webhook') !== undefined;
  const body = doubled ? marked(given, 'duplicate-webhook') : given;
  const first = attempt(context, body, signatureFault);
  if (doubled) await attempt(context, body, signatureFault, first);
  let last = await first;
  let attempts = last.reason === 'not_sent' ? 0 : 1;
  const again = { events: body.events.map(redelivered), marks: given.marks };
  for (const gapMs of again.events.length > 0 ? context.redeliveryGapsMs : []) {
    if (last.reason === 'ok' || last.reason === 'not_sent' || signal.aborted) break;
    const next = await later(context, gapMs, async () => attempt(context, again, signatureFault));
    if (!next) break;
    last = next;
    attempts += 1;
  }
  return { status: last.status, reason: last.reason, attempts };
}

async function attempt(
  context: LineContext,
  { events, marks }: Outgoing,
  fault?: SignatureFault,
  notedAfter?: Promise<unknown>,
): Promise<Attempt> {
  const { url } = context.webhook;
  if (url === undefined) return { ...notSent, detail: '' };
  for (const { replyToken } of events) {
    if (replyToken !== undefined) context.state.replyTokens.delivered(replyToken);
  }
  const forged = strike(context, events, 'wrong-signature') !== undefined;
  return postEvents(context, url, events, {
    signatureFault: forged ? 'wrong' : fault,
    marks: forged ? [...marks, behaviourMark('wrong-signature')] : marks,
    notedAfter,
  });
}

function redelivered(event: WebhookEvent): WebhookEvent {
  return { ...event, deliveryContext: { ...event.deliveryContext, isRedelivery: true } };
}

function marked({ events, marks }: Outgoing, name: string): Outgoing {
  return { events, marks: [...marks, behaviourMark(name)] };
}

/** Runs something after a gap of simulated time; resolves with undefined when the simulator is reset or closed before. */
function later<T>(context: LineContext, gapMs: number, run: () => Promise<T>): Promise<T | undefined> {
  const { clock, life } = context;
  return new Promise((resolve) => {
    const takeBack = clock.schedule(clock.nowMs() + gapMs, async () => {
      life.signal.removeEventListener('abort', giveUp);
      resolve(await run());
    });
    const giveUp = () => {
      takeBack();
      resolve(undefined);
    };
    life.signal.addEventListener('abort', giveUp, { once: true });
  });
}
