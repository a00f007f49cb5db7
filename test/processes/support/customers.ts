import { setTimeout as sleep } from 'node:timers/promises';
import { textsFor } from '../../../src/line/texts/index.ts';
import type { ChatItem, WebhookDelivery } from '../../../src/simulator/line/simulator.ts';
import { buttonsOf } from '../../support/person.ts';
import type { Rig } from './rig.ts';

/** What a customer does besides sharing a location and tapping a restaurant. */
export type Habit = 'waits' | 'cancels' | 'wants it now';

/** One person: when they come, where they are, which of the restaurants they tap, and how they are. */
export type Customer = { userId: string; arrivesAfterMs: number; location: Location; choice: number; habit: Habit };

/** A point in Taipei. */
type Location = { latitude: number; longitude: number };

/** One webhook of a customer as LINE saw it. */
export type Delivery = WebhookDelivery & { what: 'location' | 'tap'; tookMs: number };

/** What a customer went through. */
export type Visit = { userId: string; deliveries: Delivery[]; end: VisitEnd };

/** `unsure`: cancelled, and the bot's answer to that was lost with its process. */
type VisitEnd = 'answered' | 'cancelled' | 'unsure' | 'no choices' | 'no answer';

/** How long a customer looks at the chat before doing the same again. */
const doAgainAfterMs = 15_000;
/** An event that LINE delivered is not repeated; the longest an answer may take when attempts die with their workers. */
const patienceMs = 420_000;
const cancelPatienceMs = 60_000;
const mostRepeats = 25;

/**
 * Plays one customer until there is a final answer. What LINE could not deliver at all is done again. Without redelivery
 * the customer also does it again when the bot stays silent or says that it missed that.
 */
export async function visit(rig: Rig, customer: Customer): Promise<Visit> {
  const { userId, habit } = customer;
  const deliveries: Delivery[] = [];
  const report = (end: VisitEnd): Visit => ({ userId, deliveries, end });
  await sleep(customer.arrivesAfterMs);
  const choices = await search(rig, customer, deliveries);
  if (!choices) return report('no choices');
  if (!(await order(rig, customer, choices, deliveries))) return report('no answer');
  if (habit !== 'waits') await tapOn(rig, deliveries, userId, habit === 'cancels' ? 'cancel' : 'now');
  const waitMs = habit === 'cancels' ? cancelPatienceMs : patienceMs;
  const final = await until(rig, userId, waitMs, () => finalAnswer(rig, userId, habit));
  return report(final ?? (habit === 'cancels' ? 'unsure' : 'no answer'));
}

/** Shares the location until there are restaurants to choose from. */
export async function search(rig: Rig, customer: Customer, deliveries: Delivery[]): Promise<ChatItem | undefined> {
  const { userId, location } = customer;
  const share = async () => act(rig, deliveries, 'location', { userId, type: 'location', ...location });
  return insist(rig, userId, share, () => choicesIn(rig, userId));
}

/** Taps a restaurant until that has been taken; the data of the button. */
export async function order(
  rig: Rig,
  customer: Customer,
  choices: ChatItem,
  deliveries: Delivery[],
): Promise<string | undefined> {
  const { userId, choice } = customer;
  const buttons = analyseButtons(choices);
  const data = buttons[choice % buttons.length] ?? '';
  const tap = async () => act(rig, deliveries, 'tap', { userId, type: 'postback', data });
  return (await insist(rig, userId, tap, (since) => answerToTap(rig, userId, since))) ? data : undefined;
}

async function act(
  { vendors }: Rig,
  deliveries: Delivery[],
  what: Delivery['what'],
  action: Parameters<Rig['vendors']['line']['act']>[0],
): Promise<Delivery> {
  const startedAtMs = performance.now();
  const delivery = { ...(await vendors.line.act(action)), what, tookMs: performance.now() - startedAtMs };
  deliveries.push(delivery);
  return delivery;
}

/** Does something until there is what it is done for. `seen` gets the number of messages before the first try. */
async function insist<T>(
  rig: Rig,
  userId: string,
  doIt: () => Promise<Delivery>,
  seen: (since: number) => T | undefined,
): Promise<T | undefined> {
  const since = messagesOf(rig, userId).length;
  for (let repeat = 0; repeat < mostRepeats; repeat++) {
    const taken = (await doIt()).reason === 'ok';
    if (rig.lineRedelivery && !taken) continue;
    const found = await until(rig, userId, rig.lineRedelivery ? patienceMs : doAgainAfterMs, () => seen(since));
    if (found || rig.lineRedelivery) return found;
  }
  return undefined;
}

