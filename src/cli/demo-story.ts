import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ChatItem, LineSimulator } from '../simulator/line/simulator.ts';
import type { Simulator } from '../simulator/start.ts';

/** Gets one line per step of the story, with the seconds since its start. */
export type Narrate = (line: string) => void;

const stepTimeoutMs = 60_000;
/** Xinyi, Taipei. */
const taipei = { latitude: 25.0339, longitude: 121.5645, title: '信義區' };

/**
 * Plays one complete story as a person would: location, three restaurants, a tap, "working on it", the batch job, the
 * webhook, the report, its page, and the same tap again.
 *
 * @throws Error that names the step which did not happen in time.
 */
export async function playStory({ line, gemini, journal }: Simulator, narrate: Narrate): Promise<void> {
  if (!line || !gemini) throw new Error('The demo plays on both simulators');
  const chat = new Spectator(line);

  narrate('A person shares a location: Xinyi, Taipei');
  const delivery = await line.act({ userId: line.userId, type: 'location', ...taipei });
  narrate(`  LINE's webhook was answered with ${delivery.status}`);

  const choices = await chat.next('the three restaurants');
  narrate(`The bot replies: ${shortText(choices)}`);
  const { data, said } = analyseButton(choices);

  narrate(`The person taps "${said}"`);
  await line.act({ userId: line.userId, type: 'postback', data });
  narrate(`The bot replies at once: ${shortText(await chat.next('"working on it"'))}`);

  const batch = await until('a batch job at Gemini', gemini.subscribe, () => gemini.batches().at(-1));
  narrate(`Gemini has the batch job ${batch.name}`);
  const hook = await until('the webhook of Gemini', journal.subscribe, () =>
    journal.entries().find((e) => e.side === 'gemini-webhook'),
  );
  narrate(`Gemini's webhook came and was answered with ${hook.status}`);

  const report = await chat.next('the report');
  if (report.via !== 'push') throw new Error('The report did not come by push');
  narrate(`The report is pushed: ${shortText(report)}`);
  const pageUrl = linkTo(report, '/r/');
  narrate(`Its web page has ${(await readPage(pageUrl)).length} characters`);

  narrate('The person taps the same button again');
  await line.act({ userId: line.userId, type: 'postback', data });
  narrate(`The bot shows it again for free: ${shortText(await chat.next('the report again'))}`);

  const paid = gemini.bill();
  const microUsd = paid.reduce((sum, entry) => sum + entry.priceMicroUsd, 0);
  narrate(
    `Gemini's bill: ${paid.length} entries, ${(microUsd / 1e6).toFixed(4)} USD; batch jobs: ${gemini.batches().length}`,
  );
}

/** The page of a report, once its run has ended, which is a moment after the push. */
async function readPage(url: string): Promise<string> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const page = await fetch(url);
    const text = await page.text();
    if (page.status !== 200) throw new Error(`The report page answered ${page.status}`);
    if (text.includes('<article')) return text;
    await sleep(100);
  }
  throw new Error('The report page stayed "not ready"');
}

/** Follows the bot's messages in the first person's chat. */
class Spectator {
  readonly #line: LineSimulator;
  #seen = 0;

  constructor(line: LineSimulator) {
    this.#line = line;
  }

  /** The next message of the bot that has not been seen yet. */
  async next(what: string): Promise<ChatItem> {
    const fromBot = () => this.#line.chat(this.#line.userId).items.filter((item) => item.from === 'bot');
    const item = await until(what, this.#line.subscribe, () => fromBot()[this.#seen]);
    this.#seen = fromBot().length;
    return item;
  }
}

/** Waits until `look` finds something, looking again after each change. */
async function until<T>(
  what: string,
  subscribe: (listener: () => void) => () => void,
  look: () => T | undefined,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const check = () => {
    const found = look();
    if (found !== undefined) resolve(found);
  };
  const unsubscribe = subscribe(check);
  const timer = setTimeout(() => reject(new Error(`This did not happen within a minute: ${what}`)), stepTimeoutMs);
  check();
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    unsubscribe();
  }
}

const postbackSchema = z.object({ type: z.literal('postback'), data: z.string(), displayText: z.string() });
const linkSchema = z.object({ type: z.literal('uri'), uri: z.string() });

function analyseButton({ message }: ChatItem): { data: string; said: string } {
  const [button] = actionsIn(message, postbackSchema).filter(({ data }) => data.startsWith('v1.analyse.'));
  if (!button) throw new Error('The restaurants came without buttons');
  return { data: button.data, said: button.displayText };
}

function linkTo({ message }: ChatItem, part: string): string {
  const [link] = actionsIn(message, linkSchema).filter(({ uri }) => uri.includes(part));
  if (!link) throw new Error('The report came without a link to its page');
  return link.uri;
}

/** Every action of a form anywhere in a message. */
function actionsIn<T>(node: unknown, schema: z.ZodType<T>): T[] {
  if (typeof node !== 'object' || node === null) return [];
  const here = schema.safeParse(node);
  return [...(here.success ? [here.data] : []), ...Object.values(node).flatMap((child) => actionsIn(child, schema))];
}

function shortText({ message }: ChatItem): string {
  const text = z
    .string()
    .catch(message.type)
    .parse(message.text ?? message.altText);
  return text.replaceAll(/\s+/g, ' ').slice(0, 160);
}