/** The restaurants of the latest search. */
function choicesIn(rig: Rig, userId: string): ChatItem | undefined {
  return messagesOf(rig, userId).findLast((item) => analyseButtons(item).length > 1);
}

/** "Working on it", "still running" or the report; with redelivery, that the webhook was taken is enough. */
function answerToTap(rig: Rig, userId: string, since: number): true | undefined {
  if (rig.lineRedelivery) return true;
  const answers = messagesOf(rig, userId).slice(since);
  return answers.some((item) => item.via === 'push' || hasButton(item, 'cancel')) || undefined;
}

/** Taps a button of the newest message that has it; a message that was lost with its process has none. */
async function tapOn(rig: Rig, deliveries: Delivery[], userId: string, action: 'cancel' | 'now'): Promise<void> {
  const wanted = () => messagesOf(rig, userId).findLast((item) => hasButton(item, action));
  // "Now" is offered by "still running" alone, which the status button brings.
  const status = action === 'now' ? messagesOf(rig, userId).findLast((item) => hasButton(item, 'status')) : undefined;
  if (status) await press(rig, deliveries, userId, status, 'status');
  const item = await until(rig, userId, doAgainAfterMs, wanted);
  if (item) await press(rig, deliveries, userId, item, action);
}

async function press(rig: Rig, deliveries: Delivery[], userId: string, item: ChatItem, action: string): Promise<void> {
  const data = buttonsOf(item.message).find((button) => button.data.startsWith(`v1.${action}.`))?.data ?? '';
  // A newer message has taken the quick replies away: then the person cannot tap any more.
  await act(rig, deliveries, 'tap', { userId, type: 'postback', data }).catch(() => undefined);
}

function finalAnswer(rig: Rig, userId: string, habit: Habit): VisitEnd | undefined {
  const messages = messagesOf(rig, userId);
  if (messages.some((item) => item.via === 'push' && !isChoices(item))) return 'answered';
  const cancelled = habit === 'cancels' && messages.some((item) => item.via === 'reply' && isCancelled(item));
  return cancelled ? 'cancelled' : undefined;
}

/** What the bot has sent to a person so far. */
export function messagesOf({ vendors }: Rig, userId: string): ChatItem[] {
  return vendors.line.chat(userId).items.filter((item) => item.from === 'bot');
}

/** All customers speak English. */
const texts = textsFor('en');
const [cancelledBegin = ''] = texts.cancelled('|').split('|');

/** The bot says that it stopped what the person cancelled. */
export const isCancelled = ({ message }: ChatItem): boolean =>
  typeof message.text === 'string' && message.text.startsWith(cancelledBegin);

/** The bot says that it missed something and asks for it again. */
export const saysAway = (said: unknown): boolean =>
  JSON.stringify(said).includes(JSON.stringify(texts.temporalAway).slice(1, -1));

const isChoices = (item: ChatItem): boolean => analyseButtons(item).length > 1;

const hasButton = (item: ChatItem, action: string): boolean =>
  buttonsOf(item.message).some(({ data }) => data.startsWith(`v1.${action}.`));

/** The buttons for one restaurant each, in order. */
function analyseButtons({ message }: ChatItem): string[] {
  const all = buttonsOf(message).map(({ data }) => data);
  return [...new Set(all)].filter((data) => /^v1\.analyse\.\w+\.\d\./.test(data));
}

/** Waits until a look at a chat finds something, looking again after each change; undefined when the time is over. */
async function until<T>(
  { vendors }: Rig,
  userId: string,
  withinMs: number,
  look: () => T | undefined,
): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<T | undefined>();
  const check = () => {
    const found = look();
    if (found !== undefined) resolve(found);
  };
  const unsubscribe = vendors.line.subscribe((chatId) => chatId === userId && check());
  const timer = setTimeout(() => resolve(undefined), withinMs);
  check();
  return promise.finally(() => {
    clearTimeout(timer);
    unsubscribe();
  });
}
